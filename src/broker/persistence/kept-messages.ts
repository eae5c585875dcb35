import { MqttError } from '../../mqtt/mqtt-error.ts';
import type { QoS } from '../../mqtt/packets.ts';
import { ApplicationMessage, NO_PROPERTY_BYTES } from '../messages/application-message.ts';
import type { Publisher } from '../messages/message.ts';
import type { TopicNames } from '../routing/topic-names.ts';
import type { ByteReader } from './byte-reader.ts';
import { decode } from './identity-codec.ts';

/** Numbers of one page. */
const PAGE_SIZE = 4096;

/** Whoever published a message whose publisher stood in a damaged part of the log. */
const UNKNOWN: Publisher = {
  clientId: '',
  username: undefined,
  peerHost: undefined,
  peerName: undefined,
  attributes: {},
};

type Page = (ApplicationMessage | undefined)[];

/**
 * The messages of a log by their number. Millions may be read at a start: one object is made for each, and none on the way.
 * The numbers lie close together, so that pages of them cost less than a table.
 */
export class KeptMessages {
  readonly #topicNames: TopicNames;
  readonly #pages = new Map<number, Page>();
  #pageNumber = -1;
  #page: Page = [];
  readonly #publisherTexts = new Map<number, string>();
  readonly #publishers = new Map<number, Publisher>();
  /** The highest numbers so far. */
  lastMessage = 0;
  lastPublisher = 0;
  /** Messages whose topic the configuration no longer allows. */
  refused = 0;

  constructor(topicNames: TopicNames) {
    this.#topicNames = topicNames;
  }

  get(number: number): ApplicationMessage | undefined {
    return this.#pageOf(number)?.[number % PAGE_SIZE];
  }

  readPublisher(reader: ByteReader): void {
    const number = reader.varint();
    this.lastPublisher = Math.max(this.lastPublisher, number);
    this.#publisherTexts.set(number, reader.text());
  }

  /** A message, which stands from now on in this segment. */
  readMessage(reader: ByteReader, segment: number): void {
    const number = reader.varint();
    const end = reader.openLength();
    this.lastMessage = Math.max(this.lastMessage, number);
    const page = this.#pageOf(number) ?? this.#newPage(number);
    const place = number % PAGE_SIZE;
    const known = page[place];
    if (known) known.segment = segment;
    else page[place] = this.#make(reader, number, segment);
    reader.at = end;
  }

  #make(reader: ByteReader, number: number, segment: number): ApplicationMessage | undefined {
    const flags = reader.byte();
    const publisher = this.#publisher(reader.varint());
    const receivedAt = reader.varint();
    const expiresAt = (flags & 16) === 0 ? Number.POSITIVE_INFINITY : reader.varint();
    const id = (flags & 32) === 0 ? undefined : reader.text();
    const { bytes } = reader;
    const topicEnd = reader.skipPart();
    try {
      const topic = this.#topicNames.fromBytes(bytes, reader.partStart, topicEnd);
      const propertiesEnd = reader.skipPart();
      const hasProperties = propertiesEnd > reader.partStart;
      const properties = hasProperties
        ? Buffer.from(bytes.subarray(reader.partStart, propertiesEnd))
        : NO_PROPERTY_BYTES;
      const payloadEnd = reader.skipPart();
      const message = new ApplicationMessage(
        topic,
        (flags & 3) as QoS,
        (flags & 4) !== 0,
        (flags & 8) !== 0,
        publisher,
        receivedAt,
        expiresAt,
        properties,
        bytes,
        reader.partStart,
        payloadEnd,
      );
      message.keep();
      message.number = number;
      message.segment = segment;
      if (id !== undefined) message.restoreId(id);
      return message;
    } catch (error) {
      if (!(error instanceof MqttError)) throw error;
      this.refused++;
      return undefined;
    }
  }

  #publisher(number: number): Publisher {
    let publisher = this.#publishers.get(number);
    if (!publisher) {
      const text = this.#publisherTexts.get(number);
      publisher = text === undefined ? UNKNOWN : (decode(text) as Publisher);
      this.#publishers.set(number, publisher);
    }
    return publisher;
  }

  #pageOf(number: number): Page | undefined {
    const pageNumber = Math.floor(number / PAGE_SIZE);
    if (pageNumber === this.#pageNumber) return this.#page;
    const page = this.#pages.get(pageNumber);
    if (page) {
      this.#pageNumber = pageNumber;
      this.#page = page;
    }
    return page;
  }

  #newPage(number: number): Page {
    const page: Page = new Array<ApplicationMessage | undefined>(PAGE_SIZE).fill(undefined);
    this.#pageNumber = Math.floor(number / PAGE_SIZE);
    this.#page = page;
    this.#pages.set(this.#pageNumber, page);
    return page;
  }
}
