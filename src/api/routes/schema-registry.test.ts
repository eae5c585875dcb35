import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTable, startApi } from '../../../test/support/api-scenario.ts';
import { Schema } from '../contract.ts';

const avro = {
  name: 'reading',
  type: 'avro',
  source: '{"type":"record","name":"R","fields":[]}',
  description: 'x',
};
const body = (changes: object) => ({ ...avro, ...changes });

test('a schema is registered, shown, replaced and deleted', async (t) => {
  const api = await startApi(t);
  const missing = { status: 404, code: 'NOT_FOUND' } as const;
  await checkTable(api, [
    {
      request: 'POST /schema_registry',
      body: avro,
      status: 201,
      answer: Schema,
      check: (it) => assert.deepEqual(it, avro),
    },
    { request: 'POST /schema_registry', body: avro, status: 400, code: 'ALREADY_EXISTS' },
    { request: 'GET /schema_registry', status: 200, check: (it) => assert.deepEqual(it, [avro]) },
    { request: 'GET /schema_registry/reading', status: 200, check: (it) => assert.deepEqual(it, avro) },
    {
      request: 'PUT /schema_registry/reading',
      body: { type: 'json', source: '{}' },
      status: 200,
      check: (it) => assert.deepEqual(it, { name: 'reading', type: 'json', source: '{}', description: '' }),
    },
    { request: 'DELETE /schema_registry/reading', status: 204 },
    { request: 'GET /schema_registry/reading', ...missing },
    { request: 'PUT /schema_registry/reading', body: avro, ...missing },
    { request: 'DELETE /schema_registry/reading', ...missing },
  ]);
});

const refused: readonly (readonly [body: unknown, message: RegExp])[] = [
  [body({ name: 'a b' }), /must begin with a letter or a digit/],
  [body({ name: undefined }), /name/],
  [body({ type: 'external_http' }), /must be json, avro or protobuf/],
  [body({ source: '' }), /must not be empty/],
  [body({ source: '{"type":"recorder"}' }), /source: unknown type/],
  [body({ type: 'protobuf' }), /source: illegal/],
  [body({ type: 'json', source: '{"type":1}' }), /source: /],
  [body({ color: 'red' }), /color/],
];

for (const [draft, message] of refused) {
  test(`${JSON.stringify(draft).slice(0, 80)} is refused: ${message.source}`, async (t) => {
    const api = await startApi(t);
    const answer = await api.send('POST /schema_registry', { body: draft });
    assert.equal(answer.status, 400);
    assert.match((answer.body as { message: string }).message, message);
  });
}
