import { z } from 'zod';
import { fileMember } from './values.ts';

export const Schema = z
  .object({
    name: z.string(),
    type: z.enum(['json', 'avro', 'protobuf']),
    source: z
      .string()
      .meta({ description: 'The JSON Schema, the Avro schema, or the text of the .proto file' }),
    description: z.string(),
    file: fileMember,
  })
  .meta({ id: 'Schema' });
export type Schema = z.output<typeof Schema>;

export const SchemaPath = z.object({ name: z.string() });
