import type { SqlSchema, Value } from '../../sql/door.ts';
import { AvroReader } from './avro-reader.ts';
import { readAvroSchema } from './avro-schema.ts';
import type { AvroType } from './avro-type.ts';
import { AvroWriter } from './avro-writer.ts';

/** Avro's binary encoding of one value, without the schema and without a header. */
export class AvroCodec implements SqlSchema {
  readonly type = 'avro';
  readonly #root: AvroType;

  /** @throws Error of the package, or SyntaxError */
  constructor(source: string) {
    this.#root = readAvroSchema(source);
  }

  encode(value: Value): Buffer {
    return AvroWriter.bytesOf(value, this.#root);
  }

  decode(bytes: Buffer): Value {
    return new AvroReader(bytes).readAll(this.#root);
  }
}
