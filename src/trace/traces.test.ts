import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { test } from 'node:test';
import { FakeDocuments } from '../../test/support/fake-documents.ts';
import { startTestBroker } from '../../test/support/test-broker.ts';
import {
  draft,
  openTraces as open,
  recordsOf,
  startTraces,
  textFrom,
  typesOf,
} from '../../test/support/trace-scenario.ts';
import { type KeptTrace, Trace } from './trace.ts';
import { MOST_BYTES, MOST_PER_SECOND, MOST_TRACES, type TraceDraft, TraceError } from './trace-definition.ts';

const MINUTE = 60_000;

test('a trace begins and ends at its time, and hears nothing before and after', async (t) => {
  const { broker, clock, join, traces } = open(t);
  const now = clock.now();
  await traces.create(draft({ startAt: now + MINUTE, endAt: now + 3 * MINUTE }));
  assert.equal((await traces.get('t'))?.status, 'waiting');
  assert.equal(broker.tap.listener, undefined);
  await join('dev-1');
  await clock.advance(MINUTE);
  assert.equal((await traces.get('t'))?.status, 'running');
  assert.ok(broker.tap.listener);
  await clock.advance(2 * MINUTE);
  const { status, stopReason, endAt } = (await traces.get('t')) ?? {};
  assert.deepEqual([status, stopReason, endAt], ['stopped', 'time_over', now + 3 * MINUTE]);
  assert.equal(broker.tap.listener, undefined);
  assert.equal(broker.events['message.acked'].wanted, false);
  assert.deepEqual(await typesOf(traces), ['event trace.started', 'event trace.stopped']);
});

test('what comes too fast is left out, and the trace says how much that was', async (t) => {
  const { clock, join, traces } = open(t);
  await traces.create(draft());
  const peer = await join('dev-1');
  for (let count = 0; count < MOST_PER_SECOND; count++) await peer.send({ type: 'pingreq' });
  await clock.advance(1000);
  await peer.send({ type: 'pingreq' });
  const skipped = (await recordsOf(traces)).find(({ type }) => type === 'trace.skipped');
  const view = await traces.get('t');
  assert.equal(view?.skipped, skipped?.fields.count);
  assert.equal(Number(view?.skipped) > MOST_PER_SECOND, true);
});

test('a trace that is as large as may be ends and says so', async (t) => {
  const { traces, clock, directory } = open(t);
  await traces.create(draft()); // makes the directory
  const kept: KeptTrace = {
    type: 'clientid',
    value: 'dev-1',
    payloadEncoding: 'text',
    format: 'text',
    status: 'waiting',
    startAt: clock.now(),
    endAt: clock.now() + MINUTE,
    stopReason: undefined,
    createdBy: 'admin',
    size: 0,
    lines: 0,
    skipped: 0,
    file: 'large.jsonl',
  };
  const turns: string[] = [];
  const onTurn = ({ kept: { status } }: Trace) => void turns.push(status);
  const trace = new Trace('large', kept, { directory, clock, onTurn });
  trace.plan();
  const line = `"${'x'.repeat(4 * 1024 * 1024)}"\n`;
  for (let count = 0; count < 6; count++) trace.append(line);
  await trace.close();
  assert.deepEqual(turns, ['running', 'stopped']);
  const { stopReason, size, lines } = await trace.view();
  assert.deepEqual([stopReason, lines], ['size_limit', 6]);
  assert.ok(size < MOST_BYTES + 1000);
});

test('there are only so many traces, one of a name, and one that watches the same', async (t) => {
  const { clock, traces } = open(t);
  const kindOf = async (about: Partial<TraceDraft>): Promise<string | undefined> => {
    try {
      await traces.create(draft(about));
      return undefined;
    } catch (error) {
      assert.ok(error instanceof TraceError);
      return error.kind;
    }
  };
  assert.equal(await kindOf({}), undefined);
  assert.equal(await kindOf({ value: 'other' }), 'exists');
  assert.equal(await kindOf({ name: 'u' }), 'duplicate');
  const now = clock.now();
  for (const about of [
    { name: '1x' },
    { name: '../x' },
    { endAt: now },
    { endAt: now + 25 * 60 * MINUTE },
    { startAt: now + 8 * 24 * 60 * MINUTE },
    { value: '' },
    { type: 'topic', value: 'a/#/b' },
    { type: 'ip_address', value: '10.0.0.0/8' },
  ] as const)
    assert.equal(await kindOf({ name: 'v', value: 'v', ...about }), 'invalid', JSON.stringify(about));
  for (let count = 1; count < MOST_TRACES; count++)
    assert.equal(await kindOf({ name: `n${count}`, value: `v${count}` }), undefined);
  assert.equal(await kindOf({ name: 'last', value: 'last' }), 'limit');
  await traces.delete('n1');
  assert.equal(await kindOf({ name: undefined, value: 'last' }), undefined);
  assert.equal((await traces.list()).length, MOST_TRACES);
});

test('a trace that ran when the server stopped is kept and marked, also when nobody could say so', async (t) => {
  const { broker, clock, join } = startTestBroker();
  const definitions = new FakeDocuments();
  const first = startTraces(t, { broker, clock, definitions });
  const { directory } = first;
  await first.traces.create(draft());
  await join('dev-1');
  await first.traces.close();
  const kept = definitions.get<KeptTrace>('trace', 't')?.body as KeptTrace;
  // As if it had been killed in the middle of a line.
  definitions.put('trace', 'killed', {
    ...kept,
    status: 'running',
    stopReason: undefined,
    size: 0,
    lines: 0,
  });
  appendFileSync(`${directory}/${kept.file}`, '{"time":');
  const { traces } = startTraces(t, { broker, clock, definitions, directory });
  for (const name of ['t', 'killed']) {
    const { status, stopReason, lines, size } = (await traces.get(name)) ?? {};
    assert.deepEqual([status, stopReason, lines, size], ['stopped', 'server_stopped', kept.lines, kept.size]);
    assert.equal((await recordsOf(traces, name)).at(-1)?.fields.reason, 'server_stopped');
  }
  await traces.delete('killed');
  assert.deepEqual(await recordsOf(traces, 't'), []);
});

test('who follows a trace gets what is there and what comes, until it is over', async (t) => {
  const { clock, join, traces } = open(t);
  await traces.create(draft());
  const following = traces.follow('t', 0, new AbortController().signal);
  const first = (await following.next()).value?.lines;
  assert.match(String(first), /trace\.started/);
  await join('dev-1');
  await clock.advance(200);
  const second = (await following.next()).value;
  assert.match(String(second?.lines), /CONNECT/);
  await traces.stop('t');
  let rest = '';
  for await (const { lines } of following) rest += lines;
  const all = await textFrom(traces.lines('t'));
  assert.equal(`${first}${second?.lines}${rest}`, all);
});

test('who goes away while nothing comes is let go', async (t) => {
  const { traces } = open(t);
  await traces.create(draft());
  const leaving = new AbortController();
  const following = traces.follow('t', 0, leaving.signal);
  await following.next();
  const next = following.next();
  leaving.abort();
  assert.equal((await next).done, true);
});
