import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { MemoryDisk } from '../../../test/support/memory-log-file.ts';
import { endOfTurn, type Peer } from '../../../test/support/test-broker.ts';
import type { QoS } from '../../mqtt/packets.ts';
import type { MqttBroker } from '../broker.ts';
import { AWAITING_PUBCOMP } from '../sessions/inflight.ts';

/** What must be the same before and after the end of a process, as plain data. */
function lastingState(broker: MqttBroker): unknown {
  const sessions = [...broker.sessions.all()].filter(({ log }) => log !== undefined);
  const described = sessions.map((session) => {
    const { lastPacketId, inflight, queue, awaitingRel } = session.traffic;
    return {
      clientId: session.clientId,
      expiryInterval: session.expiryInterval,
      createdAt: session.createdAt,
      lastPacketId,
      subscriptions: [...session.subscriptions.values()]
        .map(({ filter, qos, identifier }) => `${filter} ${qos} ${identifier}`)
        .sort(),
      inflight: [...inflight].map(([packetId, sent]) =>
        sent === AWAITING_PUBCOMP ? [packetId, sent] : [packetId, `${sent.message.payload}`, sent.qos],
      ),
      queue: [...queue].filter(({ qos }) => qos > 0).map(({ message, qos }) => `${message.payload} ${qos}`),
      awaitingRel: [...awaitingRel],
      will: broker.sessions.willOf(session)?.will.payload.toString(),
    };
  });
  return described.sort((a, b) => (a.clientId < b.clientId ? -1 : 1));
}

async function retainedState(disk: MemoryDisk, now: number): Promise<string[]> {
  const { join } = disk.copy().boot(new FakeClock(now));
  const reader = await join('reader');
  await reader.subscribe('#', { qos: 0 });
  return reader.takeMessages().sort();
}

/** Each restatement takes many turns: it is cut in the middle too. */
const PACE = { allowance: 300, slice: 0, pause: 5 };

/** Park and Miller's generator: the same story for the same seed. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 48_271) % 0x7fff_ffff;
    return state % sides;
  };
}

/** A life of some clients, step by step; each step is one turn. */
class Story {
  readonly disk = new MemoryDisk();
  readonly #roll: (sides: number) => number;
  readonly #peers = new Map<string, Peer>();
  readonly retained = new Map<string, string>();
  boot: ReturnType<MemoryDisk['boot']>;
  #count = 0;

  constructor(seed: number) {
    this.#roll = dice(seed);
    this.boot = this.disk.boot(new FakeClock(), { maximumQueue: 4, maximumInflight: 3 }, PACE);
  }

  async step(): Promise<void> {
    const clientId = `c${this.#roll(4)}`;
    const peer = this.#peers.get(clientId);
    if (!peer) await this.#join(clientId);
    else await this.#act(clientId, peer);
  }

  /** The process ends, and another one begins with what is on the disk. */
  crash(): void {
    this.#peers.clear();
    this.boot = this.disk.boot(this.boot.clock, { maximumQueue: 4, maximumInflight: 3 }, PACE);
  }

  async #join(clientId: string): Promise<void> {
    const peer = await this.boot.join(clientId, {
      cleanStart: this.#roll(8) === 0,
      properties: { sessionExpiryInterval: this.#roll(6) === 0 ? 0 : 1000 },
      will:
        this.#roll(2) === 0
          ? {
              topic: 'will',
              payload: Buffer.from(`will of ${clientId}`),
              qos: 1,
              retain: false,
              properties: { willDelayInterval: 500 },
            }
          : undefined,
    });
    this.#peers.set(clientId, peer);
  }

  async #act(clientId: string, peer: Peer): Promise<void> {
    const topic = `t${this.#roll(3)}`;
    switch (this.#roll(9)) {
      case 0:
        await peer.subscribe(this.#roll(3) === 0 ? '#' : topic, { qos: this.#roll(3) as QoS });
        return;
      case 1:
        await peer.send({ type: 'unsubscribe', packetId: 3, filters: [topic], properties: {} });
        return;
      case 2:
        this.#peers.delete(clientId);
        if (this.#roll(2) === 0) peer.cut();
        else await peer.send({ type: 'disconnect', reasonCode: 0, properties: {} });
        await endOfTurn();
        return;
      case 3:
        await this.boot.clock.advance(this.#roll(4) * 1000);
        return;
      case 4:
      case 5:
        await this.#acknowledge(peer);
        return;
      default:
        await this.#publish(peer, topic);
    }
  }

  async #publish(peer: Peer, topic: string): Promise<void> {
    const qos = this.#roll(3) as QoS;
    const retain = this.#roll(4) === 0;
    const payload = retain && this.#roll(3) === 0 ? '' : `m${++this.#count}`;
    const packetId = qos === 0 ? undefined : 1 + this.#roll(5);
    const { metrics } = this.boot.broker;
    const before = metrics['packets.publish.inuse'];
    await peer.publish(topic, payload, qos, { retain, packetId });
    // It waits for its receivers for a while; then what exceeds their queues is dropped.
    while (peer.paused) await this.boot.clock.advance(1000);
    const isNew = metrics['packets.publish.inuse'] === before;
    if (!retain || !isNew) return;
    if (payload === '') this.retained.delete(topic);
    else this.retained.set(topic, payload);
  }

  /** Answers some of what the peer got. */
  async #acknowledge(peer: Peer): Promise<void> {
    const packets = peer.packets.splice(0, 1 + this.#roll(3));
    for (const packet of packets) {
      const answer = (type: 'puback' | 'pubrec' | 'pubrel' | 'pubcomp', packetId: number) =>
        peer.send({ type, packetId, reasonCode: 0, properties: {} });
      if (packet.type === 'publish' && packet.packetId !== undefined)
        await answer(packet.qos === 1 ? 'puback' : 'pubrec', packet.packetId);
      else if (packet.type === 'pubrel') await answer('pubcomp', packet.packetId);
      else if (packet.type === 'pubrec' && packet.reasonCode < 0x80) await answer('pubrel', packet.packetId);
    }
  }
}

for (const seed of [1, 22, 333, 4444, 55_555, 666_666]) {
  test(`whatever happens, the log tells it again after each single turn (seed ${seed})`, async () => {
    const story = new Story(seed);
    let bases = 0;
    for (let step = 0; step < 300; step++) {
      const base = story.disk.base;
      await story.step();
      await story.boot.clock.advance(5);
      if (story.disk.base > base) bases++;
      const now = story.boot.clock.now();
      const again = story.disk.copy().boot(new FakeClock(now));
      assert.deepEqual(lastingState(again.broker), lastingState(story.boot.broker), `step ${step}`);
      if (step % 10 === 0) {
        const expected = [...story.retained].map(([topic, payload]) => `${topic}=${payload}`).sort();
        assert.deepEqual(await retainedState(story.disk, now), expected, `retained at step ${step}`);
      }
      if (step % 70 === 69) story.crash();
    }
    assert.ok(bases > 4, `${bases} restatements were complete`);
  });
}
