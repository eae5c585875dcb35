import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RecordedEvent } from '../recorded-event.ts';
import { ClientRecords } from './client-records.ts';
import { ClientRegistry, REGISTRY_LIMITS, registryLimits } from './client-registry.ts';
import { JournalDatabase } from './journal-database.ts';
import { forgetLost, lostClients } from './lost-clients.ts';

let n = 0;

function told(event: string, clientId: string, columns: object): RecordedEvent {
  return { at: 1000, n: n++, event, clientId, username: undefined, columns: JSON.stringify(columns) };
}

function visit(clientId: string, from: number, to: number): RecordedEvent[] {
  return [
    told('client.connected', clientId, { connected_at: from, peername: '::1:4711', username: 'u' }),
    told('client.disconnected', clientId, { connected_at: from, disconnected_at: to, reason: 'normal' }),
  ];
}

test('past the bound those that are away longest are forgotten, and nobody who is online', () => {
  const database = JournalDatabase.open(':memory:', 2 ** 31);
  const registry = new ClientRegistry(database, { clients: 3, spans: 100 });
  registry.note([told('client.connected', 'online', { connected_at: 1 })]);
  for (const [index, id] of ['d', 'c', 'b', 'a'].entries()) registry.note(visit(id, 10, 100 + index));
  registry.write(1000);
  const { rows } = new ClientRecords(database).page({ skip: 0, take: 10 });
  assert.deepEqual(
    rows.map(({ clientId }) => clientId),
    ['online', 'a', 'b'],
  );
  assert.equal(rows[1]?.peerHost, '::1');
});

test('past the bound the oldest connections are forgotten, and the history of a client ends there', () => {
  const database = JournalDatabase.open(':memory:', 2 ** 31);
  const registry = new ClientRegistry(database, { clients: 10, spans: 4 });
  for (let round = 0; round < 4; round++) {
    registry.note(visit('a', round * 10, round * 10 + 5));
    registry.note(visit('b', round * 10, round * 10 + 5));
  }
  registry.write(1000);
  const history = new ClientRecords(database).history('a', 10);
  assert.deepEqual(history, []);
  assert.deepEqual(
    new ClientRecords(database).history('b', 10)?.map(({ connectedAt }) => connectedAt),
    [30, 20, 10, 0],
  );
});

test('a client that comes and goes many times before it is written has each of its connections', () => {
  const database = JournalDatabase.open(':memory:', 2 ** 31);
  const registry = new ClientRegistry(database);
  registry.note([...visit('a', 1, 2), ...visit('a', 3, 4), ...visit('a', 5, 6)]);
  registry.write(1000);
  registry.note(visit('a', 7, 8));
  registry.write(1000);
  const records = new ClientRecords(database);
  assert.deepEqual(
    records.history('a', 3)?.map(({ connectedAt, disconnectedAt }) => [connectedAt, disconnectedAt]),
    [
      [7, 8],
      [5, 6],
      [3, 4],
    ],
  );
  assert.deepEqual([records.get('a')?.connects, records.get('a')?.disconnects], [4, 4]);
});

test('who was lost with a process is remembered until it was told, over further starts, and has one end', () => {
  const database = JournalDatabase.open(':memory:', 2 ** 31);
  const first = new ClientRegistry(database);
  const connects = ['a', 'b', 'c'].map((id) => told('client.connected', id, { connected_at: 500 }));
  first.note([...connects, ...visit('d', 1, 2)]);
  first.write(900);
  assert.equal(new ClientRegistry(database).takeOver(), 3);
  const third = new ClientRegistry(database);
  assert.equal(third.takeOver(), 0);
  third.note([told('client.connected', 'b', { connected_at: 2000 })]);
  third.write(2000);
  const lost = () => lostClients(database, '', 10).map(({ clientId, lostAt }) => [clientId, lostAt]);
  assert.deepEqual(lost(), [
    ['a', 900],
    ['c', 900],
  ]);
  const end = { connected_at: 500, disconnected_at: 900, reason: 'broker_stopped' };
  third.note([told('client.disconnected', 'a', end), told('client.disconnected', 'c', end)]);
  third.write(3000);
  assert.equal(new ClientRecords(database).history('a', 10)?.length, 1);
  assert.equal(new ClientRecords(database).get('a')?.disconnects, 1);
  forgetLost(database);
  assert.deepEqual(lost(), []);
});

test('what is remembered of clients leaves most of a small journal to events', () => {
  assert.deepEqual(registryLimits(2 * 1024 ** 3), REGISTRY_LIMITS);
  const { clients, spans } = registryLimits(16 * 1024 ** 2);
  assert.ok(clients > 10_000 && clients < 20_000, `${clients} clients`);
  assert.ok(spans > 50_000 && spans < 60_000, `${spans} connections`);
});
