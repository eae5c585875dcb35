import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createProxy } from 'node:http';
import { connect } from 'node:net';
import { test } from 'node:test';
import { inShort, never, startEmail as start } from '../../../../test/support/email-scenario.ts';
import { needsOpenssl, readCertificate, TestAuthority } from '../../../../test/support/test-certificates.ts';

for (const [auth, method] of [
  ['plain', 'PLAIN'],
  ['login', 'LOGIN'],
  ['cram_md5', 'CRAM-MD5'],
  ['xoauth2', 'XOAUTH2'],
] as const) {
  test(`${method} signs in, and a wrong password is told`, async (t) => {
    const options = { authMethods: ['PLAIN', 'LOGIN', 'CRAM-MD5', 'XOAUTH2'] };
    const settings = { auth, username: 'u', password: 'right', allow_clear_password: true };
    const { send, server, handle } = await start(t, settings, options);
    assert.equal(inShort(await send({ title: 'a' })), 'delivered 250 2.0.0');
    assert.equal(server.mails[0]?.user, 'u');
    assert.match(server.logins[0] ?? '', new RegExp(`^${method} u`));
    assert.deepEqual(await handle.probe(never), { reachable: true });
    const wrong = await start(t, { ...settings, password: 'wrong' }, options);
    const outcome = await wrong.send({ title: 'a' });
    assert.equal(inShort(outcome), 'rejected config 535 5.7.8');
    assert.doesNotMatch(JSON.stringify(outcome), /wrong/);
    assert.match(JSON.stringify(await wrong.handle.probe(never)), /"reachable":false.*535/);
  });
}

test(
  'STARTTLS is used when it is asked for, and a server without it gets nothing in clear',
  needsOpenssl,
  async (t) => {
    const authority = new TestAuthority(t);
    const certificate = readCertificate(authority.issue('localhost', { names: 'IP:127.0.0.1' }));
    const ssl = { cacertfile: authority.cacertfile };
    const secure = await start(
      t,
      { tls: 'starttls', ssl, username: 'u', password: 'right' },
      { hideSTARTTLS: false, ...certificate },
    );
    assert.equal(inShort(await secure.send({ title: 'a' })), 'delivered 250 2.0.0');
    assert.equal(secure.server.mails[0]?.secure, true);
    const plain = await start(
      t,
      { tls: 'starttls', ssl, username: 'u', password: 'right' },
      { disabledCommands: ['STARTTLS'] },
    );
    const outcome = await plain.send({ title: 'a' });
    assert.match(inShort(outcome), /^rejected config/);
    assert.match(JSON.stringify(outcome), /STARTTLS/);
    assert.deepEqual([plain.server.mails.length, plain.server.logins], [0, []]);
  },
);

test(
  'TLS from the first byte is checked, and a certificate that nobody vouches for is told',
  needsOpenssl,
  async (t) => {
    const authority = new TestAuthority(t);
    const certificate = readCertificate(authority.issue('localhost', { names: 'IP:127.0.0.1' }));
    const options = { secure: true, ...certificate };
    const good = await start(t, { tls: 'tls', ssl: { cacertfile: authority.cacertfile } }, options);
    assert.equal(inShort(await good.send({ title: 'a' })), 'delivered 250 2.0.0');
    assert.equal(good.server.mails[0]?.secure, true);
    const unknown = await start(t, { tls: 'tls' }, options);
    const outcome = await unknown.send({ title: 'a' });
    assert.equal(inShort(outcome), 'unavailable network - -');
    assert.match(JSON.stringify(outcome), /signed by nobody whom we trust|self-signed/);
    const unchecked = await start(t, { tls: 'tls', ssl: { verify: 'verify_none' } }, options);
    assert.equal(inShort(await unchecked.send({ title: 'a' })), 'delivered 250 2.0.0');
  },
);

test('a mail goes through a proxy that takes CONNECT, and its refusal is told', async (t) => {
  const asked: string[] = [];
  const proxy = createProxy();
  proxy.on('connect', ({ url = '', headers }, socket) => {
    asked.push(`${url} ${headers['proxy-authorization']}`);
    if (headers['proxy-authorization'] !== `Basic ${Buffer.from('me:p w').toString('base64')}`) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    const [host, port] = url.split(':');
    const target = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      target.pipe(socket).pipe(target);
    });
    target.on('error', () => socket.destroy());
    socket.on('error', () => target.destroy());
    t.after(() => target.destroy());
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  t.after(() => proxy.close());
  const { port } = proxy.address() as { port: number };
  const { send, server } = await start(t, { proxy: `http://me:p%20w@127.0.0.1:${port}` });
  assert.equal(inShort(await send({ title: 'a' })), 'delivered 250 2.0.0');
  assert.match(asked[0] ?? '', new RegExp(`^127\\.0\\.0\\.1:${server.port} Basic`));
  const stranger = await start(t, { proxy: `http://127.0.0.1:${port}` });
  const outcome = await stranger.send({ title: 'a' });
  assert.match(JSON.stringify(outcome), /proxy 127\.0\.0\.1:\d+ does not connect to .*407/);
});
