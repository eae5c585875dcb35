import assert from 'node:assert/strict';
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { startJournal } from '../../test/support/journal-scenario.ts';
import { aClient, aMessage } from '../../test/support/rule-scenario.ts';
import { BROKER_STOPPED } from './client-record.ts';
import type { RecordedEvent } from './recorded-event.ts';

async function journalFile(t: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'tocsin-journal-'));
  t.after(() => rmSync(directory, { recursive: true, force: true, maxRetries: 3 }));
  return join(directory, 'journal.db');
}

const told = ({ event, clientId }: RecordedEvent) => `${event} ${clientId}`;

test('what happens is found, the newest first, and read again in the order in which it happened', async (t) => {
  const { journal, connect, disconnect, clock } = startJournal(t);
  connect('a');
  await clock.advance(10);
  connect('b');
  disconnect('a', 'kicked');
  const { records, next } = await journal.search({});
  assert.deepEqual(records.map(told), ['client.disconnected a', 'client.connected b', 'client.connected a']);
  assert.equal(next, undefined);
  const again = await journal.read({ from: 0, to: clock.now(), limit: 10 });
  assert.deepEqual(again.records.map(told), records.map(told).toReversed());
});

test('a search is by kind, client, user, text, column and time, all at once', async (t) => {
  const { journal, connect, disconnect, clock } = startJournal(t);
  connect('a', 'Ann');
  await clock.advance(1000);
  connect('b', 'Bob');
  disconnect('a', 'keepalive_timeout');
  disconnect('b', 'kicked');
  const start = clock.now() - 1000;
  const found = async (search: Parameters<typeof journal.search>[0]) =>
    (await journal.search({ order: 'asc', ...search })).records.map(told);
  const table: Array<[Parameters<typeof journal.search>[0], string[]]> = [
    [{ events: ['client.disconnected'] }, ['client.disconnected a', 'client.disconnected b']],
    [{ events: ['nothing.like.this'] }, []],
    [{ clientIds: ['b'] }, ['client.connected b', 'client.disconnected b']],
    [{ clientIds: ['b', 'a'], events: ['client.connected'] }, ['client.connected a', 'client.connected b']],
    [{ username: 'Ann' }, ['client.connected a']],
    [{ text: 'KEEPALIVE' }, ['client.disconnected a']],
    [{ text: 'clientid' }, []],
    [{ columns: [{ path: 'reason', value: 'kicked' }] }, ['client.disconnected b']],
    [{ columns: [{ path: 'reason', value: 'kick' }] }, []],
    [{ columns: [{ path: 'client_attrs.site', value: 'x' }], username: 'Bob' }, ['client.connected b']],
    [{ columns: [{ path: 'receive_maximum', value: '32' }], clientIds: ['a'] }, ['client.connected a']],
    [{ columns: [{ path: 'is_bridge', value: 'false' }], to: start }, ['client.connected a']],
    [{ from: start + 1, events: ['client.connected'] }, ['client.connected b']],
    [{ from: start + 1, to: start + 999 }, []],
  ];
  for (const [search, expected] of table)
    assert.deepEqual(await found(search), expected, JSON.stringify(search));
});

test('a search goes on where the one before it ended, in both directions', async (t) => {
  const { journal, connect } = startJournal(t);
  const ids = Array.from({ length: 2500 }, (_, number) => `c${number}`);
  for (const id of ids) connect(id);
  for (const order of ['asc', 'desc'] as const) {
    const seen: unknown[] = [];
    let after: Parameters<typeof journal.search>[0]['after'];
    do {
      const { records, next } = await journal.search({ order, limit: 999, after });
      seen.push(...records.map(({ clientId }) => clientId));
      after = next;
    } while (after);
    assert.deepEqual(seen, order === 'asc' ? ids : ids.toReversed());
  }
  const one = await journal.search({ clientIds: ['c1700'] });
  assert.equal(one.records.length, 1);
});

test('messages are recorded where a filter asks for them, once each, and not elsewhere', async (t) => {
  const { journal, broker } = startJournal(t, { messages: ['t/#', 't/+'] });
  broker.accept(aMessage({ topic: 't/1' }));
  broker.accept(aMessage({ topic: 'other' }));
  const { records } = await journal.search({ events: ['message.publish'] });
  assert.equal(records.length, 1);
});

test('of the messages that rules look at, samples are recorded', async (t) => {
  const { journal, clock } = startJournal(t, { ruleMessages: 1 });
  const look = () => {
    const event = { name: 'message.publish', at: clock.now(), message: aMessage() } as const;
    journal.sample(event);
    journal.sample(event);
  };
  for (let number = 0; number < 200; number++) look();
  assert.equal((await journal.search({ limit: 500 })).records.length, 50);
  await clock.advance(2000);
  for (let number = 0; number < 10; number++) look();
  assert.equal((await journal.search({ limit: 500 })).records.length, 52);
});

test('events older than the retention are not found any more, and go', async (t) => {
  const { journal, connect, clock } = startJournal(t, { retention: 3_600_000 });
  connect('old');
  await journal.flush();
  await clock.advance(3_600_001);
  assert.deepEqual((await journal.search({})).records, []);
  connect('new');
  await journal.tidy();
  const { events, byKind } = await journal.figures();
  assert.deepEqual([events, byKind], [1, { 'client.connected': 1 }]);
});

test('the oldest events go when they take more than they may', async (t) => {
  const size = 1024 * 1024;
  const { journal, broker } = startJournal(t, { maximumSize: size, messages: ['#'], kinds: [] });
  const payload = Buffer.alloc(10_000, 'x');
  for (let number = 0; number < 400; number++) {
    broker.accept(aMessage({ id: `${number}`, topic: `t/${number}`, payload }));
    if (number % 20 === 0) await journal.flush();
  }
  await journal.tidy();
  const figures = await journal.figures();
  assert.ok(figures.size <= size * 1.1, `${figures.size} bytes are in use`);
  const { records } = await journal.search({ events: ['message.publish'], limit: 1 });
  assert.match(records[0]?.columns ?? '', /t\/399/);
});

test('a small journal takes no more of the disk than it may, with its log', async (t) => {
  const file = await journalFile(t);
  const maximumSize = 1024 * 1024;
  const { journal, broker } = startJournal(t, { kinds: [], messages: ['#'], maximumSize }, { file });
  for (let number = 0; number < 3000; number++) {
    broker.accept(aMessage({ topic: `t/${number}`, payload: Buffer.alloc(500, 'x') }));
    if (number % 500 === 499) await journal.flush();
  }
  const { size, events } = await journal.figures();
  assert.ok(size < maximumSize && events > 200, `${size} bytes, ${events} events`);
  const taken = [file, `${file}-wal`].reduce((sum, part) => sum + statSync(part).size, 0);
  assert.ok(taken < 1.25 * maximumSize, `${taken} bytes`);
});

test('what was recorded is there after a restart, and numbers go on', async (t) => {
  const file = await journalFile(t);
  const clock = new FakeClock();
  const first = startJournal(t, {}, { file, clock });
  first.connect('a');
  await first.journal.close();
  const second = startJournal(t, {}, { file, clock });
  second.connect('b');
  const { records } = await second.journal.search({ order: 'asc' });
  assert.deepEqual(records.map(told), ['client.connected a', 'client.connected b']);
});

test('a file that cannot be read is set aside, and a new one is begun', async (t) => {
  const file = await journalFile(t);
  writeFileSync(file, Buffer.alloc(8192, 'no database'));
  const { journal, connect } = startJournal(t, {}, { file });
  connect('a');
  assert.equal((await journal.search({})).records.length, 1);
  assert.ok(existsSync(`${file}.damaged`));
});

test('the registry remembers clients that are gone, and why they went', async (t) => {
  const { journal, connect, disconnect, clock } = startJournal(t, { kinds: [] });
  const begin = clock.now();
  connect('a', 'Ann');
  connect('b');
  await clock.advance(5000);
  disconnect('a', 'kicked', begin);
  const { rows, count } = await journal.clients({ skip: 0, take: 10 });
  assert.deepEqual(
    rows.map(({ clientId, isOnline, reason }) => [clientId, isOnline, reason]),
    [
      ['b', true, undefined],
      ['a', false, 'kicked'],
    ],
  );
  assert.equal(count, 2);
  assert.deepEqual(await journal.client('a'), {
    clientId: 'a',
    username: 'Ann',
    peerHost: '10.0.0.5',
    isOnline: false,
    firstSeen: begin,
    connectedAt: begin,
    disconnectedAt: begin + 5000,
    reason: 'kicked',
    connects: 1,
    disconnects: 1,
  });
  assert.deepEqual((await journal.search({})).records, [], 'no event is kept');
  assert.equal(await journal.forgetClient('a'), true);
  assert.equal(await journal.client('a'), undefined);
  assert.equal(await journal.forgetClient('a'), false);
});

test('the end of an older connection that is told later does not make a client offline', async (t) => {
  const { journal, connect, disconnect, clock } = startJournal(t);
  const first = clock.now();
  connect('a');
  await clock.advance(100);
  connect('a');
  disconnect('a', 'takenover', first);
  assert.deepEqual(
    [(await journal.client('a'))?.isOnline, (await journal.history('a', 10))?.length],
    [true, 2],
  );
});

test('clients that were online when the process was killed get an end in their history, and no event', async (t) => {
  const file = await journalFile(t);
  const clock = new FakeClock();
  const begin = clock.now();
  const killed = startJournal(t, {}, { file, clock });
  killed.connect('a');
  await clock.advance(1000);
  killed.connect('b');
  await killed.journal.flush();
  // The registry had not written what it heard last: the events bring it back.
  const later = startJournal(t, {}, { file, clock: new FakeClock(begin + 60_000) });
  const end = { disconnectedAt: begin + 1000, reason: BROKER_STOPPED };
  assert.deepEqual(await later.journal.history('a', 10), [{ connectedAt: begin, ...end }]);
  assert.deepEqual(await later.journal.history('b', 10), [{ connectedAt: begin + 1000, ...end }]);
  assert.equal((await later.journal.client('a'))?.isOnline, false);
  const { records } = await later.journal.search({ events: ['client.disconnected'] });
  assert.deepEqual(records, []);
});

test('who follows is told what happens, and of what is recorded already from a place on, each event once', async (t) => {
  const { journal, connect } = startJournal(t);
  connect('a');
  connect('b');
  await journal.flush();
  const [first] = (await journal.search({ order: 'asc' })).records;
  assert.ok(first);
  const seen: unknown[] = [];
  const ends: unknown[] = [];
  const follower = {
    onEvent: ({ clientId }: RecordedEvent) => seen.push(clientId),
    onSkipped: () => ends.push('skipped'),
    room: () => undefined,
  };
  const end = journal.follow({ events: ['client.connected'] }, follower, first);
  connect('c');
  await journal.search({});
  await journal.flush();
  assert.deepEqual(seen, ['b', 'c']);
  end();
  connect('d');
  await journal.flush();
  assert.deepEqual([seen, ends], [['b', 'c'], []]);
});

test('a follower that is behind gets what was recorded as fast as it takes it, with all that happens meanwhile', async (t) => {
  const { journal, connect } = startJournal(t);
  connect('first');
  for (let number = 0; number < 1200; number++) connect(`c${number}`);
  await journal.flush();
  const [first] = (await journal.search({ order: 'asc', limit: 1 })).records;
  assert.ok(first);
  const seen: unknown[] = [];
  const done = Promise.withResolvers<void>();
  const isFull = Promise.withResolvers<void>();
  const hasRoom = Promise.withResolvers<void>();
  const follower = {
    onEvent: ({ clientId }: RecordedEvent) => {
      if (seen.push(clientId) === 1150) isFull.resolve();
      if (seen.length === 1300) done.resolve();
    },
    onSkipped: () => done.reject(new Error('something was left out')),
    room: () => (seen.length === 1150 ? hasRoom.promise : undefined),
  };
  journal.follow({}, follower, first);
  await isFull.promise;
  // What happens while it waits comes after it, in its place.
  for (let number = 1200; number < 1300; number++) connect(`c${number}`);
  await journal.flush();
  assert.equal(seen.length, 1150);
  hasRoom.resolve();
  await done.promise;
  assert.deepEqual(
    seen,
    Array.from({ length: 1300 }, (_, number) => `c${number}`),
  );
});

test('what is too old is not found by its id either', async (t) => {
  const { journal, connect, clock } = startJournal(t, { retention: 60_000 });
  connect('a');
  const [record] = (await journal.search({})).records;
  assert.ok(record);
  assert.equal((await journal.get(record))?.clientId, 'a');
  await clock.advance(60_001);
  assert.equal(await journal.get(record), undefined);
});

test('a clock that is set back does not hide events, and their times stay what they were', async (t) => {
  const clock = new FakeClock();
  const { journal, broker } = startJournal(t, {}, { clock });
  const at = (moment: number, clientId: string) =>
    broker.emit({ name: 'client.connected', at: moment, client: { ...aClient, clientId }, sequence: 1 });
  const now = clock.now();
  at(now, 'a');
  at(now - 1000, 'b');
  at(now - 3_600_000, 'c');
  at(now - 3_599_000, 'd');
  const { records } = await journal.search({ order: 'asc' });
  assert.deepEqual(
    records.map(({ clientId }) => clientId),
    ['c', 'd', 'a', 'b'],
  );
  const [hour] = (await journal.search({ from: now - 3_600_000, to: now - 3_599_500 })).records;
  assert.equal(hour?.clientId, 'c');
});
