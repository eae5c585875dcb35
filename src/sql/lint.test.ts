import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventOf, ruleOf } from '../../test/support/sql-event.ts';
import { sayIn, toJsonText } from './door.ts';

const disconnected = [
  'clientid',
  'username',
  'reason',
  'peername',
  'disconnected_at',
  'timestamp',
  'qos',
  'flags',
];
const columns = (topic: string) => (topic.startsWith('$events/') ? disconnected : undefined);

const seed = `SELECT clientid, username, format_date('millisecond', '+08:00', '%Y-%m-%d %H:%M:%S', disconnected_at) as disconnected_at,
  peername, reason FROM "$events/client/disconnected" WHERE reason != "normal"`;

test('the rule that alerts of clients gone offline does what its author meant, with one warning', () => {
  const rule = ruleOf(seed, { columns });
  assert.deepEqual(
    rule.warnings.map(({ message }) => message),
    [`"normal" is read as text; write 'normal'`],
  );
  const event = {
    clientid: 'c1',
    username: 'u1',
    reason: 'keepalive_timeout',
    peername: '10.0.0.9:4',
    disconnected_at: 1756465154714,
  };
  assert.equal(
    toJsonText(rule.evaluate(eventOf(event))),
    '[{"clientid":"c1","username":"u1","disconnected_at":"2025-08-29 18:59:14","peername":"10.0.0.9:4","reason":"keepalive_timeout"}]',
  );
  assert.deepEqual(rule.evaluate(eventOf({ ...event, reason: 'normal' })), []);
});

test('with strict quotes it never fires, as in EMQX', () => {
  const rule = ruleOf(seed, { columns, strictQuotes: true });
  assert.deepEqual(rule.evaluate(eventOf({ reason: 'kicked', disconnected_at: 1 })), []);
  assert.deepEqual(
    rule.warnings.map(({ code }) => code),
    ['unknownColumn'],
  );
});

/** Of the event `$events/client/disconnected`. */
const findings: readonly (readonly [string, readonly string[]])[] = [
  ['SELECT * FROM E WHERE "reason" = "normal"', [`"normal" is read as text; write 'normal'`]],
  ['SELECT reason as why FROM E WHERE "why" = \'a\'', []],
  ['SELECT * FROM E WHERE reason IN ("a", \'b\')', [`"a" is read as text; write 'a'`]],
  ['SELECT * FROM E WHERE NOT (reason = "a" OR qos + 1 = 2)', [`"a" is read as text; write 'a'`]],
  ['SELECT CASE WHEN reason = "a" THEN 1 END as x FROM E', [`"a" is read as text; write 'a'`]],
  ['SELECT CASE reason WHEN "a" THEN 1 END as x FROM E', [`"a" is read as text; write 'a'`]],
  ["SELECT reason =~ 'a/#' as x FROM E WHERE peername =~ '+/b'", []],
  ["SELECT * FROM E WHERE reason =~ 'a/#/b'", ["'a/#/b' is not a topic filter"]],
  ["SELECT reason =~ 'a+' as x FROM E", ["'a+' is not a topic filter"]],
  ['FOREACH flags as e INCASE e = "a" FROM E', [`"a" is read as text; write 'a'`]],
  [
    'SELECT upper("a") as x FROM E',
    ['a is not a column of $events/client/disconnected, it is always undefined'],
  ],
  [
    'SELECT reason = "a" as x FROM E',
    ['a is not a column of $events/client/disconnected, it is always undefined'],
  ],
  [
    'SELECT * FROM E WHERE "a" IN (reason)',
    ['a is not a column of $events/client/disconnected, it is always undefined'],
  ],
  [
    "SELECT * FROM E WHERE reasn = 'a'",
    [
      'reasn is not a column of $events/client/disconnected, it is always undefined, so this comparison is never true; did you mean reason?',
    ],
  ],
  [
    'SELECT clientId FROM E',
    [
      'clientId is not a column of $events/client/disconnected, it is always undefined; did you mean clientid?',
    ],
  ],
  ['SELECT nosuch FROM E, "t/#"', []],
  ['SELECT 1 as a, a + 1 as b FROM E WHERE b = 2', []],
  ['SELECT * FROM E WHERE 1 = 2', ['this condition is never true']],
  ["SELECT * FROM E WHERE qos = 1 AND 'a' = 'b'", ['this condition is never true']],
  ['SELECT * FROM E WHERE 1 = 2 OR false', ['this condition is never true']],
  ['SELECT * FROM E WHERE 1 = 1', []],
  ['SELECT * FROM E WHERE 1 = 2 OR qos = 1', []],
  [
    "SELECT * FROM E WHERE reason = 'a' AND qos = 1 AND reason = 'b'",
    ["reason cannot be 'a' and 'b' at the same time, so this condition is never true"],
  ],
  ["SELECT * FROM E WHERE reason = 'a' OR reason = 'b'", []],
  ["SELECT * FROM E WHERE qos = 1 AND qos = '1'", []],
  ['SELECT * FROM E WHERE qos = 1 AND qos = 1.0', []],
  ["SELECT * FROM E WHERE flags.a = 'x' AND flags.a != 'x'", ['this condition is never true']],
  ["SELECT * FROM E WHERE reason = 'a' AND reason != 'b'", []],
  ['SELECT * FROM E WHERE upper(reason)', ['this condition is never true']],
  ['SELECT * FROM E WHERE qos - 1 OR qos / 2', ['this condition is never true']],
  ["SELECT * FROM E WHERE regex_match(reason, 'a') AND proc_dict_get('k')", []],
  [
    'SELECT * FROM E WHERE flags.t > 5 AND flags.t < 3',
    ['flags.t cannot be > 5 and < 3 at the same time, so this condition is never true'],
  ],
  [
    'SELECT * FROM E WHERE 5.5 <= flags.t AND qos = 1 AND 5.5 > flags.t',
    ['flags.t cannot be >= 5.5 and < 5.5 at the same time, so this condition is never true'],
  ],
  [
    'SELECT * FROM E WHERE qos = 1 AND qos > 1',
    ['qos cannot be > 1 and 1 at the same time, so this condition is never true'],
  ],
  ['SELECT * FROM E WHERE qos >= 1 AND qos <= 1 AND qos > 0 AND qos < 9', []],
  ['SELECT * FROM E WHERE qos > 5 OR qos < 3', []],
  ["SELECT * FROM E WHERE qos > '5' AND qos < '3'", []],
  [
    'SELECT * FROM E WHERE TRUE',
    ['TRUE is not a column of $events/client/disconnected, it is always undefined; did you mean true?'],
  ],
  [
    'SELECT * FROM E WHERE username = null',
    [
      'null is not a column of $events/client/disconnected, it is always undefined, so this comparison is never true; did you mean is_null()?',
    ],
  ],
];

for (const [sql, messages] of findings) {
  test(`${sql} is warned of ${messages.length === 0 ? 'nothing' : messages.join(' and ')}`, () => {
    const rule = ruleOf(sql.replace('FROM E', 'FROM "$events/client/disconnected"'), { columns });
    assert.deepEqual(
      rule.warnings.map(({ message }) => message),
      messages,
    );
  });
}

test('a warning knows its place and can be said in Chinese', () => {
  const sql = 'SELECT * FROM "$events/client/disconnected" WHERE reason = "normal"';
  const [warning] = ruleOf(sql, { columns }).warnings;
  assert.ok(warning);
  assert.equal(sql.slice(warning.span.start, warning.span.end), '"normal"');
  assert.equal(sayIn('zh', warning.text), `"normal" 按文本处理；请写成 'normal'`);
});

test('warnings come in the order of the text, and no more than fifty of them', () => {
  const [first, second] = ruleOf('SELECT nosuch FROM "$events/a" WHERE reason = "x"', { columns }).warnings;
  assert.deepEqual([first?.code, second?.code], ['unknownColumn', 'quotedText']);
  const many = `SELECT * FROM "t" WHERE ${'topic = "a" OR '.repeat(100)}true`;
  assert.equal(ruleOf(many).warnings.length, 50);
});

test('text in double quotes is read as text also where the columns are not known', () => {
  const rule = ruleOf('SELECT topic FROM "t/#" WHERE topic = "t/a"');
  assert.equal(rule.evaluate(eventOf({ topic: 't/a' })).length, 1);
});

const doubted: readonly (readonly [call: string, messages: readonly string[]])[] = [
  [
    "schema_decode('nosuch', payload)",
    ['there is no schema nosuch, so this call fails; POST /schema_registry makes one'],
  ],
  [
    "schema_encode('pair_proto', payload.flat)",
    ['pair_proto is a Protobuf schema, so this call fails without the type of the message as last argument'],
  ],
  ["schema_decode('pair_proto', payload, 'Pair')", []],
  ["schema_check('pair_json', payload)", []],
  ['schema_decode(payload.s, payload)', []],
];

for (const [call, messages] of doubted) {
  test(`of ${call} is said: ${messages.join() || 'nothing'}`, () => {
    const { warnings } = ruleOf(`SELECT ${call} AS x FROM "t/#"`);
    assert.deepEqual(
      warnings.map(({ message }) => message),
      messages,
    );
  });
}
