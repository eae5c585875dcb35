import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { command, runRuleTestsOf as run } from '../../../test/support/rule-test-run.ts';

const offline =
  'id: offline\nsql: SELECT clientid, reason FROM "$events/client/disconnected" WHERE reason != \'normal\'\n';
const cases = `tests:
  - name: kicked
    event: { event_type: client_disconnected, clientid: c1, reason: kicked }
    row: { clientid: c1, reason: kicked }
  - name: says good-bye
    event: { event_type: client_disconnected, reason: normal }
    expect: no match
`;

test('tests that lie beside a rule run without a broker, and all pass: 0', async (t) => {
  const { code, out, error } = await run(t, { 'offline.yaml': offline, 'offline.test.yaml': cases });
  assert.deepEqual([code, error], [0, '']);
  assert.equal(out, ' ✓ offline › kicked  T ms\n ✓ offline › says good-bye  T ms\n\n 2 passed\n');
});

test('a rule that is named alone brings its tests, a file of tests its rule', async (t) => {
  const { directory } = await run(t, { 'offline.yaml': offline, 'offline.test.yaml': cases });
  for (const name of ['offline.yaml', 'offline.test.yaml']) {
    const { code, out } = await command(['rules', 'test', '-f', join(directory, name)], directory);
    assert.equal(code, 0, out);
    assert.match(out, /2 passed/);
  }
});

test('a test that fails shows path by path what differs, where the case stands, and gives 5', async (t) => {
  const { code, out } = await run(t, {
    'up.test.yaml': `sql: SELECT payload.x as x, payload.o as o, topic FROM "up/#" WHERE payload.x > 1
tests:
  - name: differs
    event: { event_type: message_publish, topic: up/1, payload: { x: 2, o: { a: [1, 2] } } }
    row: { x: 3, o: { a: [1, 3], b: c }, topic: up/1, more: 1 }
  - name: where
    event: { event_type: message_publish, topic: up/1, payload: { x: 1 } }
    contains: { x: 1 }
  - name: from
    event: { event_type: message_publish, topic: down/1, payload: { x: 2 } }
    contains: { x: 2 }
  - name: quiet
    event: { event_type: message_publish, topic: up/1, payload: { x: 4 } }
    expect: no match
  - name: fails
    event: { event_type: message_publish, topic: up/1, payload: no JSON }
    row: { x: 2 }
  - name: fails as expected
    event: { event_type: message_publish, topic: up/1, payload: no JSON }
    error: decode_json_failed
`,
  });
  assert.equal(code, 5);
  assert.equal(
    out,
    ` ✗ up › differs  T ms  up.test.yaml:3
     x: expected 3, got 2
     o.a[2]: expected 3, got 2
     o.b: expected "c", and it is not there
     more: expected 1, and it is not there
     the row: {"x":2,"o":{"a":[1,2]},"topic":"up/1"}
 ✗ up › where  T ms  up.test.yaml:6
     expected a row
     condition 1/1 is false: payload.x = 1, expected > 1
 ✗ up › from  T ms  up.test.yaml:9
     expected a row
     FROM "up/#" does not hear message.publish "down/1"
 ✗ up › quiet  T ms  up.test.yaml:12
     expected no match
     got a row
     the row: {"x":4,"o":"undefined","topic":"up/1"}
 ✗ up › fails  T ms  up.test.yaml:15
     expected a row
     the statement fails: payload.x (line 1, column 8): decode_json_failed
 ✓ up › fails as expected  T ms

 1 passed, 5 failed
`,
  );
});

test('several rows are compared one by one, with their number', async (t) => {
  const { code, out } = await run(t, {
    'each.test.yaml': `sql: FOREACH payload.s as s DO s.n as n FROM "up/#"
tests:
  - event: { event_type: message_publish, topic: up/1, payload: { s: [{ n: 1 }, { n: 2 }] } }
    rows: [{ n: 1 }, { n: 2 }]
  - event: { event_type: message_publish, topic: up/1, payload: { s: [{ n: 1 }, { n: 2 }] } }
    rows: [{ n: 1 }, { n: 3 }]
  - event: { event_type: message_publish, topic: up/1, payload: { s: [] } }
    rows: []
  - event: { event_type: message_publish, topic: up/1, payload: { s: [{ n: 1 }] } }
    rows: [{ n: 1 }, { n: 3 }]
`,
  });
  assert.equal(code, 5);
  assert.match(out, /✓ each › 1 {2}/);
  assert.match(out, /✗ each › 2 .*\n {5}row 2\n {5}n: expected 3, got 2\n {5}the row: \{"n":2\}/);
  assert.match(out, /✓ each › 3 {2}/);
  assert.match(out, /✗ each › 4 .*\n {5}expected 2 rows\n {5}got a row\n/);
});

test('the clock of a test stands still, and payloads keep their floats', async (t) => {
  const { code, out } = await run(t, {
    'now.test.yaml': `sql: SELECT timestamp, now_timestamp() as s, uuid_v4() as id, payload.x as x FROM "t/#"
tests:
  - event: { event_type: message_publish, topic: t/1, payload: { x: 4.0 } }
    row: { timestamp: 1767225600000, s: 1767225600, id: 00000000-0000-4000-8000-000000000000, x: 4.0 }
  - now: 2026-02-01T00:00:00Z
    event: { event_type: message_publish, topic: t/1, payload: { x: 4 } }
    contains: { s: 1769904000, x: 4 }
`,
  });
  assert.equal(code, 0, out);
});

test('a file or a rule that is wrong is told with file, line and caret, and gives 1 in both languages', async (t) => {
  const files = {
    'a.yaml': 'id: a\nsql: SELECT uper(clientid) as c FROM "t/#"\n',
    'a.test.yaml': 'tests:\n  - event: { event_type: message_publsh }\n    expect: no match\n',
  };
  const { code, out } = await run(t, files);
  assert.equal(code, 1);
  assert.match(
    out,
    / ✗ error a\.yaml:2:13: unknown function uper\(\); did you mean upper\?\n {7}sql: SELECT uper.*\n {19}\^{4}\n/,
  );
  assert.match(
    out,
    /a\.test\.yaml:2:26: there is no event_type message_publsh; did you mean message_publish\?/,
  );
  assert.match(out, /0 passed, 2 files or rules with an error/);
  const zh = await run(t, files, { language: 'zh' });
  assert.match(zh.out, / ✗ 错误 a\.yaml:2:13: 未知函数 uper\(\)；是否想写 upper？/);
  assert.match(zh.out, /没有 message_publsh 这个 event_type，是否想写 message_publish？/);
});

const wrongTests: ReadonlyArray<[text: string, sentence: RegExp]> = [
  ['tests: []', /1:1: there are no tests in it/],
  ['tests: 7', /1:8: tests must be a list/],
  ['test: []', /1:1: there is no member test; did you mean tests\?/],
  ['sql: SELECT * FROM "t/#"\nrule: x.yaml\ntests: [{}]', /2:7: the rule is named twice/],
  ['tests: [{}]', /there is no rule to test: .*x\.yaml does not exist/],
  ['rule: y.yaml\ntests: [{}]', /1:7: there is no rule to test: .*y\.yaml does not exist/],
  [
    'sql: SELECT * FROM "t/#"\ntests: [{ expect: no match }]',
    /2:9: event is missing; write it as event: \{ event_type/,
  ],
  ['sql: SELECT * FROM "t/#"\ntests: [{ event: {}, expect: no match }]', /2:18: event_type is missing/],
  [
    'sql: SELECT * FROM "t/#"\ntests: [{ event: { event_type: message_publish } }]',
    /2:9: say what is expected, by one of row, rows/,
  ],
  [
    'sql: SELECT * FROM "t/#"\ntests: [{ event: { event_type: message_publish }, row: {}, error: x }]',
    /2:60: say what is expected/,
  ],
  [
    'sql: SELECT * FROM "t/#"\ntests: [{ event: { event_type: message_publish }, expect: nothing }]',
    /2:59: expect takes: no match/,
  ],
  [
    'sql: SELECT * FROM "t/#"\ntests: [{ event: { event_type: message_publish }, rows: { a: 1 } }]',
    /2:57: rows takes a list of rows/,
  ],
  [
    'sql: SELECT * FROM "t/#"\ntests: [{ event: { event_type: message_publish }, row: 1 }]',
    /2:56: row must be a map/,
  ],
  [
    'sql: SELECT * FROM "t/#"\ntests: [{ event: { event_type: message_publish, tpic: 1 }, row: {} }]',
    /2:49: message_publish has no column tpic; did you mean topic\?/,
  ],
  [
    'sql: SELECT * FROM "t/#"\ntests: [{ now: soon, event: { event_type: message_publish }, row: {} }]',
    /2:16: now takes a time such as/,
  ],
  [
    'sql: SELECT * FORM "t/#"\ntests: [{ event: { event_type: message_publish }, row: {} }]',
    /1:15: expected .*, found FORM/,
  ],
];

for (const [text, sentence] of wrongTests) {
  test(`${JSON.stringify(text).slice(0, 100)} is no file of tests`, async (t) => {
    const { code, out } = await run(t, { 'x.test.yaml': text });
    assert.equal(code, 1);
    assert.match(out, sentence);
    assert.match(out, /\^/);
  });
}

test('warnings are printed at their place and fail nothing', async (t) => {
  const { code, out } = await run(t, {
    'offline.yaml': offline.replace("'normal'", '"normal"'),
    'offline.test.yaml': cases,
  });
  assert.equal(code, 0);
  assert.match(out, / ! warning offline\.yaml:2:81: "normal" is read as text; write 'normal'\n.*\n +\^/);
  assert.match(out, /2 passed, 1 warning/);
});

test('so are warnings about outputs', async (t) => {
  const { code, out } = await run(t, {
    'offline.yaml': `${offline}actions:\n  - { function: republish, args: { topic: 'a/\${clientId}', payload: x } }\n`,
    'offline.test.yaml': cases,
  });
  assert.equal(code, 0);
  assert.match(
    out,
    / ! warning offline\.yaml:4:43: actions\.0\.args\.topic: .*did you mean \$\{clientid\}\?\n.*\n +\^{15}/,
  );
});

test('nothing to test is an error with a sentence', async (t) => {
  const nothing = await run(t, {});
  assert.equal(nothing.code, 1);
  assert.match(
    nothing.error,
    /^No rules and no tests were found in .*Name a directory or files with -f\.\n$/,
  );
  const noTests = await run(t, { 'offline.yaml': offline });
  assert.equal(noTests.code, 1);
  assert.match(noTests.error, /^One rule was checked, and there are no tests\./);
  const missing = await command(['rules', 'test', '-f', '/nowhere/at/all']);
  assert.equal(missing.code, 1);
  assert.match(missing.out, / ✗ error \/nowhere\/at\/all: the file cannot be read \(ENOENT\)/);
});

test('--junit writes what build servers read', async (t) => {
  const file = join(tmpdir(), `tocsin-junit-${process.pid}.xml`);
  t.after(() => rmSync(file, { force: true }));
  const failing = cases.replace(
    'row: { clientid: c1, reason: kicked }',
    'row: { clientid: c1, reason: "<&>" }',
  );
  const { directory } = await run(
    t,
    { 'offline.yaml': offline, 'offline.test.yaml': failing, 'b.yaml': 'id: b' },
    { flags: ['--junit', file] },
  );
  const xml = readFileSync(file, 'utf8')
    .replaceAll(`${directory}/`, '')
    .replace(/time="[\d.]+"/g, 'time="T"');
  assert.equal(
    xml,
    `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="tocsin rules test" tests="3" failures="1" errors="1" time="T"><testsuite name="offline" file="offline.test.yaml" tests="2" failures="1" errors="0" time="T"><testcase name="kicked" classname="offline" file="offline.test.yaml" line="2" time="T"><failure message="reason: expected &quot;&lt;&amp;&gt;&quot;, got &quot;kicked&quot;">reason: expected &quot;&lt;&amp;&gt;&quot;, got &quot;kicked&quot;&#10;the row: {&quot;clientid&quot;:&quot;c1&quot;,&quot;reason&quot;:&quot;kicked&quot;}</failure></testcase>
<testcase name="says good-bye" classname="offline" file="offline.test.yaml" line="5" time="T"/></testsuite>
<testsuite name="b.yaml" file="b.yaml" tests="1" failures="0" errors="1" time="T"><testcase name="b.yaml" classname="b.yaml" file="b.yaml" line="1" time="T"><error message="sql is missing; write it as sql: SELECT clientid FROM &quot;$events/client/connected&quot;">b.yaml:1:1: sql is missing; write it as sql: SELECT clientid FROM &quot;$events/client/connected&quot;&#10;  id: b&#10;  ^^^^^</error></testcase></testsuite></testsuites>
`,
  );
  const refused = await command([
    'rules',
    'test',
    '-f',
    fileURLToPath(examples),
    '--junit',
    '/nowhere/x.xml',
  ]);
  assert.equal(refused.code, 1);
  assert.match(refused.error, /^Cannot write \/nowhere\/x\.xml \(ENOENT\)/);
});

test('--json prints one object', async (t) => {
  const { code, out } = await run(
    t,
    { 'offline.yaml': offline, 'offline.test.yaml': cases },
    { flags: ['--json'] },
  );
  assert.equal(code, 0);
  const { tests, errors, warnings } = JSON.parse(out) as Record<string, Record<string, unknown>[]>;
  assert.deepEqual([tests?.length, errors, warnings], [2, [], []]);
  assert.deepEqual(
    { ...tests?.[0], duration_ms: 0 },
    {
      rule: 'offline',
      name: 'kicked',
      file: 'offline.test.yaml',
      line: 2,
      passed: true,
      duration_ms: 0,
      details: [],
    },
  );
});

const examples = new URL('../../../examples/rules', import.meta.url);

test('the example keeps what its tests say, without a warning', async () => {
  const { code, out } = await command(['rules', 'test', '-f', fileURLToPath(examples)]);
  assert.equal(code, 0, out);
  assert.match(out, /\n 9 passed\n$/);
});

const wrongCalls: ReadonlyArray<[argv: string[], sentence: string]> = [
  [
    ['rules'],
    'Say what to do: tocsin rules test | ls | show | explain | enable | disable | rm | create | edit | backtest',
  ],
  [['rules', 'tset'], 'There is no command rules tset; did you mean rules test?'],
  [['rules', 'test', '--junt', 'x'], 'There is no option --junt; did you mean --junit?'],
  [['rules', 'test', '--junit'], 'The option --junit <file> needs a value'],
];

for (const [argv, sentence] of wrongCalls) {
  test(`tocsin ${argv.join(' ')} is refused in words`, async () => {
    const { code, error } = await command(argv);
    assert.equal(code, 2);
    assert.equal(
      error,
      `${sentence}\ntry: tocsin ${argv.includes('test') ? 'rules test' : 'rules'} --help\n`,
    );
  });
}
