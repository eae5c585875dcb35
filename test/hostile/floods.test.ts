import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { encodePacket } from '../../src/mqtt/codec.ts';
import { ReasonCode } from '../../src/mqtt/reason-codes.ts';
import { startHostileStory } from '../support/hostile-story.ts';
import { RawPeer } from '../support/raw-peer.ts';
import { connect, publish } from '../support/test-broker.ts';

/** Sends one packet after the other, as fast as the broker reads. */
async function sendAll(peer: RawPeer, packets: Iterable<Buffer>): Promise<void> {
  let gathered: Buffer[] = [];
  let size = 0;
  for (const packet of packets) {
    gathered.push(packet);
    size += packet.length;
    if (size < 32 * 1024) continue;
    if (!peer.sendBytes(Buffer.concat(gathered))) await peer.sent();
    gathered = [];
    size = 0;
    peer.packets.length = 0;
  }
  peer.sendBytes(Buffer.concat(gathered));
  await peer.sent();
}

/** Waits until the broker has taken everything that was sent before. */
async function settled(peer: RawPeer): Promise<boolean> {
  peer.packets.length = 0;
  peer.send({ type: 'pingreq' });
  return (await peer.take('pingresp')) !== undefined;
}

const request = (filter: string) =>
  ({ filter, qos: 0, noLocal: false, retainAsPublished: false, retainHandling: 0 }) as const;

test('floods', { timeout: 120_000 }, async (t) => {
  const story = await startHostileStory(t, ['mqtt.max_inflight=32', 'retainer.max_retained_messages=5000']);
  const { port } = story;

  await story.attack('topics of 10,000 levels are refused with a reason', async () => {
    const deep = '/'.repeat(10_000);
    for (let i = 0; i < 50; i++) {
      const peer = await RawPeer.join(port, `deep-${i}`);
      assert.deepEqual(await peer.subscribe(deep, '+/'.repeat(9999)), [
        ReasonCode.TopicFilterInvalid,
        ReasonCode.TopicFilterInvalid,
      ]);
      peer.send(publish(deep, 'x'));
      assert.equal((await peer.take('disconnect'))?.reasonCode, ReasonCode.TopicNameInvalid);
      await peer.closed;
    }
    const will = { topic: deep, payload: Buffer.alloc(0), qos: 0, retain: false, properties: {} } as const;
    const willing = await RawPeer.join(port, 'deep-will', { will });
    assert.equal(willing.reasonCode, ReasonCode.TopicNameInvalid);
  });

  await story.attack('user properties beyond their bound end the connection with a reason', async () => {
    const many = Array.from({ length: 5000 }, (_, i) => [`k${i}`, 'v'] as const);
    const large = [['k', 'x'.repeat(40_000)]] as const;
    for (const userProperties of [many, large]) {
      for (let i = 0; i < 20; i++) {
        const peer = await RawPeer.join(port, `properties-${i}`);
        peer.send(publish('t', 'x', 0, { properties: { userProperties } }));
        assert.equal((await peer.take('disconnect'))?.reasonCode, ReasonCode.QuotaExceeded);
        await peer.closed;
      }
    }
    const refused = await RawPeer.join(port, 'properties', { properties: { userProperties: many } });
    assert.notEqual(refused.reasonCode, 0);
  });

  await story.attack('QoS 2 messages that are never released end with 0x93', async () => {
    const peer = await RawPeer.join(port, 'unreleased');
    await sendAll(
      peer,
      Array.from({ length: 10_000 }, (_, i) => encodePacket(publish('q2', 'x', 2, { packetId: i + 1 }), 5)),
    );
    await peer.closed;
    const told = peer.packets.find(({ type }) => type === 'disconnect');
    assert.ok(told?.type === 'disconnect' && told.reasonCode === ReasonCode.ReceiveMaximumExceeded);
  });

  await story.attack('a receiver that acknowledges nothing gets its window and no more', async () => {
    const receiver = await RawPeer.join(port, 'window');
    await receiver.subscribe('window');
    const publisher = await RawPeer.join(port, 'window-publisher');
    await sendAll(
      publisher,
      Array.from({ length: 5000 }, (_, i) => encodePacket(publish('window', 'x', 1, { packetId: i + 1 }), 5)),
    );
    assert.ok(await settled(publisher));
    assert.equal(receiver.packets.filter(({ type }) => type === 'publish').length, 32);
    const { 'delivery.dropped.queue_full': dropped = 0 } = await story.counters();
    assert.ok(dropped >= 3900, 'the rest was dropped and counted');
    receiver.destroy();
    publisher.destroy();
  });

  await story.attack(
    '100,000 wildcard filters of 100 clients',
    async () => {
      const peers = await Promise.all(Array.from({ length: 100 }, (_, i) => RawPeer.join(port, `wild-${i}`)));
      await Promise.all(
        peers.map(async (peer, i) => {
          const filters = Array.from({ length: 1000 }, (_, j) => `wild/${i}/+/${j}/#`);
          const codes = await peer.subscribe(...filters, 'one/too/many');
          assert.equal(codes.filter((code) => code === 1).length, 1000);
          assert.equal(codes.at(-1), ReasonCode.QuotaExceeded);
        }),
      );
      const publisher = await RawPeer.join(port, 'wild-publisher');
      await sendAll(
        publisher,
        Array.from({ length: 5000 }, (_, i) =>
          encodePacket(publish(`wild/${i % 100}/x/${i % 1000}/y`, 'x'), 5),
        ),
      );
      assert.ok(await settled(publisher));
      for (const peer of [...peers, publisher]) peer.destroy();
    },
    192 * 1024 * 1024,
  );

  await story.attack('SUBSCRIBE and UNSUBSCRIBE of wildcards by turns, while others publish', async () => {
    const subscribe = encodePacket(
      { type: 'subscribe', packetId: 1, subscriptions: [request('storm/+/#')], properties: {} },
      5,
    );
    const unsubscribe = encodePacket(
      { type: 'unsubscribe', packetId: 2, filters: ['storm/+/#'], properties: {} },
      5,
    );
    const peers = await Promise.all(Array.from({ length: 20 }, (_, i) => RawPeer.join(port, `storm-${i}`)));
    await Promise.all(
      peers.map((peer) =>
        sendAll(
          peer,
          Array.from({ length: 1000 }, (_, i) => (i % 2 ? unsubscribe : subscribe)),
        ),
      ),
    );
    for (const peer of peers) assert.ok(await settled(peer));
    for (const peer of peers) peer.destroy();
  });

  await story.attack('shared subscriptions by the thousand, and wrong ones', async () => {
    const peer = await RawPeer.join(port, 'shared');
    const wrong = [
      '$share/',
      '$share/g',
      '$share//t',
      '$share/+/t',
      '$share/g/',
      '$share/g#/t',
      '$share/g/t/#/x',
    ];
    assert.ok((await peer.subscribe(...wrong)).every((code) => code >= 0x80));
    const groups = Array.from({ length: 990 }, (_, i) => `$share/g${i}/shared/#`);
    assert.ok((await peer.subscribe(...groups)).every((code) => code === 1));
    const publisher = await RawPeer.join(port, 'shared-publisher');
    await sendAll(
      publisher,
      Array.from({ length: 10 }, () => encodePacket(publish('shared/t', 'x'), 5)),
    );
    assert.ok(await settled(publisher));
    for (const each of [peer, publisher]) each.destroy();
  });

  await story.attack(
    'retained messages beyond their number are not kept, and subscribers to all get the rest',
    async () => {
      const publisher = await RawPeer.join(port, 'retainer');
      function* messages(): Generator<Buffer> {
        for (let i = 0; i < 6000; i++)
          yield encodePacket(publish(`retained/${i % 1000}/${i}`, 'x', 0, { retain: true }), 5);
      }
      await sendAll(publisher, messages());
      assert.ok(await settled(publisher));
      const stats = (await story.broker.api.must('GET', '/stats?aggregate=true')) as Record<string, number>;
      assert.equal(stats['retained.count'], 5000);
      const readers = await Promise.all(Array.from({ length: 3 }, (_, i) => RawPeer.join(port, `all-${i}`)));
      for (const reader of readers) assert.deepEqual(await reader.subscribe('retained/#'), [1]);
      // A thousand filters that match nothing walk all of them.
      const seeker = await RawPeer.join(port, 'seeker');
      await seeker.subscribe(...Array.from({ length: 900 }, (_, i) => `retained/+/no-${i}`));
      await pause(500);
      for (const peer of [publisher, seeker, ...readers]) peer.destroy();
    },
    96 * 1024 * 1024,
  );

  await story.attack(
    'a publish storm, take-over of one id and subscriptions that come and go, all at once',
    async () => {
      const publishers = await Promise.all(
        Array.from({ length: 10 }, (_, i) => RawPeer.join(port, `mix-${i}`)),
      );
      const until = performance.now() + 1000;
      const storm = publishers.map(async (peer, i) => {
        while (performance.now() < until)
          await sendAll(
            peer,
            Array.from({ length: 200 }, (_, j) =>
              encodePacket(publish(`mix/${i}/${j % 10}`, 'x'.repeat(100)), 5),
            ),
          );
      });
      const takeOver = (async () => {
        while (performance.now() < until) {
          const peer = await RawPeer.join(port, 'mixed', {
            cleanStart: false,
            properties: { sessionExpiryInterval: 60 },
          });
          await peer.subscribe('mix/#');
          await pause(5);
        }
      })();
      await Promise.all([...storm, takeOver]);
      for (const peer of publishers) peer.destroy();
      const last = await RawPeer.join(port, 'mixed', { cleanStart: true });
      last.destroy();
    },
  );

  await t.test('a minute of peace later the broker is as it was', async () => {
    const { live_connections: live } = (
      (await story.broker.api.must('GET', '/nodes')) as {
        live_connections: number;
      }[]
    )[0] ?? { live_connections: -1 };
    assert.ok(live <= 3, `${live} connections are left`);
    const fresh = await RawPeer.join(port, 'fresh');
    assert.equal(fresh.reasonCode, 0);
    fresh.send(connect('fresh'));
    await fresh.closed;
  });
});
