import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { ReasonCode } from '../../src/mqtt/reason-codes.ts';
import { startHostileStory } from '../support/hostile-story.ts';
import { RawPeer } from '../support/raw-peer.ts';
import { publish } from '../support/test-broker.ts';

const MEGABYTE = 1024 * 1024;

// `npm run story:overload`: it waits for the memory of a real process to be given back, too long for `npm test`.

/** A broker that has just started uses about half of it. */
const MEMORY = 320;

/** Publishers, and readers that acknowledge nothing, so that the broker keeps some megabytes for each. */
const PAIRS = 20;

const PAYLOAD = Buffer.alloc(256 * 1024, 'x').toString();

class Flood {
  readonly peer: RawPeer;
  readonly #topic: string;
  #sent = 0;
  #isOver = false;

  constructor(peer: RawPeer, topic: string) {
    this.peer = peer;
    this.#topic = topic;
  }

  /** Publishes as fast as the broker reads, until it is stopped. */
  async run(): Promise<void> {
    while (!this.#isOver) {
      if (this.backlog > MEGABYTE) await pause(20);
      else this.peer.send(publish(this.#topic, PAYLOAD, 1, { packetId: ++this.#sent }));
      await pause(1);
    }
  }

  stop(): void {
    this.#isOver = true;
  }

  get backlog(): number {
    return this.peer.socket.writableLength;
  }

  /** Bytes that left the process. */
  get progress(): number {
    return this.peer.socket.bytesWritten - this.backlog;
  }

  get unacknowledged(): number {
    return this.#sent - this.peer.packets.filter(({ type }) => type === 'puback').length;
  }
}

async function until(isSo: () => Promise<boolean> | boolean, what: string): Promise<void> {
  const end = performance.now() + 60_000;
  while (!(await isSo())) {
    assert.ok(performance.now() < end, `in time: ${what}`);
    await pause(50);
  }
}

test('a broker whose memory is short', { timeout: 240_000 }, async (t) => {
  const story = await startHostileStory(t, [`overload_protection.memory_limit=${MEMORY}MB`]);
  const { port, broker } = story;
  const alarms = async () => {
    const { data } = (await broker.api.must('GET', '/alarms?activated=true')) as { data: { name: string }[] };
    return data.map(({ name }) => name).filter((name) => !name.startsWith('conn_congestion'));
  };
  const join = (name: string, properties = {}) =>
    Promise.all(Array.from({ length: PAIRS }, (_, i) => RawPeer.join(port, `${name}-${i}`, { properties })));
  const readers = await join('reader', { receiveMaximum: 1 });
  const floods = (await join('publisher')).map((peer, i) => new Flood(peer, `full/${i}`));
  const calm = await RawPeer.join(port, 'calm');
  for (const [i, reader] of readers.entries()) {
    await reader.subscribe(`full/${i}`);
    reader.stopReading();
  }

  await story.attack(
    'refuses new connections, then reads no more from the loudest publishers, and serves everybody else',
    async () => {
      const running = floods.map((flood) => flood.run());
      try {
        await until(async () => (await alarms()).includes('overload/refuse_connections'), 'the first step');
        assert.ok((await alarms()).includes('high_process_memory_usage'));
        assert.equal((await RawPeer.join(port, 'new')).reasonCode, ReasonCode.ServerBusy);
        const old = await RawPeer.join(port, 'old', { protocolVersion: 4, properties: {} });
        assert.equal(old.reasonCode, ReasonCode.ServerUnavailable, 'the return code 3 of MQTT 3.1.1');
        await until(async () => (await alarms()).includes('overload/pause_publishers'), 'the second step');
        await until(async () => ((await story.counters())['reading.paused.overload'] ?? 0) > 0, 'a pause');
        await until(async () => {
          const before = floods.map(({ progress }) => progress);
          await pause(500);
          return floods.some(({ progress, backlog }, i) => backlog > 0 && progress === before[i]);
        }, 'one of the loudest has to wait');
        calm.send(publish('calm', 'x', 1, { packetId: 1 }));
        assert.ok(await calm.take('puback'), 'a calm publisher is served');
      } finally {
        for (const flood of floods) flood.stop();
        await Promise.all(running);
      }
    },
    MEMORY * MEGABYTE,
  );

  await story.attack('is as before when nobody keeps its memory any more', async () => {
    for (const reader of readers) reader.destroy();
    await until(async () => (await alarms()).length === 0, 'the end of the alarms');
    assert.equal((await RawPeer.join(port, 'new')).reasonCode, ReasonCode.Success);
    await until(() => floods.every(({ unacknowledged }) => unacknowledged === 0), 'nothing was lost');
  });
  for (const { peer } of floods) peer.destroy();
  calm.destroy();
});
