import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aMessage, startScenario } from '../../test/support/rule-scenario.ts';

const sql = 'SELECT * FROM "t/#"';

test('a rule is answered as it was given, with what was made of it', (t) => {
  const { engine, actions, clock } = startScenario(t);
  actions.statuses.set('http:wecom', 'connected');
  const rule = engine.create({
    id: 'r',
    name: 'n',
    sql,
    actions: ['http:wecom', 'webhook:old', { function: 'console' }],
  });
  assert.deepEqual(rule, {
    id: 'r',
    name: 'n',
    sql,
    from: ['t/#'],
    actions: ['http:wecom', 'http:old', { function: 'console' }],
    action_details: [
      { type: 'http', name: 'wecom', status: 'connected' },
      { type: 'http', name: 'old', status: 'not_found' },
    ],
    enable: true,
    description: '',
    warnings: [],
    created_at: clock.now(),
    last_modified_at: clock.now(),
  });
  assert.deepEqual(engine.get('r'), rule);
  assert.equal(engine.get('nobody'), undefined);
});

test('a rule without an id gets eight hexadecimal digits', (t) => {
  const { engine } = startScenario(t);
  assert.match(engine.create({ sql }).id, /^[0-9a-f]{8}$/);
});

const refused: Array<[sql: string, message: RegExp]> = [
  ['SELECT FROM', /^syntax error: .*\n\n.*\n +\^/s],
  ['', /^syntax error/],
  ['DELETE * FROM "t"', /syntax error/],
  ['SELECT uper(clientid) as c FROM "t/#"', /unknown function uper\(\).*did you mean/s],
  ['SELECT upper() as c FROM "t/#"', /upper\(\) takes/],
  ['SELECT * FROM "$events/client/disconected"', /^line 1, column \d+: .*did you mean/],
  ['SELECT * FROM "t/#/a"', /not a topic filter/],
  ['SELECT * FROM "$events/schema_validation/failed"', /not available in this version/],
  ['SELECT * FROM "t/#", "$events/message_publish"', /write the topic filter/],
];

for (const [text, message] of refused) {
  test(`${text || 'empty SQL'} is refused, and the refusal says why`, (t) => {
    const { engine } = startScenario(t);
    assert.throws(() => engine.create({ sql: text }), { name: 'RuleError', code: 'BAD_REQUEST', message });
    assert.deepEqual(engine.list(), []);
  });
}

test('a refusal knows its place in the text', (t) => {
  const { engine } = startScenario(t);
  const message_zh = [
    '第 2 行，第 6 列：没有 $events/client/disconected 这个事件；是否想写 $events/client/disconnected？',
    '',
    '  FROM "$events/client/disconected"',
    '       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ].join('\n');
  assert.throws(() => engine.create({ sql: 'SELECT *\nFROM "$events/client/disconected"' }), {
    details: { line: 2, column: 6, suggestion: '$events/client/disconnected', message_zh },
  });
});

test('an id is taken once', (t) => {
  const { engine } = startScenario(t);
  engine.create({ id: 'r', sql });
  assert.throws(() => engine.create({ id: 'r', sql }), {
    code: 'BAD_REQUEST',
    message: 'rule id already exists',
  });
});

test('an update replaces the whole rule, keeps when it was created, and creates what is missing', async (t) => {
  const { engine, clock } = startScenario(t);
  const created = engine.create({ id: 'r', name: 'n', description: 'd', sql, actions: ['http:a'] });
  await clock.advance(5000);
  const updated = engine.update('r', { id: 'ignored', sql: 'SELECT 1 as one FROM "a"' });
  assert.deepEqual([updated.id, updated.name, updated.description, updated.actions], ['r', '', '', []]);
  assert.deepEqual(
    [updated.created_at, updated.last_modified_at],
    [created.created_at, created.created_at + 5000],
  );
  assert.equal(engine.update('new', { sql }).id, 'new');
});

test('an update that is refused leaves the rule at work', (t) => {
  const { engine, rule, broker, rows } = startScenario(t);
  rule('r', 'SELECT topic FROM "t/#"');
  assert.throws(() => engine.update('r', { sql: 'SELECT' }), { code: 'BAD_REQUEST' });
  broker.accept(aMessage());
  engine.drain();
  assert.deepEqual(rows(), [{ topic: 't/a' }]);
});

test('rules are listed by descending id', (t) => {
  const { engine } = startScenario(t);
  for (const id of ['b', 'c', 'a', 'B']) engine.create({ id, sql });
  assert.deepEqual(
    engine.list().map(({ id }) => id),
    ['c', 'b', 'a', 'B'],
  );
  assert.deepEqual(
    engine.list({ like_id: 'b' }).map(({ id }) => id),
    ['b'],
  );
});

test('a rule that is deleted is gone', (t) => {
  const { engine, broker } = startScenario(t);
  engine.create({ id: 'r', sql });
  assert.equal(engine.delete('r'), true);
  assert.equal(engine.delete('r'), false);
  assert.deepEqual([engine.get('r'), engine.metrics('r'), broker.watched], [undefined, undefined, []]);
});

test('rules are there again after a restart, and at work', (t) => {
  const { engine, rule, startEngine, broker, rows } = startScenario(t);
  rule('r', 'SELECT topic FROM "t/#"', { description: 'kept' });
  engine.configure({ ignore_sys_message: false });
  const before = engine.get('r');
  engine.close();
  broker.accept(aMessage());
  assert.deepEqual(broker.watched, []);

  const next = startEngine();
  t.after(() => next.close());
  assert.deepEqual(next.get('r'), before);
  assert.equal(next.settings().ignore_sys_message, false);
  broker.accept(aMessage({ topic: 't/later' }));
  next.drain();
  assert.deepEqual(rows(), [{ topic: 't/later' }]);
});

test('a stored rule that no longer compiles is listed with the reason, and can be repaired', (t) => {
  const { definitions, startEngine } = startScenario(t);
  definitions.put('rule', 'r', {
    name: '',
    sql: 'SELECT gone() as x FROM "t/#"',
    actions: [],
    enable: true,
    description: '',
  });
  const engine = startEngine();
  t.after(() => engine.close());
  assert.match(engine.get('r')?.warnings[0]?.message ?? '', /unknown function gone/);
  assert.deepEqual(engine.update('r', { sql }).warnings, []);
});

test('the rules that use an action are known, and can be made to forget it', (t) => {
  const { engine } = startScenario(t);
  engine.create({ id: 'b', sql, actions: ['http:a', 'http:b'] });
  engine.create({ id: 'a', sql, actions: ['http:a'] });
  engine.create({ id: 'c', sql, actions: ['http:c'] });
  assert.deepEqual(engine.using('http:a'), ['a', 'b']);
  engine.forget('http:a');
  assert.deepEqual(engine.using('http:a'), []);
  assert.deepEqual(engine.get('b')?.actions, ['http:b']);
});

test('the settings of the engine are kept', (t) => {
  const { engine } = startScenario(t);
  assert.deepEqual(engine.settings(), { ignore_sys_message: true, jq_function_default_timeout: 10_000 });
  assert.deepEqual(engine.configure({ jq_function_default_timeout: '1m' }), {
    ignore_sys_message: true,
    jq_function_default_timeout: 60_000,
  });
  assert.throws(() => engine.configure({ rules: [] }), { code: 'BAD_REQUEST' });
});

test('a rule warns of a schema that there is not, until there is one', (t) => {
  const { engine, schemas } = startScenario(t);
  engine.create({ id: 'r', sql: `SELECT schema_decode('reading', payload) as r, nosuch FROM "t"` });
  const codes = () => engine.get('r')?.warnings.map(({ code }) => code);
  assert.deepEqual(codes(), ['unknownSchema', 'unknownColumn']);
  schemas.create({ name: 'reading', type: 'json', source: '{}' });
  assert.deepEqual(codes(), ['unknownColumn']);
  schemas.delete('reading');
  assert.deepEqual(codes(), ['unknownSchema', 'unknownColumn']);
});
