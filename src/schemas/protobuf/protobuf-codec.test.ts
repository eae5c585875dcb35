import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromJsonText, toJsonText } from '../../sql/door.ts';
import { ProtobufCodec } from './protobuf-codec.ts';

const proto3 = new ProtobufCodec(`
  syntax = "proto3";
  package plant.v1;
  import "google/protobuf/timestamp.proto";
  // A reading of one device.
  enum State { UNKNOWN = 0; RUNNING = 1; }
  message Reading {
    int32 i = 1; sint64 s = 2; uint64 u = 3; fixed64 f = 4; float x = 5; double y = 6; bool b = 7;
    string text = 8; bytes raw = 9; State state = 10; repeated int32 list = 11; map<string, int64> tags = 12;
    Inner inner = 13; oneof choice { string left = 14; int32 right = 15; } optional int32 maybe = 16;
    google.protobuf.Timestamp at = 17; map<int64, string> names = 18; map<bool, int32> flags = 19; sfixed32 z = 20;
    message Inner { int32 n = 1; Inner next = 2; }
  }
`);

const reading = (json: string) =>
  toJsonText(proto3.decode(proto3.encode(fromJsonText(json), 'Reading'), 'plant.v1.Reading'));

const zeros =
  '"i":0,"s":0,"u":0,"f":0,"x":0.0,"y":0.0,"b":false,"text":"","raw":"","state":"UNKNOWN","list":[],"tags":{}';

test('what was not sent is zero, or left out where the language tells the two apart', () => {
  assert.equal(reading('{}'), `{${zeros},"names":{},"flags":{},"z":0}`);
});

const roundTrips: readonly string[] = [
  '"i":-5',
  '"s":-9223372036854775808',
  '"u":18446744073709551615',
  '"f":9007199254740993',
  '"x":1.5',
  '"y":0.1',
  '"y":"infinity"',
  '"b":true',
  '"text":"温度"',
  '"raw":"ab"',
  '"state":"RUNNING"',
  '"list":[1,-2,3]',
  '"tags":{"a":9223372036854775807}',
  '"inner":{"n":1,"next":{"n":2}}',
  '"left":"x"',
  '"right":0',
  '"maybe":0',
  '"at":{"seconds":1756465154,"nanos":5}',
  '"names":{"-9223372036854775808":"low"}',
  '"flags":{"false":1}',
  '"z":-1',
];

for (const member of roundTrips) {
  test(`${member} comes back as it was`, () => {
    assert.ok(reading(`{${member}}`).includes(member), reading(`{${member}}`));
  });
}

test('bytes are those that other encoders write', () => {
  const person = new ProtobufCodec(
    'syntax="proto2"; message P { required string name = 1; optional sint32 n = 2; }',
  );
  assert.equal(person.encode({ name: 'a', n: -1 }, 'P').toString('hex'), '0a01611001');
  assert.equal(toJsonText(person.decode(Buffer.from('0a0161', 'hex'), 'P')), '{"name":"a"}');
  assert.throws(() => person.decode(Buffer.from('1001', 'hex'), 'P'), /no P: .*name/);
  assert.throws(() => person.encode({ n: 1 }, 'P'), /P needs the field name/);
});

const misfits: readonly (readonly [json: string, message: RegExp])[] = [
  ['{"i":1.5}', /i must be an integer, not a float/],
  ['{"i":2147483648}', /i cannot be 2147483648/],
  ['{"u":-1}', /u cannot be -1, which is no unsigned integer of 64 bits/],
  ['{"state":"BROKEN"}', /state must be one of State: UNKNOWN, RUNNING, not 'BROKEN'/],
  ['{"inner":{"m":1}}', /Inner has no field m/],
  ['{"inner":{"next":{"n":"x"}}}', /inner\.next\.n must be an integer/],
  ['{"__proto__":1}', /Reading has no field __proto__/],
  ['{"left":"a","right":1}', /only one of left and right/],
  ['{"list":5}', /list must be a list/],
  ['{"names":{"x":"y"}}', /names has keys that are integers/],
];

for (const [json, message] of misfits) {
  test(`${json} is refused: ${message.source}`, () => {
    assert.throws(() => proto3.encode(fromJsonText(json), 'Reading'), { name: 'SqlRuntimeError', message });
  });
}

test('a message type must be given, and be there', () => {
  assert.throws(() => proto3.decode(Buffer.alloc(0)), /needs a message type, such as plant\.v1\.Reading/);
  assert.throws(() => proto3.decode(Buffer.alloc(0), 'Nope'), /there is no message type Nope/);
  // Whose parts were looked for one by one: seconds, and then the end of the stack.
  for (const name of ['.'.repeat(60_000), `${'a.'.repeat(30_000)}a`]) {
    assert.throws(() => proto3.decode(Buffer.alloc(0), name), /there is no message type/);
  }
});

test('what a device sends may be anything', () => {
  assert.throws(() => proto3.decode(Buffer.from('0aff', 'hex'), 'Reading'), { name: 'SqlRuntimeError' });
  // Messages within messages, a hundred thousand of them.
  const deep = Buffer.alloc(200_000, Buffer.from([0x13, 0x13]));
  assert.throws(() => proto3.decode(deep, 'Reading'), { name: 'SqlRuntimeError' });
});

const sources: readonly (readonly [source: string, message: RegExp])[] = [
  ['message {', /illegal type name/],
  ['syntax = "proto3"; message M { Nope x = 1; }', /no such type|Nope/i],
  [
    'syntax = "proto3"; import "other.proto"; message M {}',
    /import "other\.proto": other files are not read/,
  ],
  ['syntax = "proto3";', /it has no message/],
];

for (const [source, message] of sources) {
  test(`the source ${source} is refused: ${message.source}`, () => {
    assert.throws(() => new ProtobufCodec(source), message);
  });
}
