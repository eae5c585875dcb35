import assert from 'node:assert/strict';
import { test } from 'node:test';
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
