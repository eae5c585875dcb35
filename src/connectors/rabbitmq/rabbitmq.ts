import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { ChannelModel } from 'amqplib';
import { lookup, refuseHost } from '../../lib/address-rules.ts';
import { parseDuration } from '../../lib/duration.ts';
import { describeNetworkError } from '../../lib/network-error.ts';
import { parseServer, type ServerAddress, showServer } from '../../lib/server-address.ts';
import { toTlsOptions } from '../../lib/tls-settings.ts';
import { type ConnectorHandle, defineConnector, type Parcel, type ProbeResult } from '../connector.ts';
import { networkFailure, untilAborted } from '../driver-failures.ts';
import type { Outcome } from '../outcome.ts';
import { type Payload, payloadBytes } from '../payload.ts';
import { ExchangeChannel, type Publication } from './confirm-channel.ts';
import { type RabbitmqSettings, rabbitmqSettings } from './rabbitmq-settings.ts';
import { judgeClosed, lost, takesNothing } from './rabbitmq-verdicts.ts';

/** One message, all templates filled in. */
export interface RabbitmqRequest {
  exchange: string;
  routingKey: string;
  payload: Payload;
  persistent: boolean;
  /** When no queue takes it, it comes back and is not delivered. */
  mandatory: boolean;
  headers?: Readonly<Record<string, string>> | undefined;
  /** By AMQP's names in amqplib's spelling: `contentType`, `correlationId` … */
  properties?: Readonly<Record<string, string>> | undefined;
}

const loadDriver = () => import('amqplib');
type Driver = Awaited<ReturnType<typeof loadDriver>>;

/** RabbitMQ, by AMQP 0-9-1 with publisher confirms. Delivered is basic.ack of a message that did not come back. */
export const rabbitmq = defineConnector<typeof rabbitmqSettings, RabbitmqRequest>({
  type: 'rabbitmq',
  settings: rabbitmqSettings,
  async open(settings) {
    const server = parseServer(settings.server, settings.port);
    if (!server) throw new Error(`${settings.server} is no server`);
    refuseHost(server.host);
    const tls = settings.ssl.enable ? await toTlsOptions(settings.ssl) : undefined;
    return new RabbitmqHandle(await loadDriver(), settings, server, tls as object | undefined);
  },
  describe(_settings, { exchange, routingKey, payload, persistent, mandatory, headers, properties }) {
    return {
      exchange,
      routing_key: routingKey,
      payload: typeof payload === 'string' ? payload : { ...payload },
      delivery_mode: persistent ? 'persistent' : 'non_persistent',
      mandatory,
      ...(headers && { headers: { ...headers } }),
      ...(properties && { properties: { ...properties } }),
    };
  },
});

/** What amqplib's types do not show. */
interface Wire {
  readonly stream: Socket;
  /** Absent without heartbeats. */
  readonly heartbeater?: { clear(): void };
}

/** Milliseconds for the good-bye to be answered. */
const GOOD_BYE = 500;

/** Exchanges may come from templates. */
const MOST_CHANNELS = 32;

class RabbitmqHandle implements ConnectorHandle<RabbitmqRequest> {
  /** One connection with its channels: what is published there is in order. */
  readonly concurrency = 1;
  readonly #driver: Driver;
  readonly #settings: RabbitmqSettings;
  readonly #server: ServerAddress;
  readonly #tls: object | undefined;
  readonly #channels = new Map<string, Promise<ExchangeChannel>>();
  #connection: Promise<ChannelModel> | undefined;
  /** RabbitMQ is short of memory or disk and takes nothing. */
  #blocked: string | undefined;
  readonly #closing = new AbortController();
  #inFlight = 0;
  #onIdle: (() => void) | undefined;

  constructor(driver: Driver, settings: RabbitmqSettings, server: ServerAddress, tls: object | undefined) {
    this.#driver = driver;
    this.#settings = settings;
    this.#server = server;
    this.#tls = tls;
  }

  async send(parcel: Parcel<RabbitmqRequest>, signal: AbortSignal): Promise<Outcome> {
    const [outcome] = await this.sendBatch([parcel], signal);
    return outcome ?? lost;
  }

  /** All are written, in their order, and then all are confirmed. */
  async sendBatch(
    parcels: readonly Parcel<RabbitmqRequest>[],
    caller: AbortSignal,
  ): Promise<readonly Outcome[]> {
    const signal = AbortSignal.any([caller, this.#closing.signal]);
    this.#inFlight++;
    const exchanges = [...new Set(parcels.map(({ request: { exchange } }) => exchange))];
    const opened = await Promise.allSettled(
      exchanges.map((exchange) => untilAborted(this.#channelOf(exchange), signal)),
    );
    const outcomes = await Promise.all(
      parcels.map(async (parcel): Promise<Outcome> => {
        const channel = opened[exchanges.indexOf(parcel.request.exchange)];
        if (channel?.status !== 'fulfilled') return this.#failureOf(channel?.reason, signal);
        return this.#blocked === undefined
          ? this.#publish(channel.value, parcel, signal)
          : takesNothing(this.#blocked);
      }),
    );
    this.#inFlight--;
    if (this.#inFlight === 0) this.#onIdle?.();
    return outcomes;
  }

  async probe(signal: AbortSignal): Promise<ProbeResult> {
    try {
      await untilAborted(this.#connect(), signal);
      return { reachable: true };
    } catch (error) {
      const outcome = this.#failureOf(error, signal);
      const reason = 'reason' in outcome ? outcome.reason : describeNetworkError(error, this.#server.host);
      return { reachable: false, reason };
    }
  }

  async drain(): Promise<void> {
    if (this.#inFlight > 0) await new Promise<void>((resolve) => (this.#onIdle = resolve));
    await this.close();
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('the connector was closed'));
    const connection = await this.#connection?.catch(() => undefined);
    if (!connection) return;
    // Who does not answer is not waited for.
    await Promise.race([
      connection.close().catch(() => undefined),
      pause(GOOD_BYE, undefined, { ref: false }),
    ]);
    const { stream, heartbeater } = connection.connection as unknown as Wire;
    stream.destroy();
    // The driver stops it by itself only when the other side said good-bye; else it beats for three more intervals.
    heartbeater?.clear();
  }

  #publish(
    channel: ExchangeChannel,
    { id, request }: Parcel<RabbitmqRequest>,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const { routingKey, payload, persistent, mandatory, headers = {}, properties } = request;
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    const abort = (): void => {
      channel.abandon(publication);
      resolve({ kind: 'unavailable', cause: 'network', reason: (signal.reason as Error).message });
    };
    signal.addEventListener('abort', abort, { once: true });
    const publication: Publication = {
      id,
      routingKey,
      body: payloadBytes(payload),
      options: { ...properties, headers, persistent },
      mandatory,
      settle(outcome) {
        signal.removeEventListener('abort', abort);
        resolve(outcome);
      },
    };
    channel.publish(publication);
    return promise;
  }

  async #channelOf(exchange: string): Promise<ExchangeChannel> {
    const known = this.#channels.get(exchange);
    if (known) {
      const channel = await known;
      if (!channel.isClosed) return channel;
      if (this.#channels.get(exchange) === known) this.#channels.delete(exchange);
      return this.#channelOf(exchange);
    }
    const opening = this.#openChannel(exchange);
    this.#channels.set(exchange, opening);
    opening.catch(() => this.#channels.delete(exchange));
    if (this.#channels.size > MOST_CHANNELS) this.#closeOldest();
    return opening;
  }

  async #openChannel(exchange: string): Promise<ExchangeChannel> {
    const connection = await this.#connect();
    return new ExchangeChannel(await connection.createConfirmChannel(), exchange);
  }

  #closeOldest(): void {
    const [oldest] = this.#channels;
    if (!oldest) return;
    this.#channels.delete(oldest[0]);
    void oldest[1].then((channel) => channel.close()).catch(() => undefined);
  }

  /** One connection, made when it is needed. */
  #connect(): Promise<ChannelModel> {
    const { signal } = this.#closing;
    if (signal.aborted) return Promise.reject(signal.reason);
    this.#connection ??= this.#open().catch((error: unknown) => {
      this.#connection = undefined;
      throw error;
    });
    return this.#connection;
  }

  async #open(): Promise<ChannelModel> {
    const { username, password, virtual_host: vhost, heartbeat, timeout } = this.#settings;
    const { host, port } = this.#server;
    const address = {
      protocol: this.#tls ? 'amqps' : 'amqp',
      hostname: host,
      port,
      username,
      password,
      vhost: encodeURIComponent(vhost),
      heartbeat: Math.ceil((parseDuration(heartbeat) ?? 0) / 1000),
    };
    const connection = await this.#driver.connect(address, {
      ...(this.#tls && { servername: host, ...this.#tls }),
      lookup,
      noDelay: true,
      timeout: parseDuration(timeout) ?? 5000,
      clientProperties: { connection_name: 'tocsin' },
      credentials: this.#driver.credentials.plain(username, password),
    });
    connection.on('error', () => undefined);
    connection.on('close', () => {
      this.#connection = undefined;
      this.#blocked = undefined;
      this.#channels.clear();
    });
    connection.on('blocked', (reason: string) => {
      this.#blocked = reason;
    });
    connection.on('unblocked', () => {
      this.#blocked = undefined;
    });
    return connection;
  }

  #failureOf(error: unknown, signal: AbortSignal): Outcome {
    const { message, code } = error as Error & { code?: unknown };
    if (signal.aborted) return { kind: 'unavailable', cause: 'network', reason: message };
    if (typeof code === 'number')
      return judgeClosed({ message, code }) ?? networkFailure(error, this.#server.host);
    if (/^Expected ConnectionOpenOk; got <ConnectionClose/.test(message)) {
      // The driver does not say what the server wrote; at this step it is this.
      const place = `no virtual host ${this.#settings.virtual_host} for user ${this.#settings.username}`;
      return judgeClosed({ message: place, code: 530 }) ?? lost;
    }
    // Said while it connects, without a code of its own.
    const [, refusal] = /\b(403|530) \(/.exec(message) ?? [];
    if (refusal)
      return judgeClosed({ message, code: Number(refusal) }) ?? networkFailure(error, this.#server.host);
    return networkFailure(error, showServer(this.#server));
  }
}
