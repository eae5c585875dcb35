import type { Message, Root, Type } from 'protobufjs';
import { SqlRuntimeError, type SqlSchema, type Value } from '../../sql/door.ts';
import { valueOfMessage } from './message-value.ts';
import { findMessage, messageNames, readProto } from './proto-source.ts';
import { messageOfValue } from './value-message.ts';

/** The messages of a `.proto` text. */
export class ProtobufCodec implements SqlSchema {
  readonly type = 'protobuf';
  readonly #root: Root;
  readonly #types = new Map<string, Type>();

  /** @throws Error of the package */
  constructor(source: string) {
    this.#root = readProto(source);
  }

  encode(value: Value, messageType?: string): Buffer {
    const type = this.#type(messageType);
    const message = messageOfValue(type, value);
    return Buffer.from(type.encode(message).finish());
  }

  decode(bytes: Buffer, messageType?: string): Value {
    const type = this.#type(messageType);
    return valueOfMessage(type, decoded(type, bytes));
  }

  #type(name: string | undefined): Type {
    if (name === undefined)
      throw new SqlRuntimeError(`a Protobuf schema needs a message type, ${this.#names()}`);
    const known = this.#types.get(name) ?? findMessage(this.#root, name);
    if (!known) throw new SqlRuntimeError(`there is no message type ${name.slice(0, 100)}, ${this.#names()}`);
    this.#types.set(name, known);
    return known;
  }

  #names(): string {
    return `such as ${messageNames(this.#root).slice(0, 5).join(', ')}`;
  }
}

function decoded(type: Type, bytes: Buffer): Message {
  try {
    return type.decode(bytes);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new SqlRuntimeError(`the data is no ${type.name}: ${said.slice(0, 200)}`);
  }
}
