import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTable, startApi } from '../../../test/support/api-scenario.ts';
import { Alarm, pageOf } from '../contract.ts';
import { toTimestamp } from '../timestamps.ts';

const Alarms = pageOf(Alarm);
type Alarms = { data: Alarm[] };

test('active alarms last until now, and those that are over until their end', async (t) => {
  const api = await startApi(t);
  const { alarms } = api.broker;
  const begin = api.clock.now();
  alarms.activate('conn_congestion/dev-1/u', { unsent: 1024 }, 'dev-1 reads too slowly');
  await api.clock.advance(2000);
  const active = {
    node: api.broker.node,
    name: 'conn_congestion/dev-1/u',
    message: 'dev-1 reads too slowly',
    details: { unsent: 1024, message_zh: '连接拥塞：dev-1 的接收速度低于发送速度' },
    duration: 2000,
    activate_at: toTimestamp(begin),
  };
  const names = (body: Alarms) => body.data.map(({ name }) => name);
  await checkTable(api, [
    {
      request: 'GET /alarms',
      status: 200,
      answer: Alarms,
      check: (body: Alarms) => assert.deepEqual(body.data, [active]),
    },
    { request: 'GET /alarms?activated=maybe', status: 400, code: 'BAD_REQUEST' },
    {
      request: 'GET /alarms?activated=false',
      status: 200,
      check: (body: Alarms) => assert.deepEqual(body.data, []),
    },
    { request: 'POST /alarms/force_deactivate', body: {}, status: 400, code: 'INVALID_PARAMETER' },
    { request: 'POST /alarms/force_deactivate', status: 400, code: 'INVALID_PARAMETER' },
    { request: 'POST /alarms/force_deactivate', body: { name: 'other' }, status: 400, code: 'NOT_FOUND' },
    { request: 'POST /alarms/force_deactivate', body: { name: active.name }, status: 204 },
    { request: 'GET /alarms', status: 200, check: (body: Alarms) => assert.deepEqual(names(body), []) },
  ]);
  await api.clock.advance(5000);
  const over = { ...active, deactivate_at: toTimestamp(begin + 2000) };
  alarms.activate('still', {}, '');
  await checkTable(api, [
    {
      request: 'GET /alarms?activated=false',
      status: 200,
      answer: Alarms,
      check: (body: Alarms) => assert.deepEqual(body.data, [over]),
    },
    { request: 'DELETE /alarms', status: 204 },
    {
      request: 'GET /alarms?activated=false',
      status: 200,
      check: (body: Alarms) => assert.deepEqual(names(body), []),
    },
    {
      request: 'GET /alarms?activated=true',
      status: 200,
      check: (body: Alarms) => assert.deepEqual(names(body), ['still']),
    },
  ]);
});
