import { z } from 'zod';

export const SCHEMA_TYPES = ['json', 'avro', 'protobuf'] as const;
export type SchemaType = (typeof SCHEMA_TYPES)[number];

/** Characters of a schema's source. */
export const LONGEST_SOURCE = 512 * 1024;

/** As EMQX's. */
export const schemaName = z
  .string()
  .max(255)
  .regex(/^[0-9A-Za-z][0-9A-Za-z_-]*$/, 'must begin with a letter or a digit, and go on with these, - or _');

const body = {
  type: z.enum(SCHEMA_TYPES, {
    error: 'must be json, avro or protobuf; a schema that is asked for outside is not available',
  }),
  source: z.string().min(1, 'must not be empty').max(LONGEST_SOURCE),
  description: z.string().max(65_536).default(''),
};

/** The body of `POST /schema_registry`. */
export const schemaDraft = z.strictObject({ name: schemaName, ...body });

/** The body of `PUT /schema_registry/{name}`; scripts send back the name that they were given, which is not read. */
export const schemaChange = z.strictObject({ name: z.string().optional(), ...body });

export type SchemaDraft = z.output<typeof schemaDraft>;

/** What is kept of a draft. */
export type SchemaDefinition = Omit<SchemaDraft, 'name'>;
