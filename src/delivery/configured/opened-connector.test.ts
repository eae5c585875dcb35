import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startDelivery } from '../../../test/support/delivery-scenario.ts';

test('tokens that the other side echoes are not kept, whether they are of the connector or of the request', async (t) => {
  const { connect, run, untilSettled, store, log } = startDelivery(t);
  const receiver = await connect(
    'web',
    { parameters: { path: '/send?key=token-of-action', headers: {}, body: '{}' } },
    { headers: { Authorization: 'Bearer token-of-connector' } },
  );
  receiver.answer = (request, response) => {
    response.writeHead(receiver.requests.length > 1 ? 200 : 400);
    response.end(`bad ${request.headers.authorization} at ${request.url}`);
  };
  run('http:web', 'c1');
  run('http:web', 'c2');
  const settled = await untilSettled(2);
  assert.deepEqual(settled.map(({ outcome }) => outcome).sort(), ['delivered', 'rejected']);
  const rows = store.prepare('SELECT * FROM delivery_attempts').all();
  assert.doesNotMatch(JSON.stringify(rows), /token-of/);
  assert.match(JSON.stringify(rows), /bad Bearer \*{6} at \/send\?key=\*{6}|bad \*{6} at \/send\?key=\*{6}/);
  const ids = store
    .prepare('SELECT id FROM deliveries')
    .all()
    .map(({ id }) => String(id));
  for (const id of ids) assert.doesNotMatch(JSON.stringify(log.get(id)), /token-of/);
});

test('a connector has as long for its answer as its settings say', async (t) => {
  const { connect, run, clock, untilSettled } = startDelivery(t);
  const receiver = await connect('web', {}, { request_timeout: '2s' });
  receiver.answer = () => undefined;
  run('http:web', 'c1');
  await receiver.received(1);
  await clock.advance(2000);
  const [settled] = await untilSettled(1);
  assert.deepEqual([settled?.outcome, settled?.reason], ['unavailable', 'no complete answer within 2 s']);
});
