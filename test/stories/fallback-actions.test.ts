import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HttpReceiver } from '../support/http-receiver.ts';
import { startTestApp } from '../support/running-app.ts';

test('when an action finally failed, its fallbacks get the row: another action, and a message', async (t) => {
  const { api, connect } = await startTestApp(t);
  const refusing = await new HttpReceiver().open();
  t.after(() => refusing.close());
  refusing.answer = (_request, response) => void response.writeHead(404).end();
  const standIn = await new HttpReceiver().open();
  t.after(() => standIn.close());
  standIn.answer = (_request, response) => void response.writeHead(404).end();

  const connector = (name: string, { port }: HttpReceiver) =>
    api.must('POST', '/connectors', { type: 'http', name, url: `http://127.0.0.1:${port}` });
  await connector('first', refusing);
  await connector('second', standIn);
  const action = (name: string, fallback_actions: object[], method = 'POST') => {
    const settings = { connector: name, fallback_actions, parameters: { body: '${clientid} ${payload}' } };
    return method === 'POST'
      ? api.must('POST', '/actions', { type: 'http', name, ...settings })
      : api.must('PUT', `/actions/http:${name}`, settings);
  };
  const reference = (name: string) => ({ kind: 'reference', type: 'http', name });
  await assert.rejects(action('first', [reference('second')]), /there is no action http:second/);
  await action('second', []);
  await assert.rejects(
    action('first', [{ kind: 'republish', args: { topic: 'a/#' } }]),
    /fallback_actions\.0/,
  );
  const republish = {
    kind: 'republish',
    args: { topic: 'failed/${clientid}', payload: '${payload}', qos: 1 },
  };
  await action('first', [reference('second'), republish]);
  // Each stands in for the other: what stands in has no stand-in of its own.
  await action('second', [reference('first')], 'PUT');
  const summary = (await api.must('GET', '/actions_summary')) as {
    name: string;
    referenced_as_fallback_action_by: unknown[];
  }[];
  assert.deepEqual(summary.find(({ name }) => name === 'second')?.referenced_as_fallback_action_by, [
    { type: 'http', name: 'first' },
  ]);
  await api.must('POST', '/rules', { id: 'r', sql: 'SELECT * FROM "in"', actions: ['http:first'] });

  const client = await connect({ clientId: 'dev-1' });
  await client.subscribeAsync('failed/#');
  const message = new Promise<[string, string]>((resolve) => {
    client.once('message', (topic, payload) => resolve([topic, String(payload)]));
  });
  await client.publishAsync('in', 'hot', { qos: 1 });
  assert.deepEqual(await message, ['failed/dev-1', 'hot']);
  const [{ body } = { body: '' }] = await standIn.received(1);
  assert.equal(body, 'dev-1 hot');
  while ((await metricsOf('second')).failed === 0) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(refusing.requests.length, 1);
  const { metrics: rule } = (await api.must('GET', '/rules/r/metrics')) as {
    metrics: Record<string, number>;
  };
  assert.deepEqual([rule['actions.total'], rule['actions.failed']], [2, 2]);

  await assert.rejects(api.must('DELETE', '/actions/http:second'), /is a fallback of http:first/);
  await api.must('DELETE', '/actions/http:second?also_delete_dep_actions=true');
  const first = (await api.must('GET', '/actions/http:first')) as { fallback_actions: unknown[] };
  assert.equal(first.fallback_actions.length, 1);

  async function metricsOf(name: string): Promise<Record<string, number>> {
    const { metrics } = (await api.must('GET', `/actions/http:${name}/metrics`)) as {
      metrics: Record<string, number>;
    };
    return metrics;
  }
});
