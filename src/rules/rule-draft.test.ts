import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { parseRuleDraft, ruleDraft } from './rule-draft.ts';

const sql = 'SELECT * FROM "t/#"';
const republish = (args: unknown) => ({ sql, actions: [{ function: 'republish', args }] });

test('what is left out has its default', () => {
  assert.deepEqual(parseRuleDraft({ sql }), {
    id: undefined,
    definition: { name: '', sql, actions: [], enable: true, description: '' },
  });
});

test('the arguments of republish are completed', () => {
  const { definition } = parseRuleDraft(republish({ topic: 'a' }));
  assert.deepEqual(definition.actions, [
    {
      function: 'republish',
      args: {
        topic: 'a',
        qos: `\${qos}`,
        retain: `\${retain}`,
        payload: `\${payload}`,
        mqtt_properties: {},
        user_properties: `\${user_properties}`,
        direct_dispatch: false,
      },
    },
  ]);
});

test('a fixed QoS and switches may be written as text', () => {
  const args = { topic: 'a/${b}', qos: '2', retain: 'true', direct_dispatch: 'false' };
  assert.partialDeepStrictEqual(parseRuleDraft(republish(args)).definition.actions, [{ args }]);
});

test('what a script echoes of an answer is not read', () => {
  const echoed = { created_at: 'x', metrics: {}, node_status: [], from: 1, warnings: [], action_details: [] };
  assert.deepEqual(parseRuleDraft({ sql, ...echoed }), parseRuleDraft({ sql }));
});

test('console tolerates arguments', () => {
  parseRuleDraft({ sql, actions: [{ function: 'console', args: {} }, { function: 'console' }] });
});

const refused: Array<[unknown, RegExp]> = [
  [{}, /^sql: /],
  [null, /object/],
  ['x', /object/],
  [{ sql: 7 }, /^sql: /],
  [{ sql, id: '' }, /^id: must not be empty/],
  [{ sql, id: 7 }, /^id: /],
  [{ sql, id: 'a\nb' }, /^id: must not contain control characters/],
  [{ sql, enable: 'yes' }, /^enable: /],
  [{ sql, colour: 'red' }, /colour/],
  [{ sql, actions: ['wecom'] }, /^actions\.0: must be the id of an action/],
  [{ sql, actions: [7] }, /^actions\.0: /],
  [{ sql, actions: [{ function: 'mod:fun' }] }, /^actions\.0\.function: /],
  [republish({}), /^actions\.0\.args\.topic: /],
  [republish({ topic: '' }), /^actions\.0\.args\.topic: /],
  [republish({ topic: 'a/+' }), /^actions\.0\.args\.topic: must become a topic name/],
  [republish({ topic: 'a/${b}/#' }), /^actions\.0\.args\.topic: must become a topic name/],
  [republish({ topic: 'a', qos: 7 }), /^actions\.0\.args\.qos/],
  [republish({ topic: 'a', qos: 'two' }), /^actions\.0\.args\.qos/],
  [republish({ topic: 'a', retain: 'yes' }), /^actions\.0\.args\.retain/],
  [republish({ topic: 'a', colour: 1 }), /^actions\.0\.args: .*colour/],
  [republish({ topic: 'a', mqtt_properties: { 'Topic-Alias': '1' } }), /mqtt_properties: .*Topic-Alias/],
  [republish(undefined), /^actions\.0\.args: /],
  [{ sql: `SELECT ${'a'.repeat(70_000)} FROM "t"` }, /^sql: /],
];

for (const [body, message] of refused) {
  test(`${JSON.stringify(body).slice(0, 90)} is refused`, () => {
    assert.throws(() => parseRuleDraft(body), { code: 'BAD_REQUEST', message });
  });
}

test('the schema can be described to clients of the API', () => {
  const described = z.toJSONSchema(ruleDraft, { io: 'input' });
  assert.deepEqual(described.required, ['sql']);
});
