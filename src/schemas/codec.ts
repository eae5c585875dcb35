import type { SqlSchema } from '../sql/door.ts';
import { AvroCodec } from './avro/avro-codec.ts';
import { JsonCodec } from './json-codec.ts';
import { ProtobufCodec } from './protobuf/protobuf-codec.ts';
import type { SchemaDefinition, SchemaType } from './schema-draft.ts';
import { invalidSource } from './schema-error.ts';

const codecs: Readonly<Record<SchemaType, new (source: string) => SqlSchema>> = {
  json: JsonCodec,
  avro: AvroCodec,
  protobuf: ProtobufCodec,
};

/** The packages that read schemas are loaded by the first one of their type. @throws SchemaError BAD_REQUEST */
export function compileSchema({ type, source }: Pick<SchemaDefinition, 'type' | 'source'>): SqlSchema {
  try {
    return new codecs[type](source);
  } catch (error) {
    throw invalidSource(error);
  }
}
