import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTable, startApi } from '../../../test/support/api-scenario.ts';
import { Figures, Node, type NodeFigures } from '../contract.ts';
import { toMemoryText } from '../node-view.ts';

const node = 'tocsin@127.0.0.1';

test('the node tells about its process and its machine', async (t) => {
  const api = await startApi(t);
  api.broker.add('a');
  api.broker.add('b', { connected: false });
  await api.clock.advance(1500);
  const check = (view: Node) => {
    assert.deepEqual([view.uptime, view.connections, view.live_connections], [1500, 2, 1]);
    assert.match(view.memory_total, /^\d+\.\d\d[KMG]$/);
    assert.match(view.memory_used, /^\d+\.\d\d[KMG]$/);
    assert.ok(process.platform !== 'linux' || view.max_fds > 0);
  };
  await checkTable(api, [
    {
      request: 'GET /cluster',
      status: 200,
      check: (body: object) => assert.deepEqual(body, { name: '127.0.0.1', nodes: [node], self: node }),
    },
    { request: 'GET /nodes', status: 200, answer: Node.array(), check: ([view]: [Node]) => check(view) },
    { request: `GET /nodes/${node}`, status: 200, answer: Node, check },
    { request: `GET /nodes/${node}/stats`, status: 200, answer: Figures },
    { request: `GET /nodes/${node}/metrics`, status: 200, answer: Figures },
    { request: 'GET /nodes/other', status: 404, code: 'NOT_FOUND' },
    { request: 'GET /nodes/other/stats', status: 404, code: 'NOT_FOUND' },
    { request: 'GET /nodes/other/metrics', status: 404, code: 'NOT_FOUND' },
  ]);
});

test('memory is printed for people', () => {
  const rows = [
    [1023, '1023'],
    [1536, '1.50K'],
    [512 * 1024 ** 2, '512.00M'],
    [31.36 * 1024 ** 3, '31.36G'],
  ] as const;
  for (const [bytes, text] of rows) assert.equal(toMemoryText(bytes), text);
});

test('figures are one object when aggregated and one per node otherwise', async (t) => {
  const api = await startApi(t);
  api.broker.add('a');
  api.broker.metrics['messages.publish'] = 3;
  await checkTable(api, [
    {
      request: 'GET /stats?aggregate=true',
      status: 200,
      answer: Figures,
      check: (figures: Figures) => {
        assert.deepEqual(
          [figures['sessions.count'], figures['sessions.max'], figures['delayed.count']],
          [1, 1, 0],
        );
        assert.equal(Object.keys(figures).length, 26);
      },
    },
    {
      request: 'GET /stats',
      status: 200,
      check: ([figures]: [NodeFigures]) =>
        assert.deepEqual([figures.node, figures['channels.count']], [node, 1]),
    },
    {
      request: 'GET /metrics?aggregate=true',
      status: 200,
      answer: Figures,
      check: (figures: Figures) =>
        assert.partialDeepStrictEqual(figures, {
          'messages.publish': 3,
          'messages.forward': 0,
          'overload_protection.new_conn': 0,
          'rules.matched': 7,
          'actions.executed': 5,
        }),
    },
    {
      request: `GET /metrics?node=${node}`,
      status: 200,
      check: (rows: NodeFigures[]) => assert.equal(rows.length, 1),
    },
    {
      request: 'GET /metrics?node=other',
      status: 200,
      check: (rows: NodeFigures[]) => assert.deepEqual(rows, []),
    },
    { request: 'GET /metrics?aggregate=perhaps', status: 400, code: 'BAD_REQUEST' },
  ]);
});
