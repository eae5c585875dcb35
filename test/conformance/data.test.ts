import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodePacket } from '../../src/mqtt/codec.ts';
import { topicMatchesFilter } from '../../src/mqtt/topics.ts';
import { digitsOf, hex } from '../support/hex.ts';
import { connect, endOfTurn, publish, startTestBroker } from '../support/test-broker.ts';

test('a byte order mark is a character like others, in topics and in properties', async () => {
  const { join } = startTestBroker();
  const peer = await join('c');
  await peer.subscribe('\uFEFFt');
  await peer.publish('t', 'without');
  await peer.publish('\uFEFFt', 'with', 0, { properties: { contentType: '\uFEFFx' } });
  const received = peer.take('publish');
  assert.deepEqual([received.topic, received.properties.contentType], ['\uFEFFt', '\uFEFFx']);
  assert.deepEqual(peer.packets, []);
});

test('both texts of a user property must be UTF-8 without U+0000', async () => {
  for (const property of [
    '26 0002c080 0001 61',
    '26 0001 61 0002c080',
    '26 0001 00 0001 61',
    '26 0001 61 0001 00',
  ]) {
    const { join } = startTestBroker();
    const peer = await join('c');
    const bytes = hex(property);
    peer.sendBytes(
      Buffer.concat([hex('30'), Buffer.of(4 + bytes.length), hex('0001 74'), Buffer.of(bytes.length), bytes]),
    );
    await endOfTurn();
    assert.equal(peer.take('disconnect').reasonCode, 0x81, property);
  }
});

test('packets without properties say so with a length of 0, and what the broker sends is in its shortest form', async () => {
  const { join } = startTestBroker();
  const sent: Buffer[] = [];
  const peer = await join('c');
  const write = peer.write.bind(peer);
  peer.write = (blocks) => {
    sent.push(...blocks.map((block) => Buffer.from(block)));
    return write(blocks);
  };
  await peer.subscribe('t', { qos: 0 });
  await peer.publish('t', 'x'.repeat(120));
  await peer.publish('t', 'x'.repeat(130));
  assert.deepEqual(Buffer.concat(sent).subarray(0, 6), hex('90 04 0007 00 00'));
  const messages = [120, 130].map((length) => encodePacket(publish('t', 'x'.repeat(length)), 5));
  assert.deepEqual(Buffer.concat(sent).subarray(6), Buffer.concat(messages));
});

test('topic names are compared as they are: case, spaces, slashes and composed characters count', async () => {
  const { join } = startTestBroker();
  const peer = await join('c');
  const filters = ['a', 'A', '/a', 'a/', 'a//b', ' a', '\u00e9', 'e\u0301'];
  for (const filter of filters) await peer.subscribe(filter);
  for (const topic of filters) {
    await peer.publish(topic, 'x');
    assert.deepEqual(peer.takeMessages(), [`${topic}=x`]);
  }
  await peer.publish('a/b', 'x');
  assert.deepEqual(peer.takeMessages(), []);
});

test('a message has the topic that was published to, which the filter of the subscription matches', async () => {
  const { join } = startTestBroker();
  const filters = ['sport/+/player1', 'sport/#', '+/+', '/+', '+', 'a//c', '#', 'sport/tennis/#'];
  const topics = [
    'sport',
    'sport/tennis',
    'sport/tennis/player1',
    '/finance',
    'finance',
    'a//c',
    'a/b/c',
    '/',
  ];
  for (const filter of filters) {
    const peer = await join('c');
    await peer.subscribe(filter);
    const publisher = await join('p');
    for (const topic of topics) await publisher.publish(topic, topic);
    const expected = topics.filter((topic) => topicMatchesFilter(topic, filter));
    assert.deepEqual(
      peer.takeMessages(),
      expected.map((topic) => `${topic}=${topic}`),
      filter,
    );
  }
});

test('wildcards at the beginning of a filter do not match topics that begin with $', async () => {
  const { broker, join } = startTestBroker();
  const peer = await join('c');
  await peer.subscribe('#');
  await peer.subscribe('+/monitor/Clients');
  const named = await join('named');
  await named.subscribe('$SYS/#');
  await named.subscribe('$SYS/monitor/+');
  const from = {
    clientId: 'x',
    username: undefined,
    peerHost: undefined,
    peerName: undefined,
    attributes: {},
  };
  broker.publish({ topic: '$SYS/monitor/Clients', payload: Buffer.from('1'), qos: 0, retain: true, from });
  await peer.publish('$other/x', '2', 0, { retain: true });
  await endOfTurn();
  assert.deepEqual(peer.takeMessages(), []);
  assert.deepEqual(named.takeMessages(), ['$SYS/monitor/Clients=1']);
  await peer.subscribe('#');
  assert.deepEqual(peer.takeMessages(), [], 'retained ones neither');
});

const malformedFilters = [
  '',
  '#a',
  'a#',
  'a/#/b',
  '##',
  '#/',
  'a+',
  '+a',
  'a/b+/c',
  '++',
  '$share/',
  '$share/g',
  '$share/g/',
  '$share//a',
  '$share/+/a',
  '$share/g#/a',
  '$share/g/a#',
  '$queue/',
];

test('a filter with a wildcard in a wrong place, or a share without name or filter, is refused by name', async () => {
  const { join } = startTestBroker();
  const peer = await join('c');
  for (const filter of malformedFilters) assert.equal(await peer.subscribe(filter), 0x8f, filter);
  for (const filter of [
    '#',
    'a/#',
    '+',
    '+/a',
    'a/+/b',
    '/+',
    '+/+/#',
    '$share/g/a',
    '$share/g/#',
    '$queue/a',
  ])
    assert.equal(await peer.subscribe(filter), 2, filter);
});

test('a topic name of 65,535 bytes can be read, and is refused by the bound of this broker', async () => {
  const { join } = startTestBroker();
  const peer = await join('c');
  const name = Buffer.alloc(65_535, 'x');
  peer.sendBytes(Buffer.concat([hex('30 82 80 04 ffff'), name, hex('00')]));
  await endOfTurn();
  assert.equal(peer.take('disconnect').reasonCode, 0x90);
});

test('a property identifier or a length that is not in its shortest form is malformed', async () => {
  const { dial } = startTestBroker();
  for (const bytes of [
    `10 0f 0004 ${digitsOf('MQTT')} 05 02 0000 8000 0001 61`,
    `10 8e 00 0004 ${digitsOf('MQTT')} 05 02 0000 00 0001 61`,
  ]) {
    const peer = dial();
    peer.sendBytes(hex(bytes));
    await endOfTurn();
    assert.deepEqual([peer.take('connack').reasonCode, peer.closed], [0x81, 'end'], bytes);
  }
  const fine = dial();
  assert.equal((await fine.ask(connect('c'), 'connack')).reasonCode, 0);
});
