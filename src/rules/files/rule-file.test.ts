import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mqtt } from '../../../test/support/rule-scenario.ts';
import { sqlHost } from '../../../test/support/sql-event.ts';
import { type Language, placeOf } from './file-problem.ts';
import { readRuleFiles } from './rule-file.ts';

const settings = { mqtt, host: sqlHost };

function read(...texts: string[]) {
  return readRuleFiles(
    texts.map((text, i) => ({ name: `${i + 1}.yaml`, text })),
    settings,
  );
}

/** Place, sentence, and the line with its caret. */
function problemsOf(text: string, language: Language = 'en'): string[] {
  return read(text).problems.map(
    (problem) => `${placeOf(problem)}: ${problem.say(language)}\n${problem.picture}`,
  );
}

test('a file holds the members of POST /rules, with the same defaults', () => {
  const { rules, problems } = read(
    'id: a\nsql: SELECT * FROM "t/#"\nactions: [http:x, { function: republish, args: { topic: u } }]\n',
  );
  assert.deepEqual(problems, []);
  const [rule] = rules;
  assert.deepEqual([rule?.file, rule?.id, rule?.definition.enable], ['1.yaml', 'a', true]);
  assert.equal(rule?.definition.actions.length, 2);
});

/** However the SQL is written, the caret stands below the word that is wrong. */
const styles: ReadonlyArray<[style: string, text: string, place: string, caret: string]> = [
  [
    'plain',
    'id: a\nsql: SELECT uper(clientid) FROM "t/#"',
    '2:13',
    '  sql: SELECT uper(clientid) FROM "t/#"\n              ^^^^',
  ],
  [
    'in single quotes',
    `id: a\nsql: 'SELECT ''a'' as b, uper(clientid) FROM "t/#"'`,
    '2:26',
    `                           ^^^^`,
  ],
  [
    'in double quotes',
    'id: a\nsql: "SELECT \\"a\\", uper(clientid) FROM \\"t/#\\""',
    '2:21',
    '                      ^^^^',
  ],
  [
    'in a literal block',
    'id: a\nsql: |\n  SELECT clientid,\n    uper(clientid)\n  FROM "t/#"\n',
    '4:5',
    '      uper(clientid)\n      ^^^^',
  ],
  [
    'in a folded block',
    'id: a\nsql: >-\n  SELECT clientid,\n  uper(clientid)\n  FROM "t/#"\n',
    '4:3',
    '    uper(clientid)\n    ^^^^',
  ],
  [
    'over several lines',
    'id: a\nsql: SELECT clientid,\n  uper(clientid)\n  FROM "t/#"\n',
    '3:3',
    '    uper(clientid)\n    ^^^^',
  ],
];

for (const [style, text, place, caret] of styles) {
  test(`a mistake in SQL that is written ${style} is shown at its place in the file`, () => {
    const [problem = ''] = problemsOf(text);
    assert.ok(problem.startsWith(`1.yaml:${place}: unknown function uper(); did you mean upper?\n`), problem);
    assert.ok(problem.endsWith(caret), problem);
  });
}

test('where the writing does not tell the place, the SQL itself is shown', () => {
  const [problem = ''] = problemsOf('id: a\nsql: "SELECT \\x75per(clientid) FROM \\"t/#\\""');
  assert.match(
    problem,
    /^1\.yaml:2:6: unknown function uper\(\).*\n {2}SELECT uper\(clientid\) FROM "t\/#"\n {9}\^{4}$/s,
  );
});

const refusals: ReadonlyArray<[text: string, en: RegExp, zh: RegExp]> = [
  ['id: a', /1:1: sql is missing; write it as sql: SELECT/, /缺少 sql/],
  ['sql: SELECT * FROM "t/#"', /1:1: id is missing; write it as id: my_rule/, /缺少 id/],
  ['', /1:1: the file must consist of members/, /文件应由成员组成/],
  ['- a', /1:1: the file must consist of members/, /文件应由成员组成/],
  [
    'id: a\nsql: SELECT * FROM "t/#"\nenabel: true',
    /3:1: there is no member enabel; did you mean enable\?\n.*\n {2}\^{6}$/,
    /是否想写 enable？/,
  ],
  ['id: a\nsql: SELECT * FROM "t/#"\nenable: maybe', /3:9: enable: .*boolean/, /3:9: enable：无效输入/],
  [
    'id: a\nsql: SELECT * FROM "t/#"\nactions: [wecom]',
    /3:11: actions\.0: must be the id of an action/,
    /应为动作的 id/,
  ],
  [
    'id: a\nsql: SELECT * FROM "t/#"\nactions: [{ function: republish, args: { topic: a, qos: 7 } }]',
    /3:57: actions\.0\.args\.qos: must be 0, 1, 2 or/,
    /应为 0、1、2/,
  ],
  ['id: a\n sql: x', /1:5: this is not valid YAML/, /不是有效的 YAML/],
  ['id: a\nsql: SELECT * FRM "t/#"', /2:15: expected .*FROM.*, found FRM/, /2:15: /],
  [
    'id: a\nsql: SELECT * FROM "$events/client/conected"',
    /2:20: there is no event .*; did you mean \$events\/client\/connected\?/,
    /没有 .* 这个事件/,
  ],
];

for (const [text, en, zh] of refusals) {
  test(`${JSON.stringify(text).slice(0, 90)} is refused with place, caret and one thing to do`, () => {
    const [problem = ''] = problemsOf(text);
    assert.match(problem, en);
    assert.match(problem, /\^$/);
    assert.match(problemsOf(text, 'zh')[0] ?? '', zh);
    assert.deepEqual(read(text).rules, []);
  });
}

test('two files with one id are a mistake of the second one', () => {
  const { rules, problems } = read('id: a\nsql: SELECT * FROM "t/#"', 'id: a\nsql: SELECT * FROM "u/#"');
  assert.equal(rules.length, 1);
  assert.deepEqual(
    problems.map((problem) => `${placeOf(problem)}: ${problem.say('en')}`),
    ['2.yaml:1:5: the rule a stands in 1.yaml already; give this one another id'],
  );
});

test('what lint says of the SQL stands at its place in the file', () => {
  const [rule] = read(
    'id: a\nsql: |\n  SELECT clientid\n  FROM "$events/client/connected"\n  WHERE usrname = 1',
  ).rules;
  const [warning] = rule?.warnings ?? [];
  assert.ok(warning);
  assert.equal(placeOf(warning), '1.yaml:5:9');
  assert.match(warning.say('en'), /did you mean username\?/);
  assert.match(warning.say('zh'), /是否想写 username/);
});

const offline = `id: a\nsql: SELECT clientid FROM "$events/client/disconnected"\n`;

const alertProblems: ReadonlyArray<[alert: string, problem: string]> = [
  [
    'alert: { for: 60x }',
    '3:15: alert.for: not a duration: write it like 15s, 500ms, 1m30s or 7d; a bare number is milliseconds\n  alert: { for: 60x }\n                ^^^',
  ],
  [
    'alert:\n  severty: warning',
    '4:3: there is no member severty; did you mean severity?\n    severty: warning\n    ^^^^^^^',
  ],
  [
    'alert:\n  group: { windw: 5s }',
    '4:12: there is no member windw; did you mean window?\n    group: { windw: 5s }\n             ^^^^^',
  ],
  [
    'alert:\n  escalate: { after: 0, notify: [a:b] }',
    '4:22: alert.escalate.after: must be longer than 0; who is to know at once stands in notify\n    escalate: { after: 0, notify: [a:b] }\n                       ^',
  ],
  [
    'alert:\n  resolve_on: client.conected',
    '4:15: alert.resolve_on: there is no event client.conected; did you mean client.connected?\n    resolve_on: client.conected\n                ^^^^^^^^^^^^^^^',
  ],
  [
    'alert:\n  resolve_on:\n    sql: |\n      SELECT clientid\n      FROM "$events/client/conected"',
    '7:12: there is no event $events/client/conected; did you mean $events/client/connected?\n        FROM "$events/client/conected"\n             ^^^^^^^^^^^^^^^^^^^^^^^^^',
  ],
  [
    'actions:\n  - function: alert\n    args:\n      resolve_on: clent.connected',
    '6:19: alert.resolve_on: there is no event clent.connected; did you mean client.connected?\n        resolve_on: clent.connected\n                    ^^^^^^^^^^^^^^^',
  ],
];

for (const [alert, problem] of alertProblems) {
  test(`${JSON.stringify(alert)} is refused at its place`, () => {
    assert.deepEqual(problemsOf(offline + alert), [`1.yaml:${problem}`]);
  });
}

test('a file holds the alert as it is written, with warnings at their places', () => {
  const alert = `alert:\n  title: Offline \${clientId}\n  for: 60s\n  resolve_on:\n    sql: |\n      SELECT clientid\n      FROM "t/#" WHERE "a" = topic\n`;
  const { rules, problems } = read(offline + alert);
  assert.deepEqual(problems, []);
  assert.deepEqual(rules[0]?.definition.alert, {
    title: `Offline \${clientId}`,
    for: '60s',
    resolve_on: { sql: 'SELECT clientid\nFROM "t/#" WHERE "a" = topic\n' },
  });
  assert.deepEqual(
    rules[0]?.warnings.map((warning) => `${placeOf(warning)} ${warning.say('en').slice(0, 30)}`),
    [`1.yaml:4:10 alert.title: \${clientId} is no`, '1.yaml:9:24 "a" is read as text; write \'a\''],
  );
});
