import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectAsync } from 'mqtt';
import { temporaryDirectory } from '../../demo/broker-process.ts';
import { startTestApp } from '../support/running-app.ts';
import { needsOpenssl, readCertificate, TestAuthority } from '../support/test-certificates.ts';

test(
  'listeners that the API made are there after a restart, with their certificates',
  needsOpenssl,
  async (t) => {
    const directory = temporaryDirectory();
    const ca = new TestAuthority(t);
    const { cert, key } = readCertificate(ca.issue('server', { names: 'IP:127.0.0.1' }));
    const first = await startTestApp(t, [], directory);
    const ssl_options = { certfile: cert, keyfile: key };
    await first.api.must('POST', '/listeners', {
      type: 'ssl',
      name: 'made',
      bind: '127.0.0.1:0',
      ssl_options,
    });
    await first.api.must('POST', '/listeners/ws:default/stop');
    await first.stop();

    const second = await startTestApp(t, [], directory);
    const { more = [], ws } = second.app.ready.listeners;
    assert.deepEqual([more.map(({ id }) => id), ws], [['ssl:made'], undefined]);
    const client = await second.connect({
      protocol: 'mqtts',
      host: '127.0.0.1',
      port: more[0]?.port ?? 0,
      ca: readCertificate({ certfile: ca.cacertfile, keyfile: ca.cacertfile }).cert,
    });
    assert.equal(client.connected, true);
  },
);

test(
  "a client's certificate is its user name, and what it may publish can depend on it",
  needsOpenssl,
  async (t) => {
    const ca = new TestAuthority(t);
    const { certfile, keyfile } = ca.issue('server', { names: 'IP:127.0.0.1' });
    const ssl_options = {
      certfile,
      keyfile,
      cacertfile: ca.cacertfile,
      verify: 'verify_peer',
      fail_if_no_peer_cert: true,
    };
    const listener = { type: 'ssl', name: 'meters', bind: '127.0.0.1:0', ssl_options };
    const rules = '{allow, all, publish, ["meters/${cert_common_name}/#"]}. {deny, all}.';
    const { app, api } = await startTestApp(t, [
      `listeners.more=${JSON.stringify([listener])}`,
      'mqtt.peer_cert_as_username=cn',
      `authorization.sources=${JSON.stringify([{ type: 'file', rules }])}`,
    ]);
    const { port = 0 } = app.ready.listeners.more?.[0] ?? {};
    const server = { protocol: 'mqtts', host: '127.0.0.1', port, protocolVersion: 5 } as const;
    const { cert: trusted } = readCertificate({ certfile: ca.cacertfile, keyfile: ca.cacertfile });
    await assert.rejects(connectAsync({ ...server, ca: trusted, reconnectPeriod: 0, clientId: 'without' }));

    const own = readCertificate(ca.issue('meter-7'));
    const client = await connectAsync({ ...server, ...own, ca: trusted, reconnectPeriod: 0, clientId: 'm' });
    t.after(() => client.endAsync(true));
    assert.equal(Object(await api.must('GET', '/clients/m')).username, 'meter-7');
    await client.publishAsync('meters/meter-7/power', '1', { qos: 1 });
    await assert.rejects(client.publishAsync('meters/meter-8/power', '1', { qos: 1 }), { code: 0x87 });
  },
);
