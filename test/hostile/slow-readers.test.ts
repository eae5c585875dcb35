import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodePacket } from '../../src/mqtt/codec.ts';
import { startHostileStory } from '../support/hostile-story.ts';
import { RawPeer } from '../support/raw-peer.ts';
import { publish } from '../support/test-broker.ts';

const READERS = 20;
const PAYLOAD = Buffer.alloc(16 * 1024, 'x').toString();
const MESSAGES = 8000; // 125 MB, and 2.5 GB for all readers

test('readers that do not read', { timeout: 120_000 }, async (t) => {
  const story = await startHostileStory(t);
  for (const qos of [0, 1] as const) {
    await story.attack(
      `125 MB published at QoS ${qos} to ${READERS} readers that do not read cost at most 96 MB`,
      async () => {
        const readers = await Promise.all(
          Array.from({ length: READERS }, (_, i) => RawPeer.join(story.port, `reader-${qos}-${i}`)),
        );
        for (const reader of readers) {
          assert.deepEqual(await reader.subscribe(`flood/${qos}`), [1]);
          reader.stopReading();
        }
        const publisher = await RawPeer.join(story.port, `flood-${qos}`);
        for (let i = 0; i < MESSAGES; i++) {
          const packet = encodePacket(publish(`flood/${qos}`, PAYLOAD, qos, { packetId: i + 1 }), 5);
          if (!publisher.sendBytes(packet)) await publisher.sent();
          publisher.packets.length = 0;
        }
        publisher.send({ type: 'pingreq' });
        assert.ok(await publisher.take('pingresp'), 'the publisher was served to the end');
        const { 'delivery.dropped.queue_full': dropped = 0 } = await story.counters();
        assert.ok(dropped > 0, 'what nobody read was dropped and counted');
        for (const peer of [...readers, publisher]) peer.destroy();
      },
      96 * 1024 * 1024,
    );
  }
});
