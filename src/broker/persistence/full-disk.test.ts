import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryDisk } from '../../../test/support/memory-log-file.ts';
import { endOfTurn } from '../../../test/support/test-broker.ts';
import type { AcknowledgementPacket } from '../../mqtt/packets.ts';
import { ReasonCode } from '../../mqtt/reason-codes.ts';

const lasting = { cleanStart: false, properties: { sessionExpiryInterval: 3600 } } as const;

const ack = (type: AcknowledgementPacket['type'], packetId: number): AcknowledgementPacket => ({
  type,
  packetId,
  reasonCode: 0,
  properties: {},
});

/** A broker with a persistent subscriber that is away, on a disk that has just become full. */
async function startOnFullDisk() {
  const disk = new MemoryDisk();
  const boot = disk.boot();
  const subscriber = await boot.join('s', lasting);
  await subscriber.subscribe('t');
  subscriber.cut();
  await endOfTurn();
  const publisher = await boot.join('p');
  disk.isFull = true;
  return { disk, ...boot, publisher };
}

/** The first turn that cannot be stored, after which the broker knows. */
async function fail({ join }: Awaited<ReturnType<typeof startOnFullDisk>>): Promise<void> {
  await (await join('first')).publish('t', 'never acknowledged', 1);
}

test('what was not stored is not acknowledged: its publisher is closed without an answer', async () => {
  const { publisher, broker, join } = await startOnFullDisk();
  const bystander = await join('bystander');
  await bystander.subscribe('t', { qos: 0 });
  await publisher.publish('t', 'x', 1);
  assert.deepEqual(publisher.packets, []);
  assert.equal(publisher.closed, 'end');
  assert.deepEqual(bystander.takeMessages(), ['t=x'], 'nothing of his depends on the disk');
  assert.equal(bystander.closed, undefined);
  assert.equal(broker.alarms.isActive('storage_failure'), true);
});

test('while nothing can be stored, QoS 1 and 2 are refused with 0x97 and QoS 0 goes on', async () => {
  const start = await startOnFullDisk();
  await fail(start);
  const { publisher, record } = start;
  const dropped = record('message.dropped');
  await publisher.publish('t', 'x', 1, { packetId: 1 });
  await publisher.publish('t', 'x', 2, { packetId: 2 });
  assert.equal(publisher.take('puback').reasonCode, ReasonCode.QuotaExceeded);
  assert.equal(publisher.take('pubrec').reasonCode, ReasonCode.QuotaExceeded);
  assert.deepEqual(
    dropped.map(({ reason }) => reason),
    ['quota_exceeded', 'quota_exceeded'],
  );
  const bystander = await start.join('bystander');
  await bystander.subscribe('t');
  await publisher.publish('t', 'x', 0);
  assert.deepEqual(bystander.takeMessages(), ['t=x']);
});

test('while nothing can be stored, an MQTT 3 client that publishes at QoS 1 is closed', async () => {
  const start = await startOnFullDisk();
  await fail(start);
  const old = await start.join('old', { protocolVersion: 4 });
  await old.publish('t', 'x', 1);
  assert.deepEqual([old.closed, old.packets], ['end', []]);
});

test('while nothing can be stored, no session that outlives its connection begins, goes on or is discarded', async () => {
  const start = await startOnFullDisk();
  await fail(start);
  const { QuotaExceeded } = ReasonCode;
  assert.equal((await start.join('new', lasting)).connack.reasonCode, QuotaExceeded);
  assert.equal((await start.join('s', lasting)).connack.reasonCode, QuotaExceeded);
  assert.equal((await start.join('s', { cleanStart: true })).connack.reasonCode, QuotaExceeded);
});

test('a persistent client that is connected stays, and is refused what would have to be stored', async () => {
  const start = await startOnFullDisk();
  start.disk.isFull = false;
  const client = await start.join('c', lasting);
  await client.subscribe('u', { qos: 1 });
  start.disk.isFull = true;
  await fail(start);
  assert.equal(await client.subscribe('v'), ReasonCode.QuotaExceeded);
  assert.equal((await client.ask({ type: 'pingreq' }, 'pingresp')).type, 'pingresp');
  start.broker.publish({
    topic: 'u',
    payload: Buffer.from('waits'),
    qos: 1,
    retain: false,
    from: { clientId: 'rule', username: undefined, peerHost: undefined, peerName: undefined, attributes: {} },
  });
  await endOfTurn();
  assert.deepEqual(client.takeMessages(), [], 'sent under a packet identifier that a crash would forget');
  start.disk.isFull = false;
  await start.clock.advance(2000);
  await endOfTurn();
  assert.deepEqual(client.takeMessages(), ['u=waits']);
  await client.send({ type: 'unsubscribe', packetId: 4, filters: ['u'], properties: {} });
  assert.equal(client.take('unsuback').reasonCodes[0], 0);
});

test('a QoS 2 message whose PUBREL comes while nothing can be stored is finished after the reconnect', async () => {
  const start = await startOnFullDisk();
  start.disk.isFull = false;
  const client = await start.join('c', lasting);
  await client.publish('t', 'once', 2, { packetId: 5 });
  start.disk.isFull = true;
  await fail(start);
  client.take('pubrec');
  await client.send(ack('pubrel', 5));
  assert.deepEqual([client.closed, client.takeAll('pubcomp')], ['end', []]);
  start.disk.isFull = false;
  await start.clock.advance(2000);
  const back = await start.join('c', lasting);
  assert.equal((await back.ask(ack('pubrel', 5), 'pubcomp')).reasonCode, 0);
});

test('it recovers by itself, and what happened meanwhile is as lasting as everything else', async () => {
  const start = await startOnFullDisk();
  await fail(start);
  const { publisher, broker, clock, disk } = start;
  await publisher.publish('kept', 'meanwhile', 0, { retain: true });
  (await start.join('gone', {})).cut();
  await clock.advance(30_000);
  assert.equal(broker.isFailing, true);
  disk.isFull = false;
  await clock.advance(2000);
  assert.equal(broker.isFailing, false);
  assert.equal(broker.alarms.isActive('storage_failure'), false);
  await publisher.publish('t', 'after', 1);
  assert.equal(publisher.take('puback').reasonCode, 0);

  const reborn = disk.boot(clock);
  const back = await reborn.join('s', lasting);
  assert.deepEqual(back.takeMessages(), ['t=never acknowledged', 't=after']);
  await back.subscribe('kept');
  assert.deepEqual(back.takeMessages(), ['kept=meanwhile']);
});

test('a disk that becomes full again during the recovery is no recovery', async () => {
  const disk = new MemoryDisk();
  // Each piece of the recovery is one session.
  const { join, clock, broker } = disk.boot(undefined, {}, { allowance: 1e6, slice: 0, pause: 100 });
  const ids = Array.from({ length: 20 }, (_, index) => `c${index}`);
  for (const id of ids) (await join(id, lasting)).cut();
  const publisher = await join('p');
  disk.isFull = true;
  await publisher.publish('t', 'x', 1, { retain: true });
  for (let round = 0; round < 3; round++) {
    disk.isFull = false;
    await clock.advance(1250);
    disk.isFull = true;
    await clock.advance(500);
    assert.equal(broker.isFailing, true);
    const stored = [...disk.copy().boot(clock).broker.sessions.all()].map(({ clientId }) => clientId);
    assert.deepEqual(
      ids.filter((id) => !stored.includes(id)),
      [],
      `lost after round ${round}`,
    );
  }
  disk.isFull = false;
  await clock.advance(5000);
  assert.equal(broker.isFailing, false);
});
