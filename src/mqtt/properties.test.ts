import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MqttError } from './mqtt-error.ts';
import { PacketReader } from './packet-reader.ts';
import { type PropertyCarrier, readProperties } from './properties.ts';
import { ReasonCode } from './reason-codes.ts';
import { annotated } from './wire-example.ts';

const carriers: readonly PropertyCarrier[] = [
  'connect',
  'connack',
  'publish',
  'will',
  'puback',
  'pubrec',
  'pubrel',
  'pubcomp',
  'subscribe',
  'suback',
  'unsubscribe',
  'unsuback',
  'disconnect',
  'auth',
];

/** Table 2-4 of the standard: an example of every property, and who may carry it. */
const table: readonly [bytes: string, carriers: string][] = [
  ['01 01', 'publish will'],
  ['02 00 00 00 01', 'publish will'],
  ['03 00 01 "t"', 'publish will'],
  ['08 00 01 "t"', 'publish will'],
  ['09 00 01 "d"', 'publish will'],
  ['0b 01', 'publish subscribe'],
  ['11 00 00 00 01', 'connect connack disconnect'],
  ['12 00 01 "c"', 'connack'],
  ['13 00 01', 'connack'],
  ['15 00 01 "m"', 'connect connack auth'],
  ['16 00 01 "d"', 'connect connack auth'],
  ['17 01', 'connect'],
  ['18 00 00 00 01', 'will'],
  ['19 01', 'connect'],
  ['1a 00 01 "i"', 'connack'],
  ['1c 00 01 "s"', 'connack disconnect'],
  ['1f 00 01 "r"', 'connack puback pubrec pubrel pubcomp suback unsuback disconnect auth'],
  ['21 00 01', 'connect connack'],
  ['22 00 01', 'connect connack'],
  ['23 00 01', 'publish'],
  ['24 01', 'connack'],
  ['25 01', 'connack'],
  ['26 00 01 "k" 00 01 "v"', carriers.join(' ')],
  ['27 00 00 00 01', 'connect connack'],
  ['28 01', 'connack'],
  ['29 01', 'connack'],
  ['2a 01', 'connack'],
];

const read = (text: string, carrier: PropertyCarrier) => {
  const bytes = annotated(text);
  return readProperties(new PacketReader(bytes, 0, bytes.length, 5), carrier);
};

const hasReasonCode = (code: number) => (error: unknown) =>
  error instanceof MqttError && error.reasonCode === code;

test('every property is read where the standard lists it and refused elsewhere', () => {
  for (const [bytes, allowed] of table) {
    for (const carrier of carriers) {
      if (allowed.split(' ').includes(carrier)) assert.equal(Object.keys(read(bytes, carrier)).length, 1);
      else
        assert.throws(
          () => read(bytes, carrier),
          hasReasonCode(ReasonCode.MalformedPacket),
          `${bytes} in ${carrier}`,
        );
    }
  }
});

test('identifiers that the standard does not list are refused', () => {
  const known = new Set(table.map(([bytes]) => Number.parseInt(bytes.slice(0, 2), 16)));
  for (let identifier = 0; identifier < 0x80; identifier++) {
    if (known.has(identifier)) continue;
    const bytes = `${identifier.toString(16).padStart(2, '0')} 00 00 00 00`;
    for (const carrier of carriers) {
      assert.throws(() => read(bytes, carrier), hasReasonCode(ReasonCode.MalformedPacket), bytes);
    }
  }
});

test('only user properties, and subscription identifiers of PUBLISH, may be repeated', () => {
  for (const [bytes, allowed] of table) {
    for (const carrier of allowed.split(' ') as PropertyCarrier[]) {
      const twice = () => read(`${bytes} ${bytes}`, carrier);
      if (bytes.startsWith('26') || (bytes.startsWith('0b') && carrier === 'publish')) {
        assert.deepEqual(
          Object.values(twice()).map((list: unknown[]) => list.length),
          [2],
        );
      } else assert.throws(twice, hasReasonCode(ReasonCode.ProtocolError), `${bytes} in ${carrier}`);
    }
  }
});

test('properties that are 0 or 1 are nothing else', () => {
  for (const identifier of ['01', '17', '19', '24', '25', '28', '29', '2a']) {
    const [, allowed = ''] = table.find(([bytes]) => bytes.startsWith(identifier)) ?? [];
    for (const carrier of allowed.split(' ') as PropertyCarrier[]) {
      assert.ok(read(`${identifier} 00`, carrier));
      assert.throws(() => read(`${identifier} 02`, carrier), hasReasonCode(ReasonCode.ProtocolError));
    }
  }
});

test('a property that is cut off is malformed, at every byte', () => {
  for (const [text, allowed] of table) {
    const bytes = annotated(text);
    const carrier = allowed.split(' ')[0] as PropertyCarrier;
    for (let end = 1; end < bytes.length; end++) {
      const cut = new PacketReader(bytes, 0, end, 5);
      assert.throws(() => readProperties(cut, carrier), hasReasonCode(ReasonCode.MalformedPacket), text);
    }
  }
});

test('a packet has at most 64 user properties and 16 kB of them', () => {
  const pair = (value: number) =>
    Buffer.from(`\x26\0\x01k${String.fromCharCode(value >> 8, value & 0xff)}`, 'latin1');
  const properties = (count: number, valueBytes: number) =>
    Buffer.concat(
      Array.from({ length: count }, () => [pair(valueBytes), Buffer.alloc(valueBytes, 'v')]).flat(),
    );
  const readAll = (bytes: Buffer) => readProperties(new PacketReader(bytes, 0, bytes.length, 5), 'publish');
  assert.equal(readAll(properties(64, 1)).userProperties?.length, 64);
  const tooMuch = { name: 'MqttError', reasonCode: ReasonCode.QuotaExceeded };
  assert.throws(() => readAll(properties(65, 1)), tooMuch);
  assert.throws(() => readAll(properties(17, 1000)), tooMuch);
});

test('how many user properties a packet has, and how many bytes of them, is for whoever reads it to say', () => {
  const three = Buffer.from('\x26\0\x01k\0\x01v'.repeat(3), 'latin1');
  const read = (maximumUserProperties: number, maximumUserPropertyBytes: number) =>
    readProperties(
      new PacketReader(three, 0, three.length, 5, { maximumUserProperties, maximumUserPropertyBytes }),
      'connect',
    ).userProperties?.length;
  const tooMuch = { name: 'MqttError', reasonCode: ReasonCode.QuotaExceeded };
  assert.equal(read(3, three.length), 3);
  assert.throws(() => read(2, three.length), tooMuch);
  assert.throws(() => read(3, three.length - 1), tooMuch);
});
