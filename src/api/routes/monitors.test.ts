import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { checkTable, startApi } from '../../../test/support/api-scenario.ts';
import { Monitor, MonitorPeer } from '../contract.ts';

test('monitors are shown with their figures, changed by administrators, and refuse what makes no sense', async (t) => {
  const api = await startApi(t);
  await checkTable(api, [
    { request: 'GET /monitors', who: 'viewerKey', status: 200, answer: z.array(Monitor) },
    { request: 'GET /monitors/tps_high', who: 'viewerKey', status: 200, answer: Monitor },
    { request: 'GET /monitors/nothing', status: 404, code: 'NOT_FOUND' },
    { request: 'PUT /monitors/tps_high', who: 'viewerKey', body: {}, status: 403 },
    { request: 'PUT /monitors/nothing', body: {}, status: 404, code: 'NOT_FOUND' },
    { request: 'PUT /monitors/tps_high', body: { threshold: 0 }, status: 400, code: 'BAD_REQUEST' },
    {
      request: 'PUT /monitors/tps_high',
      body: { threshold: 10, clear_threshold: 10 },
      status: 400,
      code: 'BAD_REQUEST',
      check: ({ message }: { message: string }) => assert.match(message, /must be below threshold/),
    },
    {
      request: 'PUT /monitors/tps_high',
      body: { enable: false, severity: 'critical', threshold: 10, window: '30s', notify: ['wecom:ops'] },
      status: 200,
      answer: Monitor,
      check: ({ state, clear_threshold, notify }: Monitor) =>
        assert.deepEqual([state, clear_threshold, notify], ['off', 8, ['wecom:ops']]),
    },
  ]);
  const { body } = await api.send('GET /monitors/tps_high');
  const again = await api.send('PUT /monitors/tps_high', { body });
  assert.deepEqual(again.body, body, 'what was shown may be sent back');
});

test('peers are made, shown, changed and deleted', async (t) => {
  const api = await startApi(t);
  const peer = { name: 'erp', type: 'mqtt', address: 'erp.example:1883', username: 'u', password: 'secret' };
  const path = '/monitors/peer_down/peers';
  await checkTable(api, [
    { request: `POST ${path}`, body: peer, status: 201, answer: MonitorPeer },
    { request: `POST ${path}`, body: peer, status: 409, code: 'CONFLICT' },
    { request: `POST ${path}`, body: { type: 'tcp' }, status: 400, code: 'BAD_REQUEST' },
    { request: `POST ${path}`, who: 'viewerKey', body: peer, status: 403 },
    {
      request: `GET ${path}/erp`,
      who: 'viewerKey',
      status: 200,
      check: ({ password }: { password: string }) => assert.equal(password, '******'),
    },
    { request: `PUT ${path}/erp`, body: { ...peer, password: '******', every: '1m' }, status: 200 },
    { request: `GET ${path}`, status: 200, answer: z.array(MonitorPeer) },
    {
      request: 'GET /monitors/peer_down',
      status: 200,
      answer: Monitor,
      check: ({ peers }: Monitor) => assert.equal(peers?.[0]?.every, '1m'),
    },
    { request: `DELETE ${path}/erp`, status: 204 },
    { request: `DELETE ${path}/erp`, status: 404, code: 'NOT_FOUND' },
  ]);
});
