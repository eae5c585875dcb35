import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReasonCode } from '../../mqtt/reason-codes.ts';
import { TopicNames } from './topic-names.ts';

const bounds = { maximumTopicLevels: 64, maximumTopicLength: 1024 };

test('the same bytes are the same topic, wherever they lie', () => {
  const names = new TopicNames(bounds);
  const bytes = Buffer.from('xxa/bxx');
  assert.equal(names.fromBytes(bytes, 2, 5), names.fromName('a/b'));
  assert.notEqual(names.fromName('a/b'), names.fromName('a/c'));
});

test('names with the same hash are told apart', () => {
  const names = new TopicNames(bounds);
  // FNV-1a of these two texts is the same 32-bit number.
  const [one, other] = [names.fromName('costarring'), names.fromName('liquid')];
  assert.deepEqual([one.name, other.name], ['costarring', 'liquid']);
  assert.equal(names.fromName('costarring').name, 'costarring');
});

test('a name that was not used for two generations is forgotten, one that is in use stays', () => {
  const names = new TopicNames(bounds);
  const used = names.fromName('used');
  const unused = names.fromName('unused');
  for (let i = 0; i < 120_000; i++) {
    names.fromName(`filler/${i}`);
    if (i % 10_000 === 0) names.fromName('used');
  }
  assert.equal(names.fromName('used'), used);
  assert.notEqual(names.fromName('unused'), unused);
});

test('long names are forgotten sooner: a generation has a bound in bytes', () => {
  const names = new TopicNames(bounds);
  const unused = names.fromName('unused');
  for (let i = 0; i < 35_000; i++) names.fromName(`${i}`.padEnd(1000, 'x'));
  assert.notEqual(names.fromName('unused'), unused);
});

const refused: [name: string, reasonCode: number][] = [
  ['', ReasonCode.TopicNameInvalid],
  ['a/+', ReasonCode.TopicNameInvalid],
  ['#', ReasonCode.TopicNameInvalid],
  ['a/'.repeat(64), ReasonCode.TopicNameInvalid],
];
for (const [name, reasonCode] of refused) {
  test(`publishing to ${JSON.stringify(name.slice(0, 10))} is refused`, () => {
    assert.throws(() => new TopicNames(bounds).fromName(name), { reasonCode });
  });
}

test('bytes that are not UTF-8 are refused', () => {
  const bytes = Buffer.from([0x61, 0xc0, 0x80]);
  assert.throws(() => new TopicNames(bounds).fromBytes(bytes, 0, 3), {
    reasonCode: ReasonCode.MalformedPacket,
  });
});

test('the longest topic name and the most levels are what the configuration says', () => {
  const names = new TopicNames({ maximumTopicLevels: 2, maximumTopicLength: 6 });
  assert.equal(names.fromName('é/éa').name, 'é/éa', 'six bytes of UTF-8');
  for (const name of ['é/éab', 'a/b/c']) {
    assert.throws(() => names.fromName(name), { reasonCode: ReasonCode.TopicNameInvalid });
  }
});
