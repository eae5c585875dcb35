import { z } from 'zod';
import { file } from './config-fields.ts';

export const schemaRegistry = z.strictObject({
  directory: file()
    .optional()
    .describe(
      'Folder of schemas that lie in files, read at the start: x.json is the JSON Schema x, x.avsc Avro, x.proto Protobuf',
    ),
});
