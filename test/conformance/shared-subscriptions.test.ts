import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReasonCode } from '../../src/mqtt/reason-codes.ts';
import { endOfTurn, startTestBroker } from '../support/test-broker.ts';

const persistent = { cleanStart: false, properties: { sessionExpiryInterval: 3600 } } as const;

test('each message of a shared subscription goes to one member of the group, and each group gets it', async () => {
  const { join } = startTestBroker();
  const [a, b, other, plain] = [await join('a'), await join('b'), await join('other'), await join('plain')];
  await a.subscribe('$share/g/t/#');
  await b.subscribe('$share/g/t/#');
  await other.subscribe('$share/h/t/+');
  await plain.subscribe('t/1');
  const publisher = await join('p');
  for (let i = 0; i < 10; i++) await publisher.publish('t/1', String(i));
  const shares = [a, b].map((peer) => peer.takeMessages());
  assert.deepEqual(
    shares.map(({ length }) => length),
    [5, 5],
  );
  assert.equal(new Set(shares.flat()).size, 10);
  assert.deepEqual([other.takeMessages().length, plain.takeMessages().length], [10, 10]);
});

test('members of a group have their own granted QoS', async () => {
  const { join } = startTestBroker();
  const members = [await join('a'), await join('b'), await join('c')];
  for (const [qos, member] of members.entries())
    await member.subscribe('$share/g/t', { qos: qos as 0 | 1 | 2 });
  const publisher = await join('p');
  for (let packetId = 1; packetId <= 3; packetId++) await publisher.publish('t', 'x', 2, { packetId });
  assert.deepEqual(
    members.map((member) => member.take('publish').qos),
    [0, 1, 2],
  );
});

test('several subscriptions of one client, shared and not, bring a copy each with its own identifier', async () => {
  const { join } = startTestBroker();
  const peer = await join('c');
  for (const [filter, identifier] of [
    ['t', 1],
    ['$share/g/t', 2],
    ['$share/h/#', 3],
  ] as const) {
    await peer.send({
      type: 'subscribe',
      packetId: 1,
      subscriptions: [{ filter, qos: 1, noLocal: false, retainAsPublished: false, retainHandling: 0 }],
      properties: { subscriptionIdentifiers: [identifier] },
    });
  }
  await peer.publish('t', 'x');
  const identifiers = peer.takeAll('publish').map(({ properties }) => properties.subscriptionIdentifiers);
  assert.deepEqual(identifiers.sort(), [[1], [2], [3]]);
});

test('a QoS 2 message whose member went away is brought to its end when that member is back, and to nobody else', async () => {
  const { join } = startTestBroker();
  const a = await join('a', persistent);
  const b = await join('b', persistent);
  await a.subscribe('$share/g/t');
  await b.subscribe('$share/g/t');
  await (await join('p')).publish('t', 'x', 2);
  const [chosen, other] = a.packets.length > 0 ? [a, b] : [b, a];
  chosen.take('publish');
  chosen.cut();
  const again = await join(chosen === a ? 'a' : 'b', persistent);
  assert.deepEqual([again.take('publish').dup, other.packets], [true, []]);
});

test('a message that its member refuses goes to nobody else', async () => {
  const { join } = startTestBroker();
  const members = [await join('a'), await join('b')];
  for (const member of members) await member.subscribe('$share/g/t');
  const publisher = await join('p');
  for (const [qos, answer] of [
    [1, 'puback'],
    [2, 'pubrec'],
  ] as const) {
    await publisher.publish('t', 'x', qos, { packetId: qos });
    const chosen = members.find(({ packets }) => packets.length > 0);
    const { packetId = 0 } = chosen?.take('publish') ?? {};
    await chosen?.send({ type: answer, packetId, reasonCode: ReasonCode.QuotaExceeded, properties: {} });
    chosen?.cut();
    await endOfTurn();
    assert.deepEqual(
      members.map(({ packets }) => packets.length),
      [0, 0],
    );
  }
});

test('a shared subscription brings no retained messages', async () => {
  const { join } = startTestBroker();
  const peer = await join('c');
  await peer.publish('t', 'kept', 0, { retain: true });
  await peer.subscribe('$share/g/t');
  assert.deepEqual(peer.takeMessages(), []);
});

test('a QoS 2 message that was sent goes to nobody else when the session of its member ends', async () => {
  const { broker, join } = startTestBroker();
  const members = { a: await join('a', persistent), b: await join('b', persistent) };
  for (const member of Object.values(members)) await member.subscribe('$share/g/t');
  await (await join('p')).publish('t', 'x', 2);
  const chosen = members.a.packets.length > 0 ? 'a' : 'b';
  broker.kick(chosen);
  await endOfTurn();
  assert.deepEqual(members[chosen === 'a' ? 'b' : 'a'].packets, []);
});
