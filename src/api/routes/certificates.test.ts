import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { test } from 'node:test';
import { connect, createServer } from 'node:tls';
import { startApi } from '../../../test/support/api-scenario.ts';
import type { CertificateCheck, SelfSignedCertificate } from '../contract.ts';

const names = ['mqtt.example.test', '127.0.0.1', 'fd00::12'];

test('a certificate for development is one that TLS takes, for its names and by itself as authority', async (t) => {
  const api = await startApi(t, { clock: { now: () => Date.now() } as never });
  const answer = await api.send('POST /certificates/self_signed', { body: { names, days: 30 } });
  assert.equal(answer.status, 200, answer.text);
  const { certificate, private_key } = answer.body as SelfSignedCertificate;
  const read = new X509Certificate(certificate);
  assert.equal(
    read.subjectAltName,
    'DNS:mqtt.example.test, IP Address:127.0.0.1, IP Address:FD00:0:0:0:0:0:0:12',
  );
  const server = createServer({ cert: certificate, key: private_key }, (socket) => socket.end('hello'));
  t.after(() => server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const socket = connect({ port, host: '127.0.0.1', ca: certificate, servername: 'mqtt.example.test' });
  t.after(() => socket.destroy());
  await once(socket, 'secureConnect');
  assert.equal(socket.authorized, true);
});

test('a chain is checked: its key, its end, its order, and what is no certificate', async (t) => {
  const api = await startApi(t, { clock: { now: () => Date.now() } as never });
  const make = async () =>
    (await api.send('POST /certificates/self_signed', { body: { names } })).body as SelfSignedCertificate;
  const check = async (body: object) =>
    (await api.send('POST /certificates/check', { body })).body as CertificateCheck;
  const [one, other] = [await make(), await make()];
  const good = await check(one);
  assert.deepEqual(good.problems, []);
  assert.deepEqual([good.self_signed, good.publicly_trusted, good.certificates.length], [true, false, 1]);
  assert.deepEqual((await check({ ...one, private_key: other.private_key })).problems, ['wrong_key']);
  assert.deepEqual((await check({ certificate: one.certificate + other.certificate })).problems, [
    'wrong_order',
  ]);
  assert.deepEqual((await check({ certificate: 'hello' })).problems, ['no_certificate']);
  assert.deepEqual((await check({ ...one, private_key: 'hello' })).problems, ['unreadable_key']);
  const broken = one.certificate.replace(/[A-Za-z0-9]{40}/, 'AAAA');
  assert.deepEqual((await check({ certificate: broken })).problems, ['unreadable_certificate']);
});

test('only administrators make certificates, and names are names', async (t) => {
  const api = await startApi(t);
  const viewer = await api.send('POST /certificates/self_signed', { who: 'viewerKey', body: { names } });
  assert.equal(viewer.status, 403);
  for (const bad of [[], ['a b'], ['<script>'], Array(30).fill('a')]) {
    const { status } = await api.send('POST /certificates/self_signed', { body: { names: bad } });
    assert.equal(status, 400, String(bad));
  }
});
