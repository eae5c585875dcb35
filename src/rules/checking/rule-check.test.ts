import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startScenario } from '../../../test/support/rule-scenario.ts';
import type { RuleProblem } from './rule-check.ts';

const DISCONNECTED = '"$events/client/disconnected"';

/** The statement with the first fix of a problem in it. */
function mended(sql: string, { fixes: [fix] }: RuleProblem): string | undefined {
  return fix && sql.slice(0, fix.start) + fix.insert + sql.slice(fix.end);
}

test('problems that can be mended without asking bring the change along', (t) => {
  const { engine } = startScenario(t);
  const cases: [sql: string, code: string, mended: string][] = [
    [`SELECT * FROM "$events/client_disconnected"`, 'legacyEvent', `SELECT * FROM ${DISCONNECTED}`],
    [
      `SELECT * FROM ${DISCONNECTED} WHERE reason != normal`,
      'unknownColumn',
      `SELECT * FROM ${DISCONNECTED} WHERE reason != 'normal'`,
    ],
    [
      `SELECT * FROM ${DISCONNECTED} WHERE reason != "normal"`,
      'quotedText',
      `SELECT * FROM ${DISCONNECTED} WHERE reason != 'normal'`,
    ],
    [`SELECT clientId FROM ${DISCONNECTED}`, 'unknownColumn', `SELECT clientid FROM ${DISCONNECTED}`],
    [
      `SELECT * FROM ${DISCONNECTED} WHERE reason = 'keepalive_timout'`,
      'unknownReason',
      `SELECT * FROM ${DISCONNECTED} WHERE reason = 'keepalive_timeout'`,
    ],
    [`SELECT uper(clientid) as c FROM "t/#"`, 'unknownFunction', `SELECT upper(clientid) as c FROM "t/#"`],
    [`SELECT clientid, FROM "t/#"`, 'trailingComma', `SELECT clientid FROM "t/#"`],
    [`SELECT * FROM "$events/client/disconected"`, 'unknownEvent', `SELECT * FROM ${DISCONNECTED}`],
  ];
  for (const [sql, code, expected] of cases) {
    const { errors, warnings } = engine.check({ sql });
    const problem = [...errors, ...warnings].find((found) => found.code === code);
    assert.ok(problem, `${sql}: ${JSON.stringify([errors, warnings])}`);
    assert.equal(mended(sql, problem), expected);
    assert.deepEqual(engine.check({ sql: expected }).errors, []);
    assert.match(problem.message_zh, /[\u4e00-\u9fff]/);
  }
});

test('what is wrong with outputs is told beside the SQL, and says where', (t) => {
  const { engine } = startScenario(t);
  const sql = `SELECT clientid FROM ${DISCONNECTED}`;
  const unknown = engine.check({ sql, actions: ['http:gone'], alert: { title: '${nam}' } });
  assert.deepEqual(unknown.errors, []);
  assert.deepEqual(unknown.row_names, ['clientid']);
  assert.deepEqual(
    unknown.warnings.map(({ code, at }) => [code, at]),
    [['unknownVariable', 'alert.title']],
  );
  const refused = engine.check({ sql, alert: { for: 'soon' } });
  assert.deepEqual(
    refused.errors.map(({ at }) => at),
    ['alert.for'],
  );
});

test('a row of a draft is really sent, and the delivery is named', async (t) => {
  const { engine, actions } = startScenario(t);
  actions.statuses.set('http:a', 'connected');
  const asker = { language: 'en', signal: new AbortController().signal, recorded: assert.fail } as const;
  const draft = {
    sql: `SELECT clientid FROM ${DISCONNECTED} WHERE reason != 'normal'`,
    actions: ['http:a', 'http:gone', { function: 'console' as const }],
  };
  const event = { event_type: 'client_disconnected', clientid: 'c9', reason: 'kicked' };
  assert.deepEqual(await engine.send({ ...draft, event }, asker), [
    { output: 'http:a', result: 'queued', delivery: 'delivery-1' },
    { output: 'http:gone', result: 'failed', reason: 'there is no such action' },
    { output: 'console', result: 'done' },
  ]);
  assert.deepEqual(actions.runs, [{ action: 'http:a', row: { clientid: 'c9' }, rule: 'sql_tester' }]);
  const good = { ...event, reason: 'normal' };
  await assert.rejects(engine.send({ ...draft, event: good }, asker), { code: 'NOT_MATCH' });
});
