import { isIP } from 'node:net';
import type { Msg, MsgHdrs, NatsConnection } from '@nats-io/transport-node';
import { refuseHost } from '../../lib/address-rules.ts';
import { parseDuration } from '../../lib/duration.ts';
import { resolveChecked } from '../../lib/outbound-connection.ts';
import { parseServers, type ServerAddress, showServer } from '../../lib/server-address.ts';
import { toTlsOptions } from '../../lib/tls-settings.ts';
import { type ConnectorHandle, defineConnector, type Parcel, type ProbeResult } from '../connector.ts';
import { networkFailure, untilAborted } from '../driver-failures.ts';
import type { Outcome } from '../outcome.ts';
import { type Payload, payloadBytes } from '../payload.ts';
import { NATS_PORT, type NatsSettings, natsSettings } from './nats-settings.ts';
import { forbidden, judgePublishAnswer, mistakeInSubject, noResponders, received } from './nats-verdicts.ts';

/** One message, all templates filled in. */
export interface NatsRequest {
  subject: string;
  payload: Payload;
  headers?: readonly (readonly [name: string, value: string])[] | undefined;
  /** Wait for the stream that keeps it. */
  jetstream: boolean;
}

const loadDriver = () => import('@nats-io/transport-node');
type Driver = Awaited<ReturnType<typeof loadDriver>>;

/**
 * NATS. With JetStream delivered is the acknowledgement of the stream, which drops repeats by the id of the delivery;
 * without it, that the server has read the message.
 */
export const nats = defineConnector<typeof natsSettings, NatsRequest>({
  type: 'nats',
  settings: natsSettings,
  async open(settings) {
    const servers = parseServers(settings.servers, NATS_PORT);
    for (const { host } of servers) refuseHost(host);
    const tls = settings.ssl.enable ? await toTlsOptions(settings.ssl) : undefined;
    return new NatsHandle(await loadDriver(), settings, servers, tls as object | undefined);
  },
  describe(_settings, { subject, payload, headers, jetstream }) {
    return {
      subject,
      payload: typeof payload === 'string' ? payload : { ...payload },
      ...(headers && { headers: headers.map(([name, value]) => ({ name, value })) }),
      jetstream,
    };
  },
});

interface Connection {
  readonly connection: NatsConnection;
  /** The driver leaves what waits for a broken connection waiting. */
  readonly gone: AbortSignal;
}

class NatsHandle implements ConnectorHandle<NatsRequest> {
  /** One connection: what is published there is in order. */
  readonly concurrency = 1;
  readonly #driver: Driver;
  readonly #settings: NatsSettings;
  readonly #servers: readonly ServerAddress[];
  readonly #where: string;
  readonly #tls: object | undefined;
  #connection: Promise<Connection> | undefined;
  /** Subjects that the server said may not be published to, since the last answer to PING. */
  readonly #forbidden = new Set<string>();
  readonly #closing = new AbortController();
  #inFlight = 0;
  #onIdle: (() => void) | undefined;

  constructor(
    driver: Driver,
    settings: NatsSettings,
    servers: readonly ServerAddress[],
    tls: object | undefined,
  ) {
    this.#driver = driver;
    this.#settings = settings;
    this.#servers = servers;
    this.#where = servers.map(showServer).join(', ');
    this.#tls = tls;
  }

  async send(parcel: Parcel<NatsRequest>, signal: AbortSignal): Promise<Outcome> {
    const [outcome] = await this.sendBatch([parcel], signal);
    return outcome ?? noResponders;
  }

  /** All are written, in their order; then all are acknowledged, those without JetStream by one PONG. */
  async sendBatch(parcels: readonly Parcel<NatsRequest>[], caller: AbortSignal): Promise<readonly Outcome[]> {
    const signal = AbortSignal.any([caller, this.#closing.signal]);
    this.#inFlight++;
    try {
      const { connection, gone } = await untilAborted(this.#connect(), signal);
      const stop = AbortSignal.any([signal, gone]);
      const answers = parcels.map((parcel) => this.#publish(connection, parcel));
      // PING after the last of them: what the server has to say of any of them comes before its PONG.
      await untilAborted(connection.flush(), stop);
      return await untilAborted(Promise.all(answers.map((answer) => answer())), stop);
    } catch (error) {
      const outcome = this.#failureOf(error, signal);
      return parcels.map(() => outcome);
    } finally {
      this.#inFlight--;
      if (this.#inFlight === 0) {
        this.#forbidden.clear();
        this.#onIdle?.();
      }
    }
  }

  async probe(signal: AbortSignal): Promise<ProbeResult> {
    try {
      const { connection, gone } = await untilAborted(this.#connect(), signal);
      await untilAborted(connection.flush(), AbortSignal.any([signal, gone]));
      return { reachable: true };
    } catch (error) {
      const outcome = this.#failureOf(error, signal);
      return { reachable: false, reason: 'reason' in outcome ? outcome.reason : String(error) };
    }
  }

  async drain(): Promise<void> {
    if (this.#inFlight > 0) await new Promise<void>((resolve) => (this.#onIdle = resolve));
    await this.close();
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('the connector was closed'));
    const open = await this.#connection?.catch(() => undefined);
    await open?.connection.close().catch(() => undefined);
  }

  /** Writes it. What it returns says what became of it, and is to be asked after a flush. */
  #publish(connection: NatsConnection, { id, request }: Parcel<NatsRequest>): () => Promise<Outcome> {
    const { subject, payload, headers = [], jetstream } = request;
    const rejected = (reason: string) => async (): Promise<Outcome> => ({
      kind: 'rejected',
      cause: 'message',
      reason,
    });
    const mistake = mistakeInSubject(subject);
    if (mistake) return rejected(mistake);
    const body = payloadBytes(payload);
    const limit = connection.info?.max_payload ?? Infinity;
    if (body.length > limit) return rejected(`${body.length} bytes, NATS takes at most ${limit}`);
    try {
      const all = jetstream ? [...headers, ['Nats-Msg-Id', id] as const] : headers;
      const options = all.length > 0 ? { headers: this.#headersOf(all) } : {};
      if (jetstream) {
        const answer = connection.request(subject, body, { ...options, timeout: ANSWER_TIMEOUT }).then(
          (message: Msg) => judgePublishAnswer(message.string()),
          (error: unknown) => this.#judgeRequest(error, subject),
        );
        return () => answer;
      }
      connection.publish(subject, body, options);
      return async () => (this.#forbidden.has(subject) ? forbidden(subject) : received);
    } catch (error) {
      return rejected((error as Error).message);
    }
  }

  #headersOf(pairs: readonly (readonly [string, string])[]): MsgHdrs {
    const headers = this.#driver.headers();
    for (const [name, value] of pairs) headers.append(name, value);
    return headers;
  }

  #judgeRequest(error: unknown, subject: string): Outcome {
    const { name, message, cause } = error as Error;
    const text = `${name} ${message} ${String((cause as Error | undefined)?.name ?? '')}`;
    if (/NoResponders|no responders/i.test(text)) return noResponders;
    if (/PermissionViolation|permissions violation/i.test(text) || this.#forbidden.has(subject))
      return forbidden(subject);
    return networkFailure(error, this.#where);
  }

  /** One connection, made when it is needed. */
  #connect(): Promise<Connection> {
    const { signal } = this.#closing;
    if (signal.aborted) return Promise.reject(signal.reason);
    this.#connection ??= this.#open().catch((error: unknown) => {
      this.#connection = undefined;
      throw error;
    });
    return this.#connection;
  }

  async #open(): Promise<Connection> {
    const { username, password, token, nkey_seed: seed, connect_timeout, ping_interval } = this.#settings;
    const connection = await this.#driver.connect({
      servers: await this.#addresses(),
      name: 'tocsin',
      timeout: parseDuration(connect_timeout) ?? 5000,
      pingInterval: Math.max(1000, parseDuration(ping_interval) ?? 30_000),
      // What is under way has an outcome then, and the next message connects anew.
      reconnect: false,
      // The addresses of others were not checked.
      ignoreClusterUpdates: true,
      ...(username !== undefined && { user: username, pass: password ?? '' }),
      ...(token !== undefined && { token }),
      ...(seed !== undefined && {
        authenticator: this.#driver.nkeyAuthenticator(new TextEncoder().encode(seed)),
      }),
      ...(this.#tls ? { tls: this.#tls } : { tls: null }),
    } as Parameters<Driver['connect']>[0]);
    const gone = new AbortController();
    void connection.closed().then(() => {
      this.#connection = undefined;
      gone.abort(new Error('connection closed'));
    });
    void this.#hear(connection);
    return { connection, gone: gone.signal };
  }

  /** With TLS by name, which the certificate vouches for; else by the address that was checked. */
  async #addresses(): Promise<string[]> {
    const found: string[] = [];
    let failure: unknown;
    for (const { host, port } of this.#servers) {
      try {
        const { address } = await resolveChecked(host);
        found.push(showServer({ host: this.#tls && !isIP(host) ? host : address, port }));
      } catch (error) {
        failure = error;
      }
    }
    if (found.length === 0) throw failure;
    return found;
  }

  async #hear(connection: NatsConnection): Promise<void> {
    for await (const status of connection.status()) {
      if (status.type !== 'error') continue;
      const { error } = status as { error: Error };
      const [, subject] = /Publish to "([^"]+)"/.exec(error.message) ?? [];
      if (subject !== undefined) this.#forbidden.add(subject);
    }
  }

  #failureOf(error: unknown, signal: AbortSignal): Outcome {
    const { message } = error as Error;
    if (signal.aborted) return { kind: 'unavailable', cause: 'network', reason: message };
    if (/authorization violation|authentication/i.test(message)) {
      const answer = { status: 0, code: 'authorization_violation', excerpt: message };
      return { kind: 'rejected', cause: 'config', reason: `NATS: ${message}`, answer };
    }
    // What the driver says of a connection that was closed on it.
    const isCutOff = /undefined error|closed connection|connection closed/i.test(message);
    const cause = isCutOff
      ? Object.assign(new Error(message), { code: 'ECONNRESET' })
      : (error as Error).cause;
    return networkFailure(cause ?? error, this.#where);
  }
}

/** Below the deadline of an attempt, so that the reason is told. */
const ANSWER_TIMEOUT = 10_000;
