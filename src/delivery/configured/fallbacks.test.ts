import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { rowOf, startDelivery } from '../../../test/support/delivery-scenario.ts';
import type { RowKnowledge } from './fallbacks.ts';

/** Rows of plain values; what is published is written down. */
function knowledge(): RowKnowledge & { published: unknown[] } {
  const published: unknown[] = [];
  return {
    published,
    readRow: (json) => rowOf(JSON.parse(json)),
    checkRepublish: () => undefined,
    republish: (args, row, rule, trail) => void published.push([args, row, rule, trail]),
  };
}

const fallback_actions = [{ kind: 'republish', args: { topic: 'failed' } }];

test('a fallback that a killed process owes is run after the next start, once', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  const first = startDelivery(t, { directory });
  const receiver = await first.connect('web', { fallback_actions });
  receiver.answer = (_request, response) => void response.writeHead(404).end();
  first.run('http:web', 'c1');
  // Nobody has started fallbacks here: as when the process ends right after the failure is on disk.
  await first.untilSettled(1);
  await first.close();

  for (const times of [1, 0]) {
    const next = startDelivery(t, { directory, clock: first.clock });
    const rows = knowledge();
    next.actions.fallbacks.start(rows);
    assert.equal(rows.published.length, times);
    if (times > 0) assert.deepEqual(rows.published[0], [{ topic: 'failed' }, '{"id":"c1"}', 'r1', []]);
    await next.close();
  }
});

test('a delivery that is accepted, or tried again, runs no fallback, and its row is forgotten at the end', async (t) => {
  const { connect, run, untilSettled, clock, store, actions } = startDelivery(t);
  const rows = knowledge();
  actions.fallbacks.start(rows);
  const receiver = await connect('web', { fallback_actions });
  receiver.answer = (_request, response) => void response.writeHead(503).end();
  run('http:web', 'c1');
  await untilSettled(1);
  const kept = () => store.prepare('SELECT COUNT(*) AS count FROM delivery_fallbacks').get()?.count;
  assert.equal(kept(), 1);
  receiver.answer = (_request, response) => void response.end('ok');
  await clock.advance(2000);
  await untilSettled(2);
  store.commit();
  assert.equal(kept(), 0);
  assert.deepEqual(rows.published, []);
});
