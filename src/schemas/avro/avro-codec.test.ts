import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromJsonText, toJsonText } from '../../sql/door.ts';
import { AvroCodec } from './avro-codec.ts';

const record = (...fields: readonly (readonly [name: string, type: unknown, byDefault?: unknown])[]) => ({
  type: 'record',
  name: 'R',
  fields: fields.map(([name, type, byDefault]) => ({
    name,
    type,
    ...(byDefault === undefined ? {} : { default: byDefault }),
  })),
});

const codecOf = (schema: unknown) => new AvroCodec(JSON.stringify(schema));

/** By the examples and tables of the specification of Avro 1.11, "Binary Encoding". */
const encodings: readonly (readonly [schema: unknown, json: string, hex: string])[] = [
  ['null', 'null', ''],
  ['boolean', 'true', '01'],
  ['int', '-64', '7f'],
  ['int', '64', '8001'],
  ['long', '-2', '03'],
  ['long', '9223372036854775807', 'feffffffffffffffff01'],
  ['long', '-9223372036854775808', 'ffffffffffffffffff01'],
  ['float', '1.5', '0000c03f'],
  ['double', '1.0', '000000000000f03f'],
  ['string', '"foo"', '06666f6f'],
  [record(['a', 'long'], ['b', 'string']), '{"a":27,"b":"foo"}', '3606666f6f'],
  [{ type: 'enum', name: 'E', symbols: ['A', 'B', 'C'] }, '"C"', '04'],
  [{ type: 'array', items: 'long' }, '[3,27]', '04063600'],
  [{ type: 'array', items: 'long' }, '[]', '00'],
  [{ type: 'map', values: 'int' }, '{"a":1}', '0202610200'],
  [['null', 'string'], 'null', '00'],
  [['null', 'string'], '"a"', '020261'],
  [['int', 'double', 'boolean'], '1.5', '02000000000000f83f'],
  [['int', 'long'], '4294967296', '028080808020'],
  [{ type: 'fixed', name: 'F', size: 2 }, '"ab"', '6162'],
  [record(['next', ['null', 'R']]), '{"next":{"next":null}}', '0200'],
  [[record(['x', 'int']), { ...record(['y', 'int']), name: 'S' }], '{"y":1}', '0202'],
];

for (const [schema, json, hex] of encodings) {
  test(`${json} is ${hex || 'nothing'} by the schema ${JSON.stringify(schema).slice(0, 60)}, and back`, () => {
    const codec = codecOf(schema);
    assert.equal(codec.encode(fromJsonText(json)).toString('hex'), hex);
    assert.equal(toJsonText(codec.decode(Buffer.from(hex, 'hex'))), json);
  });
}

test('a field that is missing has its default, and a branch can be named', () => {
  const codec = codecOf(record(['a', 'int', 5], ['b', ['null', 'string'], null], ['c', ['int', 'long']]));
  assert.equal(toJsonText(codec.decode(codec.encode({ c: { long: 1 } }))), '{"a":5,"b":null,"c":1}');
  assert.equal(codec.encode({ c: { long: 1 } }).toString('hex'), '0a000202');
});

test('bytes that are no text stay bytes', () => {
  const bytes = Buffer.from([0xff, 0x00]);
  const codec = codecOf('bytes');
  assert.deepEqual(codec.decode(codec.encode(bytes)), bytes);
});

const misfits: readonly (readonly [schema: unknown, json: string, message: RegExp])[] = [
  ['int', '2147483648', /the value cannot be 2147483648, which is no integer of 32 bits/],
  ['int', '1.0', /the value must be an integer, not a float/],
  [record(['a', record(['b', 'string'])]), '{"a":{"b":1}}', /a\.b must be text, not an integer/],
  [record(['a', { type: 'array', items: 'int' }]), '{"a":[1,"x"]}', /a\[2\] must be an integer/],
  [record(['a', 'int']), '{}', /a must be an integer, not undefined/],
  [['null', 'string'], '5', /must be null or string, not an integer/],
  [{ type: 'enum', name: 'E', symbols: ['A'] }, '"B"', /must be one of A/],
];

for (const [schema, json, message] of misfits) {
  test(`${json} is refused by ${JSON.stringify(schema).slice(0, 50)}: ${message.source}`, () => {
    const codec = JSON.stringify(schema).includes('"R"') ? nested(schema) : codecOf(schema);
    assert.throws(() => codec.encode(fromJsonText(json)), { name: 'SqlRuntimeError', message });
  });
}

/** Two records of one name are no schema. */
function nested(schema: unknown): AvroCodec {
  let count = 0;
  return new AvroCodec(JSON.stringify(schema).replaceAll('"R"', () => `"R${count++}"`));
}

/** A device can send anything. */
const hostile: readonly (readonly [schema: unknown, hex: string, message: RegExp])[] = [
  ['string', '0a6162', /ends in the middle/],
  ['string', '01', /length is negative/],
  ['long', 'ffffffffffffffffffff01', /longer than ten bytes/],
  ['int', '0200', /1 bytes are left over/],
  [{ type: 'array', items: 'null' }, 'feffffffffffffffff0100', /more than 1000000 values/],
  [{ type: 'array', items: 'long' }, 'feffffffffffffffff01', /ends in the middle/],
  [{ type: 'array', items: 'string' }, '02feffffffffffffffff01', /ends in the middle/],
  [{ type: 'enum', name: 'E', symbols: ['A'] }, '06', /no symbol number 3/],
  [['null', 'int'], '08', /no branch number 4/],
  [record(['self', 'R']), '', /nested deeper than 64/],
];

for (const [schema, hex, message] of hostile) {
  test(`${hex || 'nothing'} as ${JSON.stringify(schema).slice(0, 50)} is refused: ${message.source}`, () => {
    assert.throws(() => codecOf(schema).decode(Buffer.from(hex, 'hex')), {
      name: 'SqlRuntimeError',
      message,
    });
  });
}
