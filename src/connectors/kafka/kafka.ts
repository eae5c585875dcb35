import type { MessageToProduce, Producer } from '@platformatic/kafka';
import { parseDuration } from '../../lib/duration.ts';
import { describeNetworkError } from '../../lib/network-error.ts';
import { parseServers, showServer } from '../../lib/server-address.ts';
import { toTlsOptions } from '../../lib/tls-settings.ts';
import { type ConnectorHandle, defineConnector, type Parcel, type ProbeResult } from '../connector.ts';
import { networkFailure, untilAborted } from '../driver-failures.ts';
import type { Outcome } from '../outcome.ts';
import { type Payload, payloadBytes } from '../payload.ts';
import { guardBrokers } from './guarded-brokers.ts';
import { KAFKA_PORT, type KafkaSettings, kafkaSettings } from './kafka-settings.ts';
import { faultsIn, isAboutOneRecord, judgeCode, unknownTopic } from './kafka-verdicts.ts';

/** One record, all templates filled in, and how its action wants it produced. */
export interface KafkaRequest {
  topic: string;
  /** Without one the record goes to any partition. */
  key?: string | undefined;
  value: Payload;
  /** Unix milliseconds; when it is sent without one. */
  timestamp?: number | undefined;
  headers?: readonly (readonly [name: string, value: string])[] | undefined;
  produce: ProduceOptions;
}

/** The same for all records of an action. */
export interface ProduceOptions {
  partition: 'random' | 'key_dispatch';
  compression: 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';
  acks: 'all_isr' | 'leader_only' | 'none';
  /** Of one request, before compression. */
  maxBytes: number;
  /** How long the number of partitions is believed: milliseconds. */
  refresh: number;
}

const ACKS = { all_isr: -1, leader_only: 1, none: 0 } as const;

const MECHANISMS = {
  plain: 'PLAIN',
  scram_sha_256: 'SCRAM-SHA-256',
  scram_sha_512: 'SCRAM-SHA-512',
} as const;

/** Of a record, beside its key, value and headers; generous, since it only cuts batches. */
const RECORD_OVERHEAD = 64;

type Driver = typeof import('@platformatic/kafka');
type Message = MessageToProduce<Buffer, Buffer, Buffer, Buffer> & { partition: number };
type Indexed = { readonly request: KafkaRequest; readonly index: number };

/** Kafka, as a producer. Delivered is what the acknowledgement of the action's `required_acks` was for. */
export const kafka = defineConnector<typeof kafkaSettings, KafkaRequest>({
  type: 'kafka_producer',
  aliases: ['kafka'],
  settings: kafkaSettings,
  async open(settings) {
    const tls = settings.ssl.enable ? await toTlsOptions(settings.ssl) : undefined;
    const driver: Driver = await import('@platformatic/kafka');
    const { authentication: sasl } = settings;
    const producer: Producer = new driver.Producer({
      clientId: 'tocsin',
      bootstrapBrokers: parseServers(settings.bootstrap_hosts, KAFKA_PORT),
      connectTimeout: parseDuration(settings.connect_timeout) ?? 5000,
      requestTimeout: parseDuration(settings.metadata_request_timeout) ?? 5000,
      // Leaders move: once more after a look at who leads now. Everything else is the outbox's to repeat.
      retries: 1,
      retryDelay: 100,
      autocreateTopics: false,
      ...(tls && { tls: tls as object, tlsServerName: (tls as { servername?: string }).servername ?? true }),
      ...(sasl !== 'none' && {
        sasl: {
          mechanism: MECHANISMS[sasl.mechanism],
          username: sasl.username,
          password: sasl.password,
        },
      }),
    });
    guardBrokers(producer.connections);
    return new KafkaHandle(settings, driver, producer);
  },
  describe(_settings, { topic, key, value, timestamp, headers }) {
    return {
      topic,
      ...(key !== undefined && { key }),
      value,
      ...(timestamp !== undefined && { timestamp }),
      ...(headers &&
        headers.length > 0 && { headers: headers.map(([name, text]) => ({ name, value: text })) }),
    };
  },
});

class KafkaHandle implements ConnectorHandle<KafkaRequest> {
  /** Several requests at a time would let a partition's records overtake each other when one has to be repeated. */
  readonly concurrency = 1;
  readonly #driver: Driver;
  readonly #producer: Producer;
  readonly #where: string;
  /** Topics that were not there, until when (Unix milliseconds) they are not asked for again. */
  readonly #absent = new Map<string, number>();
  readonly #absence: number;
  readonly #closing = new AbortController();
  #inFlight = 0;
  #onIdle: (() => void) | undefined;

  constructor(settings: KafkaSettings, driver: Driver, producer: Producer) {
    this.#driver = driver;
    this.#producer = producer;
    this.#where = parseServers(settings.bootstrap_hosts, KAFKA_PORT).map(showServer).join(', ');
    this.#absence = parseDuration(settings.min_metadata_refresh_interval) ?? 0;
  }

  async send(parcel: Parcel<KafkaRequest>, signal: AbortSignal): Promise<Outcome> {
    const [outcome] = await this.sendBatch([parcel], signal);
    return outcome ?? notTried;
  }

  async sendBatch(
    parcels: readonly Parcel<KafkaRequest>[],
    caller: AbortSignal,
  ): Promise<readonly Outcome[]> {
    const signal = AbortSignal.any([caller, this.#closing.signal]);
    const outcomes: Outcome[] = parcels.map(() => notTried);
    const topics = Map.groupBy(
      parcels.map(({ request }, index) => ({ request, index })),
      ({ request: { topic, produce } }) => `${topic} ${produce.compression} ${produce.acks}`,
    );
    this.#inFlight++;
    // Topics do not wait for each other; within one everything is in order.
    await Promise.all([...topics.values()].map((rows) => this.#produceAll(rows, outcomes, signal)));
    this.#inFlight--;
    if (this.#inFlight === 0) this.#onIdle?.();
    return outcomes;
  }

  /** Asks for the brokers of the cluster; no topic is named, so that none is made. */
  async probe(signal: AbortSignal): Promise<ProbeResult> {
    try {
      await untilAborted(this.#producer.metadata({ topics: [], forceUpdate: true, retries: 0 }), signal);
      return { reachable: true };
    } catch (error) {
      const { whole } = faultsIn(error);
      const reason = whole ? judgeCode(whole) : undefined;
      return {
        reachable: false,
        reason:
          reason && 'reason' in reason ? reason.reason : describeNetworkError(deepest(error), this.#where),
      };
    }
  }

  async drain(): Promise<void> {
    if (this.#inFlight > 0) await new Promise<void>((resolve) => (this.#onIdle = resolve));
    await this.close();
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('the connector was closed'));
    await this.#producer.close(true).catch(() => undefined);
  }

  async #produceAll(rows: readonly Indexed[], outcomes: Outcome[], signal: AbortSignal): Promise<void> {
    for (const chunk of chunksOf(rows)) {
      await this.#produce(chunk, outcomes, signal);
      // What follows may not overtake what has to be repeated.
      const failed = chunk
        .map(({ index }) => outcomes[index])
        .find((outcome) => outcome?.kind === 'unavailable');
      if (!failed) continue;
      for (const { index } of rows) if (outcomes[index] === notTried) outcomes[index] = failed;
      return;
    }
  }

  /** One request; cut in two when a record spoils it for the others. */
  async #produce(rows: readonly Indexed[], outcomes: Outcome[], signal: AbortSignal): Promise<void> {
    const [first] = rows;
    if (!first) return;
    const { topic, produce } = first.request;
    const settle = (row: Indexed, outcome: Outcome): void => {
      outcomes[row.index] = outcome;
    };
    let messages: Message[] = [];
    try {
      const count = await untilAborted(this.#partitionsOf(topic, produce), signal);
      if (count === undefined) {
        for (const row of rows) settle(row, unknownTopic(topic));
        return;
      }
      messages = this.#messagesOf(rows, count);
      const work = this.#producer.send({
        messages,
        acks: ACKS[produce.acks],
        compression: produce.compression,
        autocreateTopics: false,
      });
      const { unwritableNodes = [] } = await untilAborted(work, signal);
      // Nobody answers with `none`, but that it could not even be written is known.
      if (unwritableNodes.length > 0)
        throw new Error('the connection to the leader of the partition was closed');
      for (const row of rows) settle(row, delivered(produce));
    } catch (error) {
      if (signal.aborted) {
        const { message } = signal.reason as Error;
        for (const row of rows) settle(row, { kind: 'unavailable', cause: 'network', reason: message });
        return;
      }
      await this.#settleFailed(rows, messages, error, { settle, outcomes, signal });
    }
  }

  async #settleFailed(
    rows: readonly Indexed[],
    messages: readonly Message[],
    error: unknown,
    { settle, outcomes, signal }: Settling,
  ): Promise<void> {
    const { partitions, whole } = faultsIn(error);
    const done = producedBy(error);
    const again: Indexed[] = [];
    const produce = rows[0]?.request.produce;
    for (const [position, row] of rows.entries()) {
      const partition = messages[position]?.partition ?? -1;
      const fault = partitions.get(partition);
      if (fault && isAboutOneRecord(fault) && rows.length > 1) again.push(row);
      else if (fault) settle(row, judgeCode(fault));
      // A leader that answered with errors of other partitions took this one.
      else if (produce && (done.has(partition) || (partitions.size > 0 && !whole && !isNetwork(error))))
        settle(row, delivered(produce));
      else settle(row, whole ? judgeCode(whole) : networkFailure(deepest(error), this.#where));
    }
    if (again.length === 0) return;
    const middle = again.length === rows.length ? Math.ceil(again.length / 2) : again.length;
    for (const half of [again.slice(0, middle), again.slice(middle)])
      await this.#produce(half, outcomes, signal);
  }

  /** undefined when there is no such topic. */
  async #partitionsOf(topic: string, { refresh }: ProduceOptions): Promise<number | undefined> {
    const now = Date.now();
    if ((this.#absent.get(topic) ?? 0) > now) return undefined;
    this.#absent.delete(topic);
    try {
      const { topics } = await this.#producer.metadata({
        topics: [topic],
        metadataMaxAge: refresh,
        retries: 0,
      });
      return topics.get(topic)?.partitionsCount;
    } catch (error) {
      if (!/^Unknown topic/.test((error as Error).message)) throw error;
      // A topic may come from a template: the list has a bound.
      if (this.#absent.size >= MOST_ABSENT) this.#absent.clear();
      this.#absent.set(topic, now + this.#absence);
      return undefined;
    }
  }

  /** Keys go where the producers of Java send them; the rest of a request stays together, at random. */
  #messagesOf(rows: readonly Indexed[], partitions: number): Message[] {
    const anyone = Math.floor(Math.random() * partitions);
    return rows.map(({ request: { topic, key, value, timestamp, headers, produce } }) => {
      const keyBytes = key === undefined ? undefined : Buffer.from(key);
      const isKeyed = keyBytes !== undefined && produce.partition === 'key_dispatch';
      const partition = isKeyed
        ? this.#driver.compatibilityPartitioner({} as never, keyBytes) % partitions
        : anyone;
      return {
        topic,
        partition,
        value: payloadBytes(value),
        ...(keyBytes && { key: keyBytes }),
        ...(timestamp !== undefined && { timestamp: BigInt(timestamp) }),
        ...(headers && {
          headers: new Map(headers.map(([name, text]) => [Buffer.from(name), Buffer.from(text)])),
        }),
      };
    });
  }
}

interface Settling {
  readonly settle: (row: Indexed, outcome: Outcome) => void;
  readonly outcomes: Outcome[];
  readonly signal: AbortSignal;
}

const MOST_ABSENT = 1000;

const notTried: Outcome = {
  kind: 'unavailable',
  cause: 'remote',
  reason: 'not sent: what came before it was not',
};

function delivered({ acks }: ProduceOptions): Outcome {
  const excerpt = acks === 'none' ? 'sent, no acknowledgement asked for' : `acknowledged (${acks})`;
  return { kind: 'delivered', answer: { status: 0, excerpt } };
}

/** Requests of at most so many bytes, and of at least one record. */
function* chunksOf(rows: readonly Indexed[]): Generator<readonly Indexed[]> {
  let chunk: Indexed[] = [];
  let bytes = 0;
  for (const row of rows) {
    const { key = '', value, headers = [], produce } = row.request;
    const size =
      RECORD_OVERHEAD +
      sizeOf(value) +
      Buffer.byteLength(key) +
      headers.reduce((sum, [name, text]) => sum + Buffer.byteLength(name) + Buffer.byteLength(text), 0);
    if (chunk.length > 0 && bytes + size > produce.maxBytes) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(row);
    bytes += size;
  }
  if (chunk.length > 0) yield chunk;
}

function sizeOf(value: Payload): number {
  return typeof value === 'string' ? Buffer.byteLength(value) : value.base64.length;
}

/** Partitions whose leaders acknowledged although others did not. */
function producedBy(error: unknown): Set<number> {
  const { produced } = error as { produced?: { offsets?: { partition: number }[] } };
  return new Set(produced?.offsets?.map(({ partition }) => partition));
}

function isNetwork(error: unknown): boolean {
  const { code } = error as { code?: string };
  if (code === 'PLT_KFK_NETWORK') return true;
  return error instanceof AggregateError && error.errors.some(isNetwork);
}

/** The driver wraps what the socket said, and says itself only that it failed. */
function deepest(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length > 0) return deepest(error.errors.at(-1));
  return error instanceof Error && error.cause instanceof Error ? deepest(error.cause) : error;
}
