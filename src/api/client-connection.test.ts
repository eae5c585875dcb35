import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { startApi } from '../../test/support/api-scenario.ts';
import { needsOpenssl, readCertificate, TestAuthority } from '../../test/support/test-certificates.ts';
import type { ClientConnection } from './contract.ts';

test(
  'of a connection its encryption, its certificate with its end and what its CONNECT asked for are told',
  needsOpenssl,
  async (t) => {
    const api = await startApi(t);
    const { cert } = readCertificate(
      new TestAuthority(t).issue('meter-7', { subject: '/C=DE/O=Example/CN=meter-7' }),
    );
    const { raw, validToDate } = new X509Certificate(cert);
    api.broker.connections.set('meter-7', {
      encryption: { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' },
      certificate: { commonName: 'meter-7', subject: 'C=DE,O=Example,CN=meter-7', der: raw },
      properties: { topicAliasMaximum: 10, userProperties: [['site', 'hz']] },
      receiveMaximum: 20,
    });
    api.broker.connections.set('proxied', {
      encryption: undefined,
      certificate: { commonName: undefined, subject: 'CN', der: undefined },
      properties: {},
      receiveMaximum: 65_535,
    });
    const read = async (id: string) =>
      (await api.send(`GET /clients/${id}/connection`)).body as ClientConnection;
    const meter = await read('meter-7');
    assert.equal(meter.tls?.version, 'TLSv1.3');
    assert.equal(Date.parse(meter.certificate?.not_after ?? ''), validToDate.getTime());
    const days = Math.floor((validToDate.getTime() - api.clock.now()) / 86_400_000);
    assert.equal(meter.certificate?.days_left, days);
    assert.deepEqual(meter.conn_props, {
      'Receive-Maximum': 20,
      'Topic-Alias-Maximum': 10,
      'User-Property-Pairs': [{ key: 'site', value: 'hz' }],
    });
    assert.deepEqual(await read('proxied'), {
      tls: null,
      certificate: { common_name: null, subject: 'CN' },
      conn_props: { 'Receive-Maximum': 65_535 },
    });
    assert.equal((await api.send('GET /clients/nobody/connection')).status, 404);
  },
);
