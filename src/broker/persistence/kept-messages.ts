import type { QoS } from '../../mqtt/packets.ts';
import { ApplicationMessage, NO_PROPERTY_BYTES } from '../messages/application-message.ts';
import type { Publisher } from '../messages/message.ts';
import type { Topic } from '../routing/topic.ts';
import { ByteReader } from './byte-reader.ts';

/** Numbers of one page. */
const PAGE_SIZE = 4096;

/** Where in a record of the log a message stands; it is made when it turns out to be needed. */
export class KeptMessage {
  readonly number: number;
  #record: Buffer;
  #start: number;
  #end: number;
  segment: number;
  #made: ApplicationMessage | undefined = undefined;

  constructor(number: number, record: Buffer, start: number, end: number, segment: number) {
    this.number = number;
    this.#record = record;
    this.#start = start;
    this.#end = end;
    this.segment = segment;
  }

  /** It is said again in a later segment. */
  move(record: Buffer, start: number, end: number, segment: number): void {
    this.#record = record;
    this.#start = start;
    this.#end = end;
    this.segment = segment;
  }

  get topic(): string {
    const reader = this.#reader();
    readHead(reader);
    return reader.text();
  }

  /**
   * The message, one for all that ask. A million of them may wait: no buffer is made on the way.
   * @throws MqttError for a topic that the configuration no longer allows
   */
  make(
    topicOf: (bytes: Buffer, start: number, end: number) => Topic,
    publisherOf: (number: number) => Publisher,
  ): ApplicationMessage {
    if (this.#made) return this.#made;
    const reader = this.#reader();
    const head = readHead(reader);
    const { flags, publisher, receivedAt, expiresAt, id } = head;
    const topicEnd = reader.skipPart();
    const topic = topicOf(reader.bytes, reader.partStart, topicEnd);
    const propertiesEnd = reader.skipPart();
    const properties =
      propertiesEnd > reader.partStart
        ? Buffer.from(reader.bytes.subarray(reader.partStart, propertiesEnd))
        : NO_PROPERTY_BYTES;
    const payloadEnd = reader.skipPart();
    const message = new ApplicationMessage(
      topic,
      (flags & 3) as QoS,
      (flags & 4) !== 0,
      (flags & 8) !== 0,
      publisherOf(publisher),
      receivedAt,
      expiresAt,
      properties,
      reader.bytes,
      reader.partStart,
      payloadEnd,
    );
    message.keep();
    message.number = this.number;
    message.segment = this.segment;
    if (id !== undefined) message.restoreId(id);
    this.#made = message;
    return message;
  }

  #reader(): ByteReader {
    return new ByteReader(this.#record, this.#start, this.#end);
  }
}

/** What stands in front of topic, properties and payload. */
function readHead(reader: ByteReader) {
  const flags = reader.byte();
  return {
    flags,
    publisher: reader.varint(),
    receivedAt: reader.varint(),
    expiresAt: (flags & 16) === 0 ? Number.POSITIVE_INFINITY : reader.varint(),
    id: (flags & 32) === 0 ? undefined : reader.text(),
  };
}

/** Messages by number. The numbers lie close together, so that pages of them cost less than a table of each. */
export class KeptMessages {
  readonly #pages = new Map<number, (KeptMessage | undefined)[]>();
  #pageNumber = -1;
  #page: (KeptMessage | undefined)[] = [];
  /** The highest number so far. */
  last = 0;

  get(number: number): KeptMessage | undefined {
    return this.#pageOf(number)?.[number % PAGE_SIZE];
  }

  put(number: number, record: Buffer, start: number, end: number, segment: number): void {
    this.last = Math.max(this.last, number);
    let page = this.#pageOf(number);
    if (!page) {
      page = new Array<KeptMessage | undefined>(PAGE_SIZE).fill(undefined);
      this.#pageNumber = Math.floor(number / PAGE_SIZE);
      this.#page = page;
      this.#pages.set(this.#pageNumber, page);
    }
    const known = page[number % PAGE_SIZE];
    if (known) known.move(record, start, end, segment);
    else page[number % PAGE_SIZE] = new KeptMessage(number, record, start, end, segment);
  }

  #pageOf(number: number): (KeptMessage | undefined)[] | undefined {
    const pageNumber = Math.floor(number / PAGE_SIZE);
    if (pageNumber === this.#pageNumber) return this.#page;
    const page = this.#pages.get(pageNumber);
    if (page) {
      this.#pageNumber = pageNumber;
      this.#page = page;
    }
    return page;
  }
}
