import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aClient, aMessage, startScenario } from '../../test/support/rule-scenario.ts';

const seed = `SELECT clientid, username,
  format_date('millisecond', '+08:00', '%Y-%m-%d %H:%M:%S', disconnected_at) as disconnected_at, peername, reason
FROM "$events/client/disconnected"
WHERE reason != "normal"`;

test('a client that is kicked makes a row, one that leaves does not, and the author hears of the double quotes', (t) => {
  const { rule, broker, engine, rows } = startScenario(t);
  const { warnings } = rule('offline', seed);
  assert.deepEqual(
    warnings.map(({ code, line, column }) => ({ code, line, column })),
    [{ code: 'quotedText', line: 4, column: 17 }],
  );
  assert.match(warnings[0]?.message ?? '', /'normal'/);
  assert.match(warnings[0]?.message_zh ?? '', /\p{Script=Han}/u);

  broker.disconnect('normal');
  broker.disconnect('kicked');
  engine.drain();
  assert.deepEqual(rows(), [
    {
      clientid: 'dev-1',
      username: 'undefined',
      disconnected_at: '2026-01-01 08:00:00',
      peername: '10.0.0.5:50122',
      reason: 'kicked',
    },
  ]);
});

test('with strict quotes the same rule waits for a column called normal, as in EMQX', (t) => {
  const { rule, broker, engine, rows } = startScenario(t, { strictQuotes: true });
  rule('offline', seed);
  broker.disconnect('kicked');
  engine.drain();
  assert.deepEqual(rows(), []);
});

const firings: Array<[from: string, firings: number]> = [
  ['"$events/client/disconnected"', 1],
  ['"$events/client_disconnected"', 1],
  ['"$events/#"', 1],
  ['"$events/client/+"', 1],
  ['"$events/client/disconnected", "$events/#"', 2],
  ['"$events/client/disconnected", "$events/client_disconnected"', 2],
  ['"$events/client/connected"', 0],
  ['"#"', 0],
  ['"+/client/disconnected"', 0],
];

for (const [from, times] of firings) {
  test(`FROM ${from} fires ${times} times for a client that disconnects`, (t) => {
    const { rule, broker, engine, rows } = startScenario(t);
    rule('r', `SELECT event FROM ${from}`);
    broker.disconnect('kicked');
    engine.drain();
    assert.deepEqual(rows(), Array(times).fill({ event: 'client.disconnected' }));
  });
}

test('a message fires once however many filters match it', (t) => {
  const { rule, broker, engine, rows } = startScenario(t);
  rule('r', 'SELECT topic FROM "t/#", "t/+", "t/a", "t/b", "#"');
  broker.accept(aMessage({ topic: 't/a' }));
  broker.accept(aMessage({ topic: 't/a' }));
  engine.drain();
  assert.deepEqual(rows(), [{ topic: 't/a' }, { topic: 't/a' }]);
});

test('a rule may read messages and events', (t) => {
  const { rule, broker, engine, rows } = startScenario(t);
  rule('r', 'SELECT event FROM "t/#", "$events/client/disconnected"');
  broker.accept(aMessage());
  broker.disconnect('kicked');
  engine.drain();
  assert.deepEqual(rows(), [{ event: 'message.publish' }, { event: 'client.disconnected' }]);
});

test('each event asks for its own columns under a wildcard', (t) => {
  const { rule, broker, engine, rows } = startScenario(t);
  rule('r', 'SELECT reason, topic FROM "$events/#"');
  broker.disconnect('kicked');
  broker.emit({
    name: 'session.subscribed',
    at: 0,
    client: aClient,
    filter: 't/#',
    qos: 0,
    properties: {},
  });
  engine.drain();
  assert.deepEqual(rows(), [
    { reason: 'kicked', topic: 'undefined' },
    { reason: 'undefined', topic: 't/#' },
  ]);
});

test('an event that no enabled rule names is not asked for', (t) => {
  const { rule, broker, engine } = startScenario(t);
  rule('e', 'SELECT * FROM "$events/client/connected"');
  rule('m', 'SELECT * FROM "t/#"');
  const wanted = () => Object.entries(broker.events).flatMap(([name, port]) => (port.wanted ? name : []));
  assert.deepEqual([wanted(), broker.watched], [['client.connected'], ['t/#']]);
  engine.update('e', { sql: 'SELECT * FROM "$events/client/connack"' });
  engine.update('m', { sql: 'SELECT * FROM "t/#"', enable: false });
  assert.deepEqual([wanted(), broker.watched], [['client.connack'], []]);
  engine.delete('e');
  assert.deepEqual(wanted(), []);
});

test('system messages reach a rule only when they are not ignored', (t) => {
  const { rule, broker, engine, rows } = startScenario(t);
  rule('r', 'SELECT topic FROM "$SYS/#"');
  broker.accept(aMessage({ topic: '$SYS/a' }));
  engine.configure({ ignore_sys_message: false });
  broker.accept(aMessage({ topic: '$SYS/b' }));
  engine.drain();
  assert.deepEqual(rows(), [{ topic: '$SYS/b' }]);
});

test('FOREACH hands each element to the actions', (t) => {
  const { rule, broker, engine, rows } = startScenario(t);
  rule('r', `FOREACH payload.m as e DO e.n as n INCASE e.v > 5 FROM "t/#"`);
  const payload = Buffer.from('{"m":[{"n":"a","v":3},{"n":"b","v":9},{"n":"c","v":7}]}');
  broker.accept(aMessage({ payload }));
  engine.drain();
  assert.deepEqual(rows(), [{ n: 'b' }, { n: 'c' }]);
});

test('SELECT * brings all columns and the id of the rule', (t) => {
  const { rule, broker, engine, rows } = startScenario(t);
  rule('r', 'SELECT * FROM "$events/client/disconnected"');
  broker.disconnect('kicked');
  engine.drain();
  const [row] = rows() as Array<Record<string, unknown>>;
  assert.deepEqual(row?.metadata, { rule_id: 'r' });
  assert.equal(row?.closed_by, 'network');
  assert.equal(row?.username, 'undefined');
});
