import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTable, startApi } from '../../../test/support/api-scenario.ts';
import { startScenario } from '../../../test/support/rule-scenario.ts';
import { RuleExplanation } from '../contract.ts';

const event = { event_type: 'client_disconnected', reason: 'kicked' };
const sql = `SELECT clientid, 6 / 2 as ratio FROM "$events/client/disconnected" WHERE reason != 'normal' AND NOT (qos IN (1, 2))`;

test('explanations answer what their schema says, as the engine wrote it', async (t) => {
  const { engine, actions } = startScenario(t);
  actions.statuses.set('http:a', 'connected');
  const api = await startApi(t, { rules: engine });
  const republish = { function: 'republish', args: { topic: 't' } };
  const outputs = ['http:a', 'http:none', republish, { function: 'console' }];
  await api.send('POST /rules', { body: { id: 'r', sql, actions: outputs } });
  const failing = 'FOREACH payload.a as e DO upper(e) as e INCASE e > 1 FROM "t/#"';
  const lists = { event_type: 'message_publish', payload: '{"a":[0,1,2]}' };
  await checkTable(api, [
    { request: 'POST /rules/r/explain', body: { event }, status: 200, answer: RuleExplanation },
    {
      request: 'POST /rule_explain',
      body: { sql, actions: outputs, event: { event_type: 'client_connected' } },
      status: 200,
      answer: RuleExplanation,
      check: ({ outcome }: RuleExplanation) => assert.equal(outcome, 'not_heard'),
    },
    {
      request: 'POST /rule_explain',
      body: { sql: failing, event: lists },
      status: 200,
      answer: RuleExplanation,
      check: ({ outcome }: RuleExplanation) => assert.equal(outcome, 'failed'),
    },
    { request: 'POST /rules/zz/explain', body: { event }, status: 404, code: 'RULE_NOT_FOUND' },
    { request: 'POST /rules/r/explain', body: {}, status: 400, code: 'BAD_REQUEST' },
    { request: 'POST /rules/r/explain', body: { event, wait: '1s' }, status: 400, code: 'BAD_REQUEST' },
    { request: 'POST /rule_explain', body: { sql: 'SELECT', event }, status: 400, code: 'BAD_REQUEST' },
  ]);
  const { text } = await api.send('POST /rules/r/explain', { body: { event } });
  assert.match(text, /"rows":\[\{"clientid":"c_emqx","ratio":3\.0\}\]/);
});

test('the sentence of an explanation is in the language that the caller prefers', async (t) => {
  const { engine } = startScenario(t);
  const api = await startApi(t, { rules: engine });
  const say = async (language: string) => {
    const headers = { 'accept-language': language };
    const { body } = await api.send('POST /rule_explain', { body: { sql, event }, headers });
    return (body as RuleExplanation).summary;
  };
  assert.match(await say('zh-CN,en;q=0.5'), /^命中 FROM 1\/1/);
  assert.match(await say('de'), /^FROM 1\/1 matched/);
});
