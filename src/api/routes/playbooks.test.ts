import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { checkTable, startApi } from '../../../test/support/api-scenario.ts';
import { startScenario } from '../../../test/support/rule-scenario.ts';
import { Playbook, RenderedRule, Rule } from '../contract.ts';

test('playbooks are listed, rendered and created', async (t) => {
  const { engine } = startScenario(t);
  const api = await startApi(t, { rules: engine });
  await checkTable(api, [
    { request: 'GET /playbooks', status: 200, answer: z.object({ data: z.array(Playbook).length(11) }) },
    { request: 'GET /playbooks/silent-topic', status: 200, answer: Playbook },
    { request: 'GET /playbooks/none', status: 404, code: 'NOT_FOUND' },
    { request: 'POST /playbooks/none/render', body: {}, status: 404, code: 'NOT_FOUND' },
    {
      request: 'POST /playbooks/device-offline/render?language=zh',
      body: { params: { prefix: 'dev-', grace: '90s' } },
      status: 200,
      answer: RenderedRule,
      check: ({ name, alert }: RenderedRule) => assert.deepEqual([name, alert.for], ['设备离线', '90s']),
    },
    {
      request: 'POST /playbooks/device-offline/render',
      body: { grace: '5s' },
      status: 200,
      check: ({ alert }: RenderedRule) => assert.equal(alert.for, '5s'),
    },
    { request: 'POST /playbooks/silent-topic/render', body: {}, status: 400, code: 'BAD_REQUEST' },
    {
      request: 'POST /playbooks/flapping/create',
      body: { params: { id: 'mine', count: 3 } },
      status: 201,
      answer: Rule,
      check: ({ id, alert, warnings }: Rule) =>
        assert.deepEqual([id, alert?.threshold, warnings], ['mine', { count: 3, within: '10m' }, []]),
    },
    { request: 'POST /playbooks/flapping/create', body: { id: 'mine' }, status: 400, code: 'BAD_REQUEST' },
  ]);
  const { text } = await api.send('POST /playbooks/mass-offline/render', { body: {} });
  const created = await api.send('POST /rules', { body: JSON.parse(text) });
  assert.equal(created.status, 201);
});
