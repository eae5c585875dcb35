import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromJsonText, toJsonText } from '../sql/door.ts';
import { JsonCodec } from './json-codec.ts';

const draft = (path: string, schema: object) => JSON.stringify({ $schema: path, ...schema });
const DRAFT_6 = 'http://json-schema.org/draft-06/schema#';
const DRAFT_7 = 'http://json-schema.org/draft-07/schema#';
const DRAFT_2020 = 'https://json-schema.org/draft/2020-12/schema';

const temperature = {
  type: 'object',
  properties: { t: { type: 'integer', minimum: -273 } },
  required: ['t'],
};

for (const path of [DRAFT_6, DRAFT_7, 'https://json-schema.org/draft/2019-09/schema', DRAFT_2020]) {
  test(`values are checked by ${path}`, () => {
    const codec = new JsonCodec(draft(path, temperature));
    assert.equal(codec.encode({ t: 5 }), '{"t":5}');
    assert.equal(toJsonText(codec.decode(Buffer.from('{"t": 9007199254740993}'))), '{"t":9007199254740993}');
    assert.throws(() => codec.encode({ t: -300 }), /does not fit the schema: \/t must be >= -273/);
    assert.throws(() => codec.decode(Buffer.from('{}')), /must have required property 't'/);
    assert.throws(() => codec.decode(Buffer.from('{"t":')), { message: 'decode_json_failed' });
  });
}

test('prefixItems is a word of 2020-12', () => {
  const codec = new JsonCodec(draft(DRAFT_2020, { prefixItems: [{ type: 'integer' }], items: false }));
  assert.throws(() => codec.encode(['x']), /\/0 must be integer/);
  assert.throws(() => codec.encode([1, 2]), /must NOT have more than 1 items/);
});

test('a pattern of a schema meets any text in no time', () => {
  const codec = new JsonCodec(JSON.stringify({ pattern: '^(a+)+$' }));
  assert.throws(() => codec.encode(`${'a'.repeat(100_000)}!`), /must match pattern/);
  assert.equal(codec.encode('aaa'), '"aaa"');
});

test('elements are told apart without comparing every pair', () => {
  const codec = new JsonCodec(JSON.stringify({ uniqueItems: true }));
  const objects = Array.from({ length: 50_000 }, (_, i) => ({ i, list: [i] }));
  assert.doesNotThrow(() => codec.encode(objects));
  assert.throws(() => codec.encode(fromJsonText('[{"a":1,"b":2},{"b":2,"a":1}]')), /uniqueItems/);
});

const sources: readonly (readonly [source: string, message: RegExp])[] = [
  ['{', /JSON/],
  ['{"type":"nothing"}', /type/],
  ['{"$ref":"https://example.com/other.json"}', /can't resolve reference/],
  [draft('http://json-schema.org/draft-04/schema#', {}), /older than what is read here/],
  ['{"pattern":"("}', /regular expression/],
  ['5', /schema/],
];

for (const [source, message] of sources) {
  test(`the source ${source} is refused: ${message.source}`, () => {
    assert.throws(() => new JsonCodec(source), message);
  });
}
