import { isUtf8 } from 'node:buffer';
import type { Properties, ProtocolVersion, QoS } from '../../mqtt/packets.ts';
import { NO_PROPERTY_LIMITS } from '../../mqtt/properties.ts';
import { decodePublishProperties, publishHeader } from '../../mqtt/publish.ts';
import { publishSize, writePublish } from '../../mqtt/publish-frame.ts';
import type { Topic } from '../routing/topic.ts';
import { takeFrame } from './frame-slab.ts';
import type { Message, Publisher } from './message.ts';
import { nextMessageId } from './message-id.ts';
import { copyToSlab } from './payload-slab.ts';

export const NO_PROPERTY_BYTES: Buffer = Buffer.alloc(0);

/**
 * A message as the broker carries it. The payload is a place in the bytes that arrived, the id, the decoded
 * properties and the payload's own Buffer are made when somebody asks: most messages pass through unasked.
 */
export class ApplicationMessage implements Message {
  readonly destination: Topic;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly dup: boolean;
  readonly from: Publisher;
  readonly receivedAt: number;
  /** Unix milliseconds, Infinity without a Message Expiry Interval (§3.3.2.3.3). */
  readonly expiresAt: number;
  /** Encoded, without the length, without a topic alias. */
  readonly propertyBytes: Buffer;

  /** How many connections get it: for more than one it is worth encoding once for all. */
  receivers = 0;
  bytes: Buffer;
  payloadStart: number;
  payloadEnd: number;
  /** Its name in the log of what outlives the process, 0 when it has none. */
  number = 0;
  /** The segment of that log in which it stands last. */
  segment = 0;
  #kept = false;
  #id: string | undefined = undefined;
  #frames: (Buffer | undefined)[] | undefined = undefined;

  constructor(
    destination: Topic,
    qos: QoS,
    retain: boolean,
    dup: boolean,
    from: Publisher,
    receivedAt: number,
    expiresAt: number,
    propertyBytes: Buffer,
    bytes: Buffer,
    payloadStart: number,
    payloadEnd: number,
  ) {
    this.destination = destination;
    this.qos = qos;
    this.retain = retain;
    this.dup = dup;
    this.from = from;
    this.receivedAt = receivedAt;
    this.expiresAt = expiresAt;
    this.propertyBytes = propertyBytes;
    this.bytes = bytes;
    this.payloadStart = payloadStart;
    this.payloadEnd = payloadEnd;
  }

  get topic(): string {
    return this.destination.name;
  }

  /** The id if somebody has asked for it. */
  get knownId(): string | undefined {
    return this.#id;
  }

  /** Brings back the id of a message that outlived the process. */
  restoreId(id: string): void {
    this.#id = id;
  }

  get id(): string {
    this.#id ??= nextMessageId(this.receivedAt);
    return this.#id;
  }

  get payload(): Buffer {
    this.keep();
    return this.bytes.subarray(this.payloadStart, this.payloadEnd);
  }

  payloadText(): string | Buffer {
    this.keep();
    const text = this.bytes.toString('utf8', this.payloadStart, this.payloadEnd);
    // U+FFFD stands where bytes are no UTF-8, unless somebody has written it. Text of one byte per character has none, and V8
    // knows without looking. The number of characters says nothing: a lone byte gives one as well.
    if (!text.includes('\ufffd')) return text;
    const { payload } = this;
    return isUtf8(payload) ? text : payload;
  }

  get properties(): Properties {
    return decodePublishProperties(this.propertyBytes, 0, this.propertyBytes.length, NO_PROPERTY_LIMITS);
  }

  get payloadLength(): number {
    return this.payloadEnd - this.payloadStart;
  }

  /**
   * Makes the payload a copy of its own. Until then it lies in the bytes that the connection received, which
   * are good for the present turn only, and which would be kept whole for the sake of one message.
   */
  keep(): this {
    if (this.#kept) return this;
    this.#kept = true;
    const length = this.payloadLength;
    const { slab, start } = copyToSlab(this.bytes, this.payloadStart, this.payloadEnd);
    this.bytes = slab;
    this.payloadStart = start;
    this.payloadEnd = start + length;
    return this;
  }

  /** Gives the payload memory that nothing else lives in, for a message that stays for long. */
  keepAlone(): this {
    this.#kept = true;
    const alone = Buffer.allocUnsafeSlow(this.payloadLength);
    this.bytes.copy(alone, 0, this.payloadStart, this.payloadEnd);
    this.bytes = alone;
    this.payloadStart = 0;
    this.payloadEnd = alone.length;
    return this;
  }

  /** The whole PUBLISH as all receivers of one version, QoS and retain flag get it, but for the packet identifier. */
  frame(version: ProtocolVersion, qos: QoS, retain: boolean): Buffer {
    this.#frames ??= [];
    const form = (version === 5 ? 6 : 0) + qos * 2 + (retain ? 1 : 0);
    let frame = this.#frames[form];
    if (!frame) {
      const properties = version === 5 ? this.propertyBytes : undefined;
      const size = publishSize(
        this.destination.bytes.length,
        qos,
        version,
        this.propertyBytes.length,
        this.payloadLength,
      );
      frame = qos === 0 ? takeFrame(form, size) : Buffer.allocUnsafe(size);
      const packetId = qos === 0 ? 0 : 1;
      writePublish(
        frame,
        0,
        publishHeader(qos, retain, false),
        this.destination.bytes,
        packetId,
        properties,
        this.bytes,
        this.payloadStart,
        this.payloadEnd,
      );
      this.#frames[form] = frame;
    }
    return frame;
  }
}
