import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startBacktests } from '../../../test/support/backtest-scenario.ts';
import { aMessage } from '../../../test/support/rule-scenario.ts';
import { JournalError } from '../../journal/door.ts';
import { RuleError } from '../door.ts';
import type { BacktestReport } from './backtest-state.ts';

const OFFLINE = `SELECT clientid, reason FROM "$events/client/disconnected" WHERE reason != 'normal'`;

const rowsOf = ({ rows }: BacktestReport) => rows.map(({ row = 'null' }) => JSON.parse(row));
const codesOf = ({ gaps }: BacktestReport) => gaps.map(({ code }) => code);
const json = (value: unknown) => Buffer.from(JSON.stringify(value));

test('a backtest counts and shows what the rule did when it was live', async (t) => {
  const { engine, broker, clock, rule, actions, connect, disconnect, backtest } = startBacktests(t, {
    messages: ['#'],
  });
  const statements = [
    OFFLINE,
    `SELECT payload.temp * 1.0 as temp, clientid, now_timestamp('millisecond') as now FROM "t/#" WHERE payload.temp > 20`,
    'SELECT clientid, event, timestamp FROM "$events/client/disconnected", "$events/#", "t/+", "#"',
    'FOREACH payload.list as x DO x.v as v, topic INCASE x.v > 1 FROM "list/+"',
    `SELECT kv_store_get('n', 0) + 1 as n, kv_store_put('n', n) as stored FROM "t/#"`,
    'SELECT * FROM "$events/message/dropped" WHERE topic =~ \'t/#\'',
  ];
  for (const [index, sql] of statements.entries()) rule(`r${index}`, sql);
  for (let round = 0; round < 30; round++) {
    await clock.advance(700);
    connect('dev-1', 'Ann');
    const payload = round % 7 === 0 ? Buffer.from([0xff, 0]) : json({ temp: round });
    broker.accept(aMessage({ topic: 't/1', payload }));
    broker.accept(aMessage({ topic: 'list/1', payload: json({ list: [{ v: 1 }, { v: 2 }, { v: 3.5 }] }) }));
    engine.drain();
    await clock.advance(300);
    disconnect('dev-1', round % 2 === 0 ? 'normal' : 'keepalive_timeout');
    engine.drain();
  }
  for (const [index, sql] of statements.entries()) {
    const id = `r${index}`;
    const live = engine.metrics(id)?.metrics;
    const found = await backtest({ rule_id: id, from: '1h', limit: 500 });
    const { matched, passed, failed } = found;
    assert.deepEqual(
      [matched, passed, failed.noResult, failed.exception],
      [live?.matched, live?.passed, live?.['failed.no_result'], live?.['failed.exception']],
      sql,
    );
    const runs = actions.runs.filter((run) => run.rule === id).map(({ row }) => row);
    assert.ok(runs.length > 0, sql);
    assert.deepEqual(rowsOf(found), runs, sql);
    assert.deepEqual(found.actions, [{ action: 'http:a', runs: runs.length }]);
  }
});

test('what a rule republished itself it does not see in a backtest either', async (t) => {
  const { engine, broker, backtest } = startBacktests(t, { messages: ['#'] });
  const actions = [{ function: 'republish' as const, args: { topic: 't/again' } }];
  engine.create({ id: 'loop', sql: 'SELECT * FROM "t/#"', actions });
  engine.create({ id: 'other', sql: 'SELECT topic FROM "t/again"' });
  for (let n = 0; n < 5; n++) broker.accept(aMessage({ topic: `t/${n}` }));
  engine.drain();
  const matched = async (id: string) => (await backtest({ rule_id: id })).matched;
  assert.equal(await matched('loop'), engine.metrics('loop')?.metrics.matched);
  assert.equal(await matched('loop'), 5);
  assert.equal(await matched('other'), 5);
  const from = {
    clientId: 'backtest',
    username: undefined,
    peerHost: undefined,
    peerName: undefined,
    attributes: {},
  };
  broker.accept(aMessage({ topic: 'of/api', from }));
  assert.equal((await backtest({ sql: 'SELECT * FROM "of/#"' })).matched, 1);
});

test('the first rows and the last ones are kept, and all are counted', async (t) => {
  const { clock, connect, disconnect, backtest } = startBacktests(t);
  const start = clock.now();
  for (let n = 0; n < 1000; n++) {
    await clock.advance(60);
    connect(`c${n % 20}`);
    disconnect(`c${n % 20}`, n % 4 === 0 ? 'normal' : `r${n}`);
  }
  const found = await backtest({ sql: OFFLINE, from: start, limit: 3 });
  assert.deepEqual(
    rowsOf(found).map(({ reason }) => reason),
    ['r1', 'r2', 'r3', 'r997', 'r998', 'r999'],
  );
  assert.deepEqual([found.rowsOmitted, found.rowCount, found.passed], [744, 750, 750]);
  assert.equal(found.progress.read, 1000);
  assert.equal(found.progress.total, 1000);
  assert.equal(found.progress.percent, 100);
  const sum = (name: 'matched' | 'passed') => found.buckets.reduce((all, bucket) => all + bucket[name], 0);
  assert.deepEqual([found.bucketSize, sum('matched'), sum('passed')], [1000, 1000, 750]);
  assert.equal(found.clients, 15);
  assert.equal(found.byClient.length, 10);
  assert.ok(found.byClient.every(({ passed }) => passed === 50));
  assert.deepEqual(found.busiestMinute, { from: start, rows: 749 });
  const one = await backtest({ sql: OFFLINE, from: start, clientid: 'c1' });
  assert.deepEqual([one.matched, one.passed, one.clients], [50, 50, 1]);
});

test('a time is asked for by moments or by how long ago, both included', async (t) => {
  const { clock, disconnect, backtest } = startBacktests(t);
  for (let n = 0; n < 10; n++) {
    await clock.advance(60_000);
    disconnect('c', `at ${n}`);
  }
  const now = clock.now();
  const matched = async (from: string | number, to?: string | number) =>
    (await backtest({ sql: OFFLINE, from, to })).matched;
  assert.equal(await matched('2m'), 3);
  assert.equal(await matched('3m', '1m'), 3);
  assert.equal(await matched(now - 60_000), 2);
  assert.equal(await matched(new Date(now - 60_000).toISOString(), String(now - 1)), 1);
});

test('failures are counted by what they say, each with an event that failed so', async (t) => {
  const { broker, backtest } = startBacktests(t, { messages: ['t'] });
  for (const payload of ['x', '{"a":"text"}', '{"a":1}', 'y']) {
    broker.accept(aMessage({ topic: 't', payload: Buffer.from(payload) }));
  }
  const { errors, failed, passed } = await backtest({ sql: 'SELECT payload.a * 2 as b FROM "t"' });
  assert.deepEqual([passed, failed], [1, { noResult: 0, exception: 3 }]);
  assert.deepEqual(
    errors.map(({ count }) => count),
    [2, 1],
  );
  assert.match(errors[0]?.reasonZh ?? '', /\p{Script=Han}/u);
});

test('what is not recorded is said, with what to do about it', async (t) => {
  const { clock, broker, connect, journal, backtest } = startBacktests(t, { messages: ['ok/#'] });
  const gaps = async (from: string, since = '10m') =>
    (await backtest({ sql: `SELECT * FROM ${from}`, from: since })).gaps;
  assert.deepEqual(
    (await gaps('"$events/client/connected"')).map(({ code }) => code),
    ['empty'],
  );
  connect('c');
  await clock.advance(11 * 60_000);
  broker.accept(aMessage({ topic: 'ok/1' }));
  await journal.flush();
  assert.deepEqual(await gaps('"ok/+/x"'), []);
  const [messages, ...others] = await gaps('"t/#"');
  assert.deepEqual([messages?.code, others], ['messages', []]);
  assert.match(messages?.message ?? '', /add "t\/#" to journal\.messages/);
  const codes = async (from: string, since?: string) => (await gaps(from, since)).map(({ code }) => code);
  assert.deepEqual(await codes('"#"'), ['messages']);
  assert.deepEqual(await codes('"$events/message/acked"'), ['kindsOff']);
  assert.deepEqual(await codes('"$events/client_check_authz_complete"'), ['denialsOnly']);
  assert.deepEqual(await codes('"$bridges/mqtt:x"'), ['sources']);
  assert.deepEqual(await codes('"$events/client/connected"', '20m'), ['begins']);
  assert.deepEqual(await codes('"$events/client/connected"', '30d'), ['retention', 'begins']);
});

test('events that were lost while they were recorded are told with their time', async (t) => {
  const { clock, broker, connect, backtest } = startBacktests(t, { messages: ['t'] });
  connect('first');
  await clock.advance(1000);
  for (let n = 0; n < 25_010; n++) broker.accept(aMessage({ topic: 't' }));
  await clock.advance(200);
  const found = await backtest({ sql: 'SELECT * FROM "t"', from: clock.now() - 200 });
  assert.deepEqual(codesOf(found), ['lost']);
  assert.ok((found.gaps[0]?.count ?? 0) >= 10);
});

test('one that is cancelled keeps what it has found, and one that waits never begins', async (t) => {
  const { clock, connect, journal, backtests } = startBacktests(t);
  for (let n = 0; n < 3000; n++) connect(`c${n}`);
  await journal.flush();
  const sql = 'SELECT clientid FROM "$events/client/connected"';
  const all = Array.from({ length: 4 }, () => backtests.start({ sql }));
  assert.deepEqual(
    all.map((backtest) => backtest.report().state),
    ['running', 'running', 'waiting', 'waiting'],
  );
  const [first, second, third, fourth] = all;
  backtests.delete(third?.id ?? '');
  assert.equal(third?.report().state, 'cancelled');
  while (first?.report().matched === 0) await new Promise((resolve) => setImmediate(resolve));
  backtests.delete(first?.id ?? '');
  await first?.ended;
  const cancelled = first?.report();
  assert.equal(cancelled?.state, 'cancelled');
  assert.ok((cancelled?.matched ?? 0) > 0 && (cancelled?.matched ?? 0) < 3000);
  await second?.ended;
  await fourth?.ended;
  assert.equal(fourth?.report().matched, 3000);
  assert.equal(backtests.delete(first?.id ?? ''), true);
  assert.equal(backtests.get(first?.id ?? ''), undefined);
  await clock.advance(3_600_001);
  assert.deepEqual(backtests.list(), []);
});

test('too many are refused, and so is what cannot be backtested', async (t) => {
  const { backtests } = startBacktests(t);
  const refused = (body: object, code: string, message: RegExp) =>
    assert.throws(
      () => backtests.start(body),
      (error) => error instanceof RuleError && error.code === code && message.test(error.message),
    );
  refused({}, 'BAD_REQUEST', /give sql, or the rule_id/);
  refused({ rule_id: 'none' }, 'RULE_NOT_FOUND', /Not Found/);
  refused({ sql: 'SELECT' }, 'BAD_REQUEST', /syntax error/);
  refused({ sql: OFFLINE, from: 'yesterday' }, 'BAD_REQUEST', /from: write how long ago/);
  refused({ sql: OFFLINE, from: '1h', to: '2h' }, 'BAD_REQUEST', /from: must be before to/);
  refused({ sql: OFFLINE, actions: [{ function: 'alert', args: { for: 'x' } }] }, 'BAD_REQUEST', /args\.for/);
  for (let n = 0; n < 10; n++) backtests.start({ sql: OFFLINE });
  assert.throws(() => backtests.start({ sql: OFFLINE }), { name: 'BusyError' });
});

test('a journal that cannot be read ends it with the reason', async (t) => {
  const { journal, backtest } = startBacktests(t);
  t.mock.method(journal, 'search', () => Promise.reject(new JournalError('the disk is gone')));
  const { state, reason } = await backtest({ sql: OFFLINE });
  assert.deepEqual([state, reason], ['failed', 'the disk is gone']);
});
