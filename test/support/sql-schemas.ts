import { SchemaRegistry } from '../../src/schemas/door.ts';

/** A registry whose schemas are kept nowhere. */
export function schemasOf(...drafts: readonly unknown[]): SchemaRegistry {
  const registry = new SchemaRegistry({
    definitions: {
      list: () => [],
      put: (_kind, id, body) => ({ id, body, createdAt: 0, updatedAt: 0 }),
      delete: () => true,
    },
    files: [],
  });
  for (const draft of drafts) registry.create(draft);
  return registry;
}

/** One pair in three languages, which the examples of the functions speak about. */
export const exampleSchemas = [
  {
    name: 'pair_avro',
    type: 'avro',
    source: JSON.stringify({
      type: 'record',
      name: 'Pair',
      fields: [
        { name: 'a', type: 'int' },
        { name: 'b', type: 'string' },
      ],
    }),
  },
  {
    name: 'pair_proto',
    type: 'protobuf',
    source: 'syntax = "proto3"; message Pair { int64 a = 1; string b = 2; }',
  },
  {
    name: 'pair_json',
    type: 'json',
    source: JSON.stringify({
      type: 'object',
      properties: { a: { type: 'integer' }, b: { type: 'string' } },
      required: ['a', 'b'],
    }),
  },
] as const;
