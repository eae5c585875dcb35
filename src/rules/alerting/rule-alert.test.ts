import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aMessage, startScenario } from '../../../test/support/rule-scenario.ts';
import type { RuleDraft, RuleError } from '../door.ts';

const offline = `SELECT clientid, reason FROM "$events/client/disconnected" WHERE reason != 'normal'`;
const title = `Device offline: \${clientid}`;

test('the alert of a rule is answered as it was written, and a GET can be PUT', (t) => {
  const { engine, alerts } = startScenario(t);
  const alert = { title, for: '60s', group: { by: ['listener'] }, notify: ['wecom:ops'], repeat: 1_800_000 };
  const created = engine.create({ id: 'r', sql: offline, alert });
  assert.deepEqual(created.alert, alert);
  assert.deepEqual(engine.get('r')?.alert, alert);
  const { created_at, last_modified_at, from, action_details, warnings, ...got } = created;
  const put = engine.update('r', { ...got, from, action_details, warnings } as RuleDraft);
  assert.deepEqual(put.alert, alert);
  assert.deepEqual(alerts.story, []);
  assert.partialDeepStrictEqual(alerts.defined.get('r')?.settings, { ...alert, severity: 'critical' });
});

test('an alert among the actions becomes the alert of the rule', (t) => {
  const { engine } = startScenario(t);
  const output = { function: 'alert', args: { title } } as const;
  const rule = engine.create({ id: 'r', sql: offline, actions: ['http:a', output] });
  assert.deepEqual([rule.actions, rule.alert], [['http:a'], { title }]);
  assert.throws(() => engine.update('r', { sql: offline, actions: [output], alert: { title } }), {
    message: 'actions.0: a rule has one alert: keep the member alert, or one output with the function alert',
  });
  assert.throws(
    () => engine.update('r', { sql: offline, actions: [output, output] }),
    /^RuleError: actions\.1: /,
  );
});

test('a rule that is kept has its alert after a restart', (t) => {
  const { engine, startEngine, alerts } = startScenario(t);
  engine.create({ id: 'r', sql: offline, alert: { title, for: '60s' } });
  alerts.defined.clear();
  const next = startEngine();
  t.after(() => next.close());
  assert.deepEqual(next.get('r')?.alert, { title, for: '60s' });
  assert.equal(alerts.defined.get('r')?.settings.for, '60s');
});

test('null is no alert; without one, disabled or deleted, the alerts of a rule are over', (t) => {
  const { engine, alerts } = startScenario(t);
  assert.equal(engine.create({ id: 'r', sql: offline, alert: null }).alert, undefined);
  engine.update('r', { sql: offline, alert: { title } });
  engine.update('r', { sql: offline, alert: { title, for: '5s' } });
  assert.deepEqual(alerts.story, []);
  engine.update('r', { sql: offline });
  engine.update('r', { sql: offline, alert: { title } });
  engine.update('r', { sql: offline, alert: { title }, enable: false });
  engine.update('r', { sql: offline, alert: { title } });
  engine.delete('r');
  assert.deepEqual(alerts.story, ['remove r', 'remove r', 'remove r']);
});

test('what it is called is the name of the rule, which is no template, or its id', (t) => {
  const { engine, alerts } = startScenario(t);
  engine.create({ id: 'r', name: `100 \${x}`, sql: offline, alert: {} });
  engine.create({ id: 's', sql: offline, alert: {} });
  assert.equal(alerts.defined.get('r')?.settings.title, `100 \${$}{x}`);
  assert.equal(alerts.defined.get('s')?.settings.title, 's');
});

test('a row raises it, with the client of the event whatever is selected', (t) => {
  const { engine, broker, alerts } = startScenario(t);
  engine.create({
    id: 'r',
    sql: `SELECT reason FROM "$events/client/disconnected"`,
    alert: { title, key: 'k' },
  });
  broker.disconnect('keepalive_timeout', { username: 'u', attributes: { site: 'hz' } });
  engine.drain();
  const [raised] = alerts.raised;
  assert.deepEqual(
    { ...raised, row: raised?.row.json([]) },
    {
      row: '{"reason":"keepalive_timeout"}',
      event: 'client.disconnected',
      at: Date.UTC(2026, 0, 1),
      subject: {
        clientId: 'dev-1',
        username: 'u',
        peerHost: '10.0.0.5',
        listener: 'tcp:default',
        node: 'tocsin@127.0.0.1',
        attributes: { site: 'hz' },
        reason: 'keepalive_timeout',
        sequence: 1,
      },
    },
  );
  assert.equal(engine.metrics('r')?.metrics['actions.success'], 1);
});

test('what is not raised counts as a failed action', (t) => {
  const { engine, broker, alerts } = startScenario(t);
  const { define } = alerts;
  alerts.define = (...about) => ({
    ...define.apply(alerts, about),
    raise: () => ({ kind: 'refused', reason: 'too many' }),
  });
  engine.create({ id: 'r', sql: 'SELECT * FROM "t/#"', alert: { title } });
  broker.accept(aMessage());
  engine.drain();
  assert.equal(engine.metrics('r')?.metrics['actions.failed.unknown'], 1);
});

const natures: ReadonlyArray<
  [sql: string, alert: object, isPresence: boolean, isCleared: boolean, quietAfter: number | undefined]
> = [
  [offline, {}, true, true, undefined],
  ['SELECT * FROM "$events/client_disconnected"', {}, true, true, undefined],
  [offline, { resolve_on: { after: '1h' } }, true, false, 3_600_000],
  [offline, { threshold: { count: 5, within: '1m' } }, false, false, 60_000],
  ['SELECT * FROM "$events/client/+"', {}, false, false, 600_000],
  ['SELECT * FROM "$events/client/disconnected", "t/#"', {}, false, false, 600_000],
  ['SELECT * FROM "t/#"', {}, false, false, 600_000],
  ['SELECT * FROM "t/#"', { absence: { after: '10m' } }, false, false, undefined],
  ['SELECT * FROM "t/#"', { resolve_on: { sql: 'SELECT * FROM "t/ok"' } }, false, true, undefined],
  ['SELECT * FROM "t/#"', { resolve_on: 'client_connected' }, false, true, undefined],
];

for (const [sql, alert, isPresence, isCleared, quietAfter] of natures) {
  test(`${sql} with ${JSON.stringify(alert)} ends ${isCleared ? 'by an event' : `after ${quietAfter}`}`, (t) => {
    const { engine, alerts } = startScenario(t);
    engine.create({ id: 'r', sql, alert });
    assert.deepEqual(alerts.defined.get('r')?.nature, {
      isPresence,
      isCleared,
      quietAfter,
      statement: sql,
    });
  });
}

const refused: ReadonlyArray<[alert: object, sentence: RegExp]> = [
  [{ severity: 'bad' }, /^alert\.severity: /],
  [{ colour: 'red' }, /^alert: .*colour/],
  [{ for: '5 minutes or so' }, /^alert\.for: not a duration/],
  [{ title: `\${a | jsom}` }, /^alert\.title: .*\(did you mean json\?\)/],
  [{ escalate: { after: 0, notify: ['a:b'] } }, /^alert\.escalate\.after: must be longer than 0/],
  [{ repeat: '0s' }, /^alert\.repeat: people would be told without end/],
  [{ repeat: 999 }, /^alert\.repeat: people would be told without end/],
  [{ resolve_on: { after: '0s' } }, /^alert\.resolve_on\.after: the alert would end when it begins/],
  [{ threshold: { count: 3, within: 0 } }, /^alert\.threshold\.within: must be longer than 0/],
  [{ absence: { after: 0 } }, /^alert\.absence\.after: must be longer than 0/],
  [
    { absence: { after: '1m' }, threshold: { count: 3, within: '1m' } },
    /^alert\.absence: rows that come and rows that stay away are two alerts/,
  ],
  [
    { resolve_on: 'client.conected' },
    /^alert\.resolve_on: there is no event client\.conected; did you mean client\.connected\?/,
  ],
  [
    { resolve_on: 'back' },
    /^alert\.resolve_on: there is no event back; name one as client\.connected, or write/,
  ],
];

for (const [alert, message] of refused) {
  test(`the alert ${JSON.stringify(alert)} is refused with its place`, (t) => {
    const { engine } = startScenario(t);
    assert.throws(() => engine.create({ id: 'r', sql: offline, alert }), { code: 'BAD_REQUEST', message });
    assert.equal(engine.get('r'), undefined);
  });
}

test('a mistake in the statement that ends it is told with its place in that statement', (t) => {
  const { engine } = startScenario(t);
  const sql = 'SELECT clientid\nFROM "$events/client/conected"';
  assert.throws(
    () => engine.create({ id: 'r', sql: offline, alert: { resolve_on: { sql } } }),
    ({ message, details }: RuleError) => {
      assert.match(message, /^alert\.resolve_on\.sql: .*did you mean \$events\/client\/connected/s);
      assert.match(details.message_zh ?? '', /^alert\.resolve_on\.sql：/);
      assert.deepEqual([details.at, details.line, details.column], ['alert.resolve_on.sql', 2, 6]);
      return true;
    },
  );
});

test('what a rule heard while it had an alert raises none when it has none any more', (t) => {
  let now = 0;
  // Each evaluation takes more than a turn has.
  const { engine, broker, alerts } = startScenario(t, { milliseconds: () => (now += 30) });
  engine.create({ id: 'r', sql: offline, alert: { title } });
  for (let n = 0; n < 4; n++) broker.disconnect('tcp_closed', { clientId: `dev-${n}` });
  engine.update('r', { sql: offline });
  engine.close();
  assert.equal(alerts.story.at(-1), 'remove r');
});
