import { malformed, protocolError } from './mqtt-error.ts';
import type { Properties, ProtocolVersion } from './packets.ts';
import {
  type PropertyCarrier,
  type PropertyLimits,
  readProperties,
  USUAL_PROPERTY_LIMITS,
} from './properties.ts';
import { isReasonCodeOf, type ReasonCarrier } from './reason-codes-by-packet.ts';
import { decodeUtf8 } from './utf8.ts';
import { readVarint, varintSize } from './variable-byte-integer.ts';

/** Of every packet before MQTT 5. One for all, since some are kept for as long as their connection. */
const NO_PROPERTIES: Properties = Object.freeze({});

/**
 * Reads the fields of one packet in the order in which the standard lists them. Every method throws MqttError
 * where the bytes do not hold what it promises, so that nobody checks. Binary fields are copies: a decoded
 * packet may outlive its frame.
 */
export class PacketReader {
  /** A CONNECT finds out its own. */
  version: ProtocolVersion;
  readonly propertyLimits: PropertyLimits;
  readonly #buffer: Buffer;
  #offset: number;
  #end: number;

  constructor(
    buffer: Buffer,
    offset: number,
    end: number,
    version: ProtocolVersion,
    propertyLimits = USUAL_PROPERTY_LIMITS,
  ) {
    this.propertyLimits = propertyLimits;
    this.#buffer = buffer;
    this.#offset = offset;
    this.#end = end;
    this.version = version;
  }

  get remaining(): number {
    return this.#end - this.#offset;
  }

  byte(): number {
    return this.#buffer[this.#take(1, 'a byte')] as number;
  }

  uint16(): number {
    return this.#buffer.readUInt16BE(this.#take(2, 'a two byte integer'));
  }

  uint32(): number {
    return this.#buffer.readUInt32BE(this.#take(4, 'a four byte integer'));
  }

  varint(): number {
    const value = readVarint(this.#buffer, this.#offset, this.#end);
    this.#offset += varintSize(value);
    return value;
  }

  utf8String(): string {
    const length = this.uint16();
    const start = this.#take(length, 'a string');
    return decodeUtf8(this.#buffer, start, start + length);
  }

  binary(): Buffer {
    const length = this.uint16();
    const start = this.#take(length, 'binary data');
    return Buffer.from(this.#buffer.subarray(start, start + length));
  }

  packetId(): number {
    const id = this.uint16();
    if (id === 0) throw protocolError('the packet identifier is 0'); // [MQTT-2.2.1-3] [MQTT-2.2.1-4]
    return id;
  }

  reasonCode(carrier: ReasonCarrier): number {
    const code = this.byte();
    if (isReasonCodeOf(carrier, code)) return code;
    throw protocolError(
      `0x${code.toString(16).padStart(2, '0')} is not a reason code of ${carrier.toUpperCase()}`,
    );
  }

  /** Property length and properties (§2.2.2); none before MQTT 5. */
  properties(carrier: PropertyCarrier): Properties {
    if (this.version < 5) return NO_PROPERTIES;
    const length = this.varint();
    const end = this.#end;
    this.#end = this.#take(length, 'the properties') + length;
    this.#offset = this.#end - length;
    const properties = readProperties(this, carrier);
    this.#end = end;
    return properties;
  }

  rest(): Buffer {
    const start = this.#take(this.remaining, 'the payload');
    return Buffer.from(this.#buffer.subarray(start, this.#end));
  }

  expectEnd(): void {
    if (this.remaining > 0) throw malformed(`${this.remaining} bytes follow the end of the packet`);
  }

  #take(bytes: number, what: string): number {
    const start = this.#offset;
    if (bytes > this.#end - start) throw malformed(`the packet ends inside ${what}`);
    this.#offset += bytes;
    return start;
  }
}
