import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTable, startApi } from '../../../test/support/api-scenario.ts';
import { Ban, pageOf } from '../contract.ts';
import { toTimestampOfSeconds } from '../timestamps.ts';

const who = (body: { data: Ban[] }) => body.data.map((ban) => ban.who);

test('a ban is made once, shown, found by one filter, and lifted', async (t) => {
  const api = await startApi(t);
  const now = api.clock.now();
  const ban = {
    as: 'clientid',
    who: 'dev-7',
    by: 'mgmt_api',
    reason: 'broken',
    at: toTimestampOfSeconds(now),
    until: toTimestampOfSeconds(now + 3_600_000),
  };
  await checkTable(api, [
    {
      request: 'POST /banned',
      body: { as: 'clientid', who: 'dev-7', reason: 'broken', until: (now + 3_600_000) / 1000 },
      status: 200,
      answer: Ban,
      check: (body) => assert.deepEqual(body, ban),
    },
    {
      request: 'POST /banned',
      body: { as: 'clientid', who: 'dev-7' },
      status: 400,
      code: 'ALREADY_EXISTS',
      check: (body: { message: string }) => assert.deepEqual(JSON.parse(body.message), ban),
    },
    { request: 'POST /banned', body: { as: 'mac', who: 'x' }, status: 400, code: 'BAD_REQUEST' },
    { request: 'POST /banned', body: { as: 'peerhost', who: 'x' }, status: 400, code: 'BAD_REQUEST' },
    { request: 'POST /banned', body: { as: 'clientid_re', who: '(a+)+' }, status: 400, code: 'BAD_REQUEST' },
    {
      request: 'POST /banned',
      body: { as: 'username', who: 'x', until: '2020-01-01T00:00:00Z' },
      status: 400,
      code: 'BAD_REQUEST',
    },
    {
      request: 'POST /banned',
      body: { as: 'username', who: 'x', at: '2099-01-02T00:00:00Z', until: '2099-01-01T00:00:00Z' },
      status: 400,
      code: 'BAD_REQUEST',
    },
    {
      request: 'POST /banned',
      body: { as: 'username', who: 'x', until: 'soon' },
      status: 400,
      code: 'BAD_REQUEST',
    },
    {
      request: 'POST /banned',
      body: { as: 'peerhost_net', who: '192.0.2.0/24', by: 'me' },
      status: 200,
      check: (body: Ban) => assert.deepEqual([body.by, body.until], ['me', 'infinity']),
    },
    {
      request: 'GET /banned',
      status: 200,
      answer: pageOf(Ban),
      check: (body: { data: Ban[] }) => assert.deepEqual(who(body), ['192.0.2.0/24', 'dev-7']),
    },
    {
      request: 'GET /banned?clientid=dev-7',
      status: 200,
      check: (body: { data: Ban[] }) => assert.deepEqual(who(body), ['dev-7']),
    },
    {
      request: 'GET /banned?like_clientid=%5Ev',
      status: 200,
      check: (body: { data: Ban[] }) => assert.deepEqual(who(body), []),
    },
    {
      request: 'GET /banned?like_clientid=v-%5B0-9%5D',
      status: 200,
      check: (body: { data: Ban[] }) => assert.deepEqual(who(body), ['dev-7']),
    },
    {
      request: 'GET /banned?like_peerhost_net=192',
      status: 200,
      check: (body: { data: Ban[] }) => assert.deepEqual(who(body), ['192.0.2.0/24']),
    },
    {
      request: 'GET /banned?clientid=a&username=b',
      status: 400,
      check: (body: { message: string }) => assert.equal(body.message, 'too_many_filters'),
    },
    { request: 'GET /banned?like_clientid=(', status: 400, code: 'BAD_REQUEST' },
    { request: 'POST /banned', who: 'viewerKey', body: { as: 'clientid', who: 'x' }, status: 403 },
    { request: 'DELETE /banned/peerhost_net/192.0.2.0%2F24', status: 204 },
    { request: 'DELETE /banned/clientid/nobody', status: 404, code: 'NOT_FOUND' },
    { request: 'DELETE /banned/mac/x', status: 400, code: 'BAD_REQUEST' },
    { request: 'DELETE /banned', status: 204 },
    {
      request: 'GET /banned',
      status: 200,
      check: (body: { data: Ban[] }) => assert.deepEqual(who(body), []),
    },
  ]);
});
