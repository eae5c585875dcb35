import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { FakeDocuments } from '../../test/support/fake-documents.ts';
import { readSchemaFiles, SchemaRegistry } from './door.ts';

const proto = { name: 'p', type: 'protobuf', source: 'syntax = "proto3"; message P { int32 n = 1; }' };
const stored = { ...proto, description: '' };

function folder(t: TestContext, files: Readonly<Record<string, string>>): string {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-schemas-'));
  t.after(() => rmSync(directory, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  return directory;
}

test('schemas are kept over a restart', () => {
  const definitions = new FakeDocuments();
  const registry = new SchemaRegistry({ definitions, files: [] });
  assert.deepEqual(registry.create(proto), stored);
  const again = new SchemaRegistry({ definitions, files: [] });
  assert.deepEqual(again.list(), [stored]);
  assert.deepEqual(
    again.find('p')?.decode(Buffer.from('0805', 'hex'), 'P'),
    again.find('p')?.decode(Buffer.from([8, 5]), 'P'),
  );
  again.delete('p');
  assert.equal(again.find('p'), undefined);
  assert.deepEqual(new SchemaRegistry({ definitions, files: [] }).list(), []);
});

test('a changed schema is used from then on', () => {
  const registry = new SchemaRegistry({ definitions: new FakeDocuments(), files: [] });
  registry.create(proto);
  registry.update('p', { ...proto, source: 'syntax = "proto3"; message P { int32 other = 1; }' });
  assert.deepEqual({ ...(registry.find('p')?.decode(Buffer.from([8, 5]), 'P') as object) }, { other: 5 });
});

test('the files of a folder are schemas by their names, and cannot be changed over the API', (t) => {
  const directory = folder(t, {
    'reading.avsc': '{"type":"record","name":"R","fields":[{"name":"n","type":"int"}]}',
    'limits.json': '{"type":"object"}',
    'device.proto': proto.source,
    'README.md': 'not a schema',
  });
  const registry = new SchemaRegistry({
    definitions: new FakeDocuments(),
    files: readSchemaFiles(directory),
  });
  assert.deepEqual(
    registry.list().map(({ name, type }) => [name, type]),
    [
      ['device', 'protobuf'],
      ['limits', 'json'],
      ['reading', 'avro'],
    ],
  );
  assert.equal(registry.find('reading')?.encode({ n: 1 }).toString('hex'), '02');
  const message = new RegExp(`reading lies in ${directory}/reading.avsc; change it there`);
  assert.throws(() => registry.delete('reading'), { code: 'BAD_REQUEST', message });
  assert.throws(() => registry.update('reading', proto), { code: 'BAD_REQUEST', message });
  assert.throws(() => registry.create({ ...proto, name: 'reading' }), { code: 'ALREADY_EXISTS' });
});

const folders: readonly (readonly [files: Readonly<Record<string, string>>, message: RegExp])[] = [
  [{ 'x.avsc': '{"type":"recorder"}' }, /^schema_registry\.directory: .*\/x\.avsc: source: unknown type/],
  [{ 'x.json': '{' }, /x\.json: source: /],
  [{ 'a b.json': '{}' }, /a b\.json: a schema's name has only letters/],
  [{ 'x.json': '{}', 'x.proto': proto.source }, /x\.json and .*x\.proto are both called x; rename one/],
];

for (const [files, message] of folders) {
  test(`the folder with ${Object.keys(files).join(', ')} is refused: ${message.source}`, (t) => {
    assert.throws(() => readSchemaFiles(folder(t, files)), { message });
  });
}

test('a folder that is not there is named', () => {
  assert.throws(() => readSchemaFiles('/nonexistent/schemas'), {
    message: /^schema_registry\.directory: \/nonexistent\/schemas: ENOENT/,
  });
});

test('no more than a thousand are kept', () => {
  const registry = new SchemaRegistry({ definitions: new FakeDocuments(), files: [] });
  for (let i = 0; i < 1000; i++) registry.create({ name: `s${i}`, type: 'json', source: 'true' });
  assert.throws(() => registry.create(proto), { code: 'BAD_REQUEST', message: /1000 schemas already/ });
});
