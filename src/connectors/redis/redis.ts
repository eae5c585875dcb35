import type { Cluster, Redis, RedisOptions } from 'ioredis';
import { refuseHost } from '../../lib/address-rules.ts';
import { parseDuration } from '../../lib/duration.ts';
import { describeNetworkError } from '../../lib/network-error.ts';
import { type ServerAddress, showServer } from '../../lib/server-address.ts';
import { toTlsOptions } from '../../lib/tls-settings.ts';
import { type ConnectorHandle, defineConnector, type Parcel, type ProbeResult } from '../connector.ts';
import { networkFailure, untilAborted } from '../driver-failures.ts';
import type { Outcome } from '../outcome.ts';
import { type Payload, payloadBytes } from '../payload.ts';
import { checkedRedisConnector, loadRedis, type RedisDriver } from './checked-redis-connector.ts';
import { addressesOf, placeOf, type RedisSettings, redisSettings } from './redis-settings.ts';
import { delivered, judgeReplyError } from './redis-verdicts.ts';

/** One command: its name, and arguments that are never joined to text. */
export interface RedisRequest {
  command: readonly [name: string, ...args: Payload[]];
}

/** Redis, alone, behind sentinels, or as a cluster. Delivered is a reply that is no error. */
export const redis = defineConnector<typeof redisSettings, RedisRequest>({
  type: 'redis',
  settings: redisSettings,
  async open(settings) {
    const addresses = addressesOf(settings);
    for (const { host } of addresses) refuseHost(host);
    const tls = settings.ssl.enable ? await toTlsOptions(settings.ssl) : undefined;
    const driver = await loadRedis();
    const client = openClient(driver, settings, addresses, tls);
    return new RedisHandle(
      client,
      addresses.map(showServer).join(', '),
      placeOf(settings).redis_type === 'cluster',
    );
  },
  describe(_settings, { command }) {
    return { command: command.map((part) => (typeof part === 'string' ? part : { ...part })) };
  },
});

function openClient(
  driver: RedisDriver,
  settings: RedisSettings,
  addresses: readonly ServerAddress[],
  tls: unknown,
): Redis | Cluster {
  const place = placeOf(settings);
  const timeout = parseDuration(settings.connect_timeout) ?? 5000;
  const common = {
    connectionName: 'tocsin',
    // Servers before 6 do not know the newer one.
    protocol: 2 as const,
    lazyConnect: true,
    // Whoever waits has an outcome at once, and the outbox keeps what is to be repeated.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (times: number) => Math.min(200 * times, 2000),
    reconnectOnError: (error: Error) => error.message.startsWith('READONLY'),
    ...(place.username !== undefined && { username: place.username }),
    ...(place.password !== undefined && { password: place.password }),
    ...(tls !== undefined && { tls: tls as object }),
  } satisfies RedisOptions;
  const named = checkedRedisConnector(driver, timeout);
  if (place.redis_type === 'cluster') {
    return new driver.Cluster([...addresses], {
      redisOptions: { ...common, Connector: named },
      lazyConnect: true,
      enableOfflineQueue: false,
      // The sockets look names up themselves, and check what they find.
      dnsLookup: (host, callback) => callback(null, host),
      clusterRetryStrategy: (times) => Math.min(200 * times, 2000),
    });
  }
  const find = async (): Promise<ServerAddress> => {
    const [first] = addresses;
    if (place.redis_type === 'single' && first) return first;
    return askSentinels(driver, addresses, { ...common, Connector: named }, settings);
  };
  return new driver.Redis({
    ...common,
    db: place.database,
    Connector: checkedRedisConnector(driver, timeout, find),
  });
}

/** Where the master is now, as the first sentinel says that answers. */
async function askSentinels(
  driver: RedisDriver,
  addresses: readonly ServerAddress[],
  options: Readonly<Record<string, unknown>>,
  settings: RedisSettings,
): Promise<ServerAddress> {
  const { sentinel = '', sentinel_username, sentinel_password } = placeOf(settings);
  const { username: _user, password: _password, ...bare } = options;
  let failure: unknown;
  for (const address of addresses) {
    const client = new driver.Redis({
      ...bare,
      ...address,
      retryStrategy: () => null,
      ...(sentinel_username !== undefined && { username: sentinel_username }),
      ...(sentinel_password !== undefined && { password: sentinel_password }),
    });
    client.on('error', (error: Error) => {
      failure = error;
    });
    try {
      await client.connect();
      const found = await client.call('SENTINEL', 'get-master-addr-by-name', sentinel);
      if (Array.isArray(found)) return { host: String(found[0]), port: Number(found[1]) };
      failure = new Error(`the sentinels do not know a master ${sentinel}`);
    } catch (error) {
      failure ??= error;
    } finally {
      client.disconnect();
    }
  }
  throw failure;
}

class RedisHandle implements ConnectorHandle<RedisRequest> {
  /** On one connection commands are in order, and many are under way. */
  readonly concurrency = 1;
  readonly #client: Redis | Cluster;
  readonly #where: string;
  readonly #isCluster: boolean;
  #fault: Error | undefined;
  readonly #closing = new AbortController();
  #inFlight = 0;
  #onIdle: (() => void) | undefined;

  constructor(client: Redis | Cluster, where: string, isCluster: boolean) {
    this.#client = client;
    this.#where = where;
    this.#isCluster = isCluster;
    client.on('error', (error: Error) => {
      this.#fault = error;
    });
    client.on('ready', () => {
      this.#fault = undefined;
    });
  }

  async send(parcel: Parcel<RedisRequest>, signal: AbortSignal): Promise<Outcome> {
    const [outcome] = await this.sendBatch([parcel], signal);
    return outcome ?? { kind: 'unavailable', cause: 'remote', reason: 'Redis did not answer' };
  }

  async sendBatch(
    parcels: readonly Parcel<RedisRequest>[],
    caller: AbortSignal,
  ): Promise<readonly Outcome[]> {
    const signal = AbortSignal.any([caller, this.#closing.signal]);
    this.#inFlight++;
    try {
      signal.throwIfAborted();
      await untilAborted(this.#ready(), signal);
      const commands = parcels.map(({ request: { command } }) => command);
      const replies = this.#isCluster ? this.#callEach(commands) : this.#callTogether(commands);
      return await untilAborted(replies, signal);
    } catch (error) {
      const outcome = this.#failureOf(error, signal);
      return parcels.map(() => outcome);
    } finally {
      this.#inFlight--;
      if (this.#inFlight === 0) this.#onIdle?.();
    }
  }

  async probe(caller: AbortSignal): Promise<ProbeResult> {
    const signal = AbortSignal.any([caller, this.#closing.signal]);
    try {
      signal.throwIfAborted();
      await untilAborted(this.#ready(), signal);
      await untilAborted(this.#client.call('PING') as Promise<unknown>, signal);
      return { reachable: true };
    } catch (error) {
      const outcome = this.#failureOf(error, signal);
      return {
        reachable: false,
        reason: 'reason' in outcome ? outcome.reason : describeNetworkError(error, this.#where),
      };
    }
  }

  async drain(): Promise<void> {
    if (this.#inFlight > 0) await new Promise<void>((resolve) => (this.#onIdle = resolve));
    await this.close();
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('the connector was closed'));
    this.#client.disconnect();
  }

  /** One write for all, and one reply for each, in their order. */
  async #callTogether(commands: readonly RedisRequest['command'][]): Promise<Outcome[]> {
    const pipeline = (this.#client as Redis).pipeline();
    for (const [name, ...args] of commands) pipeline.call(name, ...args.map(argument));
    const replies = (await pipeline.exec()) ?? [];
    return replies.map(([error, reply]) => (error ? this.#failureOf(error) : delivered(reply)));
  }

  /** The keys of a batch lie on several nodes; those of a key on one, where they keep their order. */
  async #callEach(commands: readonly RedisRequest['command'][]): Promise<Outcome[]> {
    const replies = await Promise.allSettled(
      commands.map(([name, ...args]) => this.#client.call(name, args.map(argument))),
    );
    return replies.map((reply) =>
      reply.status === 'fulfilled' ? delivered(reply.value) : this.#failureOf(reply.reason),
    );
  }

  async #ready(): Promise<void> {
    const client = this.#client;
    if (client.status === 'ready') return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const fail = (): void => reject(this.#fault ?? new Error(`no connection to ${this.#where}`));
    client.once('ready', resolve);
    client.once('close', fail);
    client.once('end', fail);
    try {
      if (client.status === 'wait' || client.status === 'end') client.connect().catch(() => fail());
      // Between two attempts: the last one says why.
      else if (client.status === 'reconnecting' && this.#fault) fail();
      await promise;
    } finally {
      client.off('ready', resolve);
      client.off('close', fail);
      client.off('end', fail);
    }
  }

  #failureOf(error: unknown, signal?: AbortSignal): Outcome {
    const { name, message } = error as Error;
    if (signal?.aborted) return { kind: 'unavailable', cause: 'network', reason: message };
    if (name === 'ReplyError') return judgeReplyError(message);
    // What the driver says of a broken connection names none of its reasons.
    const reason = /Connection is closed|MaxRetries|isn't writeable/.test(`${name} ${message}`)
      ? this.#fault
      : error;
    if ((reason as Error | undefined)?.name === 'ReplyError')
      return judgeReplyError((reason as Error).message);
    return networkFailure(reason ?? Object.assign(new Error(message), { code: 'ECONNRESET' }), this.#where);
  }
}

function argument(part: Payload): string | Buffer {
  return typeof part === 'string' ? part : payloadBytes(part);
}
