import assert from 'node:assert/strict';
import type { Logger } from '../../src/lib/logger.ts';
import { encodePacket } from '../../src/mqtt/codec.ts';
import { endOfTurn, publish, startTestBroker } from '../support/test-broker.ts';
import { ClientPackets } from './client-packets.ts';
import { Conversation } from './conversation.ts';
import { Random } from './random.ts';

const STEPS = 60;
const CONNECTIONS = 4;

/** What went wrong, and everything that makes it happen again. */
export class FuzzFailure extends Error {
  override readonly name = 'FuzzFailure';
  readonly seed: number;

  constructor(seed: number, cause: unknown, conversations: readonly Conversation[]) {
    const bytes = conversations.map(
      ({ sent }, index) => `connection ${index}: ${sent.map((chunk) => hexadecimal(chunk)).join(' ')}`,
    );
    const what = cause instanceof Error ? cause.stack : String(cause);
    super(`seed ${seed} fails: ${what}\n${bytes.join('\n')}\nagain: npm run fuzz -- --seed ${seed} --runs 1`);
    this.seed = seed;
  }
}

/**
 * Several connections that talk to one broker at once, well and badly, by chance: whatever they send, no exception
 * leaves a connection, every answer is one that the standard allows, an innocent client notices nothing, and
 * everybody who connected is accounted for in the end, once.
 * @throws FuzzFailure
 */
export async function fuzzBroker(seed: number): Promise<void> {
  const random = new Random(seed);
  const packets = new ClientPackets(random);
  const { broker, clock, join, record } = startTestBroker({
    maximumPacketSize: 50_000,
    maximumQueue: 20,
    maximumAwaitingRel: 5,
    outputHardLimit: 100_000,
    outputSoftLimit: 25_000,
  });
  const events = record('client.connected', 'client.disconnected');
  const defects: unknown[] = [];
  const logger = broker.logger as { -readonly [Level in keyof Logger]: Logger[Level] };
  const logError = logger.error;
  logger.error = (first: unknown) => void defects.push(first);
  const conversations: Conversation[] = [];
  const live: Conversation[] = [];
  const versions = new Map<Conversation, 3 | 4 | 5>();
  try {
    const probe = await join('probe', { cleanStart: true });
    await probe.subscribe('probe', { qos: 0 });
    for (let step = 0; step < STEPS; step++) {
      if (live.length < CONNECTIONS && random.chance(0.4)) {
        const conversation = new Conversation(broker);
        const version = packets.version();
        versions.set(conversation, version);
        conversations.push(conversation);
        live.push(conversation);
        const opening = encodePacket(packets.connect(version), version);
        if (random.chance(0.9)) conversation.send(random.chance(0.9) ? opening : packets.mutated(opening));
      }
      const speaker = live.length > 0 ? random.pick(live) : undefined;
      if (speaker) speak(speaker, versions.get(speaker) ?? 5, packets, random);
      if (random.chance(0.3)) await endOfTurn();
      if (random.chance(0.05)) await clock.advance(random.pick([300, 2000, 20_000]));
      for (const gone of live.filter(({ isClosed }) => isClosed)) live.splice(live.indexOf(gone), 1);
      if (step % 20 === 19) {
        await probe.send(publish('probe', `${step}`, 1, { packetId: step + 1 }));
        // Publishers may have to wait for a receiver that has more than it can take.
        for (let turn = 0; turn < 100 && probe.packets.length < 2; turn++) await clock.advance(100);
        assert.deepEqual(probe.takeMessages(), [`probe=${step}`], 'the innocent client gets its message');
        assert.equal(probe.takeAll('puback').at(-1)?.packetId, step + 1);
      }
    }
    for (const conversation of live) conversation.cut();
    for (let turn = 0; turn < 3; turn++) await endOfTurn();
    assert.deepEqual(defects, [], 'no exception but MqttError leaves a handler');
    const count = (name: string) => events.filter((event) => event.name === name).length;
    // Nobody hears of the probe leaving.
    assert.equal(count('client.disconnected'), count('client.connected') - 1, 'everybody is accounted for');
    assert.equal(broker.stats().liveConnections.count, 1);
  } catch (error) {
    throw new FuzzFailure(seed, error, conversations);
  } finally {
    logger.error = logError;
    broker.stop();
  }
}

/** Long runs of one byte as `78×20000`. */
function hexadecimal(bytes: Buffer): string {
  return bytes.toString('hex').replace(/(..)\1{15,}/g, (run, byte) => `${byte}×${run.length / 2} `);
}

function speak(speaker: Conversation, version: 3 | 4 | 5, packets: ClientPackets, random: Random): void {
  if (random.chance(0.04)) speaker.cut();
  else if (random.chance(0.85)) {
    const said = Array.from({ length: 1 + random.below(4) }, () => encodePacket(packets.ordinary(), version));
    const bytes = Buffer.concat(said);
    // In two chunks, now and then.
    const at = random.chance(0.3) ? random.below(bytes.length) : bytes.length;
    speaker.send(bytes.subarray(0, at));
    if (at < bytes.length) speaker.send(bytes.subarray(at));
  } else speaker.send(packets.strange(version));
}
