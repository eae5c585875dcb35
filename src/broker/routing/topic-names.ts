import { MqttError, quoted } from '../../mqtt/mqtt-error.ts';
import { ReasonCode } from '../../mqtt/reason-codes.ts';
import { isValidTopicName } from '../../mqtt/topics.ts';
import { decodeUtf8 } from '../../mqtt/utf8.ts';
import { Topic } from './topic.ts';
import { isWithinBounds, type TopicBounds } from './topic-bounds.ts';

/** Names remembered in one generation; the memory of names is at most twice that. */
const GENERATION_SIZE = 50_000;

/** Bytes of names in one generation. */
const GENERATION_BYTES = 16 * 1024 * 1024;

/**
 * The topic names in use, found by their bytes: a topic is decoded, checked and split once and not for each
 * message. Two generations bound the memory: what was not used while a generation filled up is forgotten.
 */
export class TopicNames {
  #young = new Map<number, Topic>();
  #old = new Map<number, Topic>();
  #youngBytes = 0;
  readonly #bounds: TopicBounds;

  constructor(bounds: TopicBounds) {
    this.#bounds = bounds;
  }

  /**
   * The topic that the bytes spell.
   * @throws MqttError MalformedPacket for bad UTF-8, TopicNameInvalid for a name that must not be published to
   */
  fromBytes(buffer: Buffer, start: number, end: number): Topic {
    const hash = hashOf(buffer, start, end);
    const known = this.#find(hash);
    if (known?.spells(buffer, start, end)) return known;
    const name = decodeUtf8(buffer, start, end);
    this.#check(name);
    // The frame belongs to the connection; the topic outlives it.
    return this.#remember(new Topic(name, Buffer.from(buffer.subarray(start, end)), hash));
  }

  /** @throws MqttError TopicNameInvalid */
  fromName(name: string): Topic {
    const bytes = Buffer.from(name);
    return this.fromBytes(bytes, 0, bytes.length);
  }

  /** Undefined for a name that must not be published to. */
  fromNameIfValid(name: string): Topic | undefined {
    return isValidTopicName(name) && isWithinBounds(name, this.#bounds) ? this.fromName(name) : undefined;
  }

  /** Forgets the route of exactly this topic, because a subscription without wildcards came or went. */
  forgetRoute(name: string): void {
    const bytes = Buffer.from(name);
    const topic = this.#find(hashOf(bytes, 0, bytes.length));
    if (topic?.name === name) topic.route = undefined;
  }

  #find(hash: number): Topic | undefined {
    const young = this.#young.get(hash);
    if (young) return young;
    const old = this.#old.get(hash);
    if (old) this.#remember(old);
    return old;
  }

  /** Of two names with one hash the later one stays; the other is merely looked up again. */
  #remember(topic: Topic): Topic {
    if (this.#young.size >= GENERATION_SIZE || this.#youngBytes >= GENERATION_BYTES) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#youngBytes = 0;
    }
    this.#youngBytes += topic.bytes.length;
    this.#young.set(topic.hash, topic);
    return topic;
  }

  #check(name: string): void {
    if (!isValidTopicName(name)) {
      throw new MqttError(
        ReasonCode.TopicNameInvalid,
        `cannot publish to ${quoted(name)}: a topic name is not empty and has no wildcard`,
      );
    }
    if (!isWithinBounds(name, this.#bounds)) {
      throw new MqttError(
        ReasonCode.TopicNameInvalid,
        `cannot publish to ${quoted(name)}: it has too many levels or bytes`,
      );
    }
  }
}

/** FNV-1a over the bytes, as a small integer that V8 keeps unboxed. */
function hashOf(buffer: Buffer, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (buffer[i] as number), 0x01000193);
  return hash >> 1;
}
