import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestApp } from '../support/running-app.ts';

const OFFLINE = `SELECT clientid, username, reason, disconnected_at, connected_at
FROM "$events/client/disconnected" WHERE reason != 'normal'`;
const TURNS = `SELECT CASE WHEN event = 'client.connected' THEN 0 ELSE proc_dict_get('n') + 1 END as n,
  proc_dict_put('n', n) as former, clientid, topic, event, payload.v as v,
  pub_props, id FROM "t/#", "$events/client/connected"`;

interface Figures {
  metrics: { matched: number; passed: number; 'failed.no_result': number; 'failed.exception': number };
}

interface Backtest {
  state: string;
  matched: number;
  passed: number;
  failed: { no_result: number; exception: number };
  gaps: unknown[];
  rows: Array<{ event_id: string; row: unknown }>;
}

test('a backtest of what was recorded finds what the live rule found, row by row', async (t) => {
  const { api, connect } = await startTestApp(t, ['journal.messages=["t/#"]']);
  const rows: Record<string, unknown[]> = { offline: [], turns: [] };
  const watcher = await connect({ clientId: 'watcher' });
  await watcher.subscribeAsync('rows/+', { qos: 1 });
  watcher.on('message', (topic, payload) =>
    rows[topic.slice('rows/'.length)]?.push(JSON.parse(payload.toString())),
  );
  for (const [id, sql] of Object.entries({ offline: OFFLINE, turns: TURNS })) {
    const args = { topic: `rows/${id}`, qos: 1, payload: '' };
    await api.must('POST', '/rules', { id, sql, actions: [{ function: 'republish', args }] });
  }
  const begin = Date.now();
  for (let round = 0; round < 12; round++) {
    const client = await connect({ clientId: `dev-${round % 3}`, username: 'u', protocolVersion: 5 });
    for (const v of [round, 'x', 2.5]) {
      const userProperties = { round: String(round) };
      await client.publishAsync('t/1', JSON.stringify({ v }), { qos: 1, properties: { userProperties } });
    }
    if (round % 4 === 0) await client.publishAsync('t/2', Buffer.from([0xff]), { qos: 1 });
    if (round % 2 === 0) client.stream.destroy();
    else await client.endAsync();
  }
  while ((await figures('offline')).matched < 12);
  for (const id of ['offline', 'turns']) {
    const live = await figures(id);
    const found = (await api.must('POST', '/backtests?wait=30', {
      rule_id: id,
      from: begin,
      limit: 500,
    })) as Backtest;
    assert.equal(found.state, 'done');
    assert.deepEqual(
      [found.matched, found.passed, found.failed.no_result, found.failed.exception],
      [live.matched, live.passed, live['failed.no_result'], live['failed.exception']],
    );
    while ((rows[id]?.length ?? 0) < live.passed) await api.must('GET', '/status');
    assert.deepEqual(
      found.rows.map(({ row }) => row),
      rows[id],
    );
    assert.ok(found.passed > 5);
  }

  async function figures(id: string): Promise<Figures['metrics']> {
    return ((await api.must('GET', `/rules/${id}/metrics`)) as Figures).metrics;
  }
});
