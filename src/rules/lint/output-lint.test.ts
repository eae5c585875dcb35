import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startScenario } from '../../../test/support/rule-scenario.ts';
import { lintOutputs } from './output-lint.ts';
import { mayMatch } from './republish-loop.ts';

const republish = (args: object) => ({ function: 'republish', args: { topic: 'out', ...args } }) as const;

function codes(warnings: ReadonlyArray<{ code: string; at?: string | undefined }>): string[] {
  return warnings.map(({ code, at }) => `${code} ${at}`);
}

const variables: ReadonlyArray<[sql: string, args: object, warnings: string[]]> = [
  ['SELECT clientid, payload FROM "t/#"', { topic: `out/\${clientid}` }, []],
  [
    'SELECT clientid, payload FROM "t/#"',
    { topic: `out/\${client}` },
    ['unknownVariable actions.0.args.topic'],
  ],
  ['SELECT clientid FROM "t/#"', {}, ['unknownVariable actions.0.args.payload']],
  ['SELECT * FROM "t/#"', { payload: `\${.}\${topic}\${payload.x.y}\${$}{free}` }, []],
  ['SELECT clientid FROM "t/#"', { payload: `\${topci:-none}` }, []],
  ['SELECT * FROM "t/#"', { payload: `\${tpic}` }, ['unknownVariable actions.0.args.payload']],
  ['SELECT payload.x as a.b FROM "t/#"', { payload: `\${a.b}` }, []],
  ['SELECT payload.x FROM "t/#"', { payload: `\${payload.x}` }, []],
  [
    'FOREACH payload.s as s DO s.n as n FROM "t/#"',
    { payload: `\${n} \${s}` },
    ['unknownVariable actions.0.args.payload'],
  ],
  ['FOREACH payload.s as s FROM "t/#"', { payload: `\${s} \${clientid}` }, []],
  [
    'SELECT 1 as x FROM "t/#"',
    { payload: '', mqtt_properties: { 'Content-Type': `\${kind}` } },
    ['unknownVariable actions.0.args.Content-Type'],
  ],
];

for (const [sql, args, expected] of variables) {
  test(`${sql} with ${JSON.stringify(args)}: ${expected.join(', ') || 'no warning'}`, (t) => {
    const { engine } = startScenario(t);
    const { warnings } = engine.create({ id: 'r', sql, actions: [republish(args)] });
    assert.deepEqual(codes(warnings), expected);
    assert.deepEqual(engine.get('r')?.warnings, warnings, 'also when it is read');
  });
}

test('rules that republish into each other are warned about, also over a third one and through templates', (t) => {
  const { engine } = startScenario(t);
  const rule = (id: string, from: string, topic: string, more = {}) =>
    engine.create({ id, sql: `SELECT * FROM "${from}"`, actions: [republish({ topic, ...more })] });
  assert.deepEqual(rule('a', 'a/#', 'b/1').warnings, []);
  assert.deepEqual(rule('b', 'b/+', `c/\${topic}`).warnings, []);
  const [warning] = rule('c', 'c/#', 'a/x').warnings;
  assert.match(warning?.message ?? '', /by way of a → b; change a topic/);
  assert.match(engine.get('a')?.warnings[0]?.message ?? '', /by way of b → c;/);
  rule('alone', 'self/#', 'self/x');
  assert.deepEqual(engine.get('alone')?.warnings, [], 'a rule does not see its own messages');
  engine.update('c', {
    sql: 'SELECT * FROM "c/#"',
    actions: [republish({ topic: 'a/x', direct_dispatch: true })],
  });
  assert.deepEqual(engine.get('a')?.warnings, []);
});

const matches: ReadonlyArray<[template: string, filter: string, may: boolean]> = [
  ['a/b', 'a/b', true],
  ['a/b', 'a/+', true],
  ['a/b', 'a/b/c', false],
  ['a', 'a/#', true],
  [`a/\${x}`, 'a/b', true],
  [`a/\${x}`, 'b/#', false],
  [`\${topic}`, 'x/y/z', true],
  [`a/\${x}/c`, 'a/+/+/c', true],
  [`a/\${x}/c`, 'a/b/d', false],
];

for (const [template, filter, may] of matches) {
  test(`${template} ${may ? 'may' : 'cannot'} match ${filter}`, () =>
    assert.equal(mayMatch(template, filter), may));
}

test('what an action knows by itself needs no SELECT', () => {
  const actions = {
    templates: () => [
      { name: 'parameters.sql', text: `\${delivery.id} \${other.id}`, ownNames: ['delivery'] },
    ],
  };
  const warnings = lintOutputs(['pgsql:store'], new Set(['clientid']), actions);
  assert.deepEqual(codes(warnings), ['unknownVariable actions.0 pgsql:store parameters.sql']);
  assert.match(warnings[0]?.message ?? '', /other/);
});
