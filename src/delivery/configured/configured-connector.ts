import { isDeepStrictEqual } from 'node:util';
import type {
  ConnectorHandle,
  ConnectorIdentity,
  ConnectorKind,
  Destination,
  ProbeResult,
  RequestView,
} from '../../connectors/connector.ts';
import type { Clock, Timer } from '../../lib/clock.ts';
import { parseDuration } from '../../lib/duration.ts';
import type { ConnectorConfig, Limits } from './connector-schemas.ts';
import { type ConnectorSettings, readStored } from './connector-settings.ts';
import { describeRequest, openConnector } from './opened-connector.ts';
import type { Status } from './status.ts';

/** While nobody is there it looks more often than the health check: news should not wait for it. */
const RECONNECT_INTERVAL = 2000;

/** Not longer, because who changes the settings may do so to get past requests that hang. */
const RETIREMENT = 2000;

interface ConfiguredConnectorOptions {
  /** `http:wecom` */
  id: string;
  kind: ConnectorKind;
  /** As it is stored. */
  config: unknown;
  identity: ConnectorIdentity;
  clock: Clock;
  /** It was just opened, or it can be reached again: what waits for it should be sent. */
  onAvailable: () => void;
}

/** One connector at work: its handle, and whether somebody is there. */
export class ConfiguredConnector {
  /** As it was written and is stored. */
  readonly config: ConnectorConfig;
  #settings: ConnectorSettings;
  #destinations: readonly Destination[];
  readonly #id: string;
  readonly #faults = new Map<object, string>();
  readonly #kind: ConnectorKind;
  readonly #identity: ConnectorIdentity;
  readonly #clock: Clock;
  readonly #onAvailable: () => void;
  #handle: ConnectorHandle | undefined;
  #status: Status;
  #reason: string | undefined;
  #isNew = true;
  #nextCheck: Timer | undefined;
  #checking: Promise<void> | undefined;
  readonly #closing = new AbortController();

  constructor({ id, kind, config, identity, clock, onAvailable }: ConfiguredConnectorOptions) {
    this.#settings = readStored(kind, config);
    this.config = this.#settings.written;
    this.#id = id;
    this.#destinations = destinationsOf(id, kind, this.#settings.used);
    this.#kind = kind;
    this.#identity = identity;
    this.#clock = clock;
    this.#onAvailable = onAvailable;
    this.#status = this.config.enable ? 'disconnected' : 'stopped';
    this.#reason = this.config.enable ? 'not started yet' : undefined;
  }

  /** As they are used: with what lies elsewhere. */
  get settings(): ConnectorSettings {
    return this.#settings;
  }

  /** Milliseconds that whoever starts it waits for its first connection. */
  get startTimeout(): number {
    return parseDuration(this.config.resource_opts.start_timeout) ?? 0;
  }

  /** Where its messages go, and how much each place takes; one at least. */
  get destinations(): readonly Destination[] {
    return this.#destinations;
  }

  get status(): Status {
    return this.isReachable && this.#faults.size > 0 ? 'inconsistent' : this.#status;
  }

  get reason(): string | undefined {
    if (!this.isReachable) return this.#reason;
    const [fault] = this.#faults.values();
    return fault;
  }

  /** Somebody has looked, whatever was found. */
  get isKnown(): boolean {
    return this.#status !== 'connecting' && !this.#isNew;
  }

  /** The last look found somebody there. */
  get isReachable(): boolean {
    return this.#status === 'connected';
  }

  /** The other kinds are programs. */
  get speaksToPeople(): boolean {
    return this.#kind.channel !== undefined;
  }

  /**
   * Tells how deliveries go, whatever the look at it says.
   * @param fault why they are not accepted, in words; undefined when they are
   */
  report(reporter: object, fault: string | undefined): void {
    if (fault === undefined) this.#faults.delete(reporter);
    else this.#faults.set(reporter, fault);
  }

  /** A request in its plainest form, after it was refused; undefined when it is that already. */
  simplify(request: unknown): unknown {
    return this.#kind.simplify?.(request);
  }

  /** Present as soon as something can be sent, whether or not somebody is there. */
  get handle(): ConnectorHandle | undefined {
    return this.#handle;
  }

  /** What would be sent, without secrets. */
  describe(request: unknown): RequestView {
    return describeRequest(this.#kind, this.#settings, request);
  }

  /** Looks whether somebody is there, now, and from now on every now and then. Ends when it is known. */
  check(): Promise<void> {
    if (this.#closing.signal.aborted || !this.config.enable) return Promise.resolve();
    this.#checking ??= this.#check().finally(() => {
      this.#checking = undefined;
    });
    return this.#checking;
  }

  /** Another one takes its place. What it has in flight may finish: cut off at once, it would be sent twice. */
  async retire(): Promise<void> {
    const handle = this.#stop();
    const timer = this.#clock.after(RETIREMENT, () => void handle?.close());
    await handle?.drain();
    timer.cancel();
  }

  async close(): Promise<void> {
    await this.#stop()?.close();
  }

  #stop(): ConnectorHandle | undefined {
    this.#closing.abort(new Error('the connector was closed'));
    this.#nextCheck?.cancel();
    const handle = this.#handle;
    this.#handle = undefined;
    return handle;
  }

  async #check(): Promise<void> {
    this.#nextCheck?.cancel();
    if (!this.#handle) this.#set('connecting', undefined);
    const result = await this.#probe();
    if (this.#closing.signal.aborted) return;
    const recovered = result.reachable && !this.isReachable;
    if (result.reachable) this.#set('connected', undefined);
    else this.#set('disconnected', result.reason);
    const interval = parseDuration(this.config.resource_opts.health_check_interval) ?? 0;
    const delay = result.reachable ? interval : Math.min(interval, RECONNECT_INTERVAL);
    this.#nextCheck = this.#clock.after(delay, () => void this.check());
    if (recovered) this.#onAvailable();
  }

  async #probe(): Promise<ProbeResult> {
    if (!this.#handle) {
      try {
        this.#readAgain();
        const handle = await openConnector(this.#kind, this.#settings, this.#identity);
        // Closed while it was opened: nobody else would close it.
        if (this.#closing.signal.aborted) await handle.close();
        else this.#handle = handle;
      } catch (error) {
        return { reachable: false, reason: (error as Error).message };
      }
      if (!this.#handle) return { reachable: false, reason: 'the connector was closed' };
      this.#onAvailable();
    }
    return probeWithin(this.#handle, this.config, this.#clock, this.#closing.signal);
  }

  /** What a reference stands for may be there now, or another. */
  #readAgain(): void {
    const settings = readStored(this.#kind, this.config);
    if (isDeepStrictEqual(settings, this.#settings)) return;
    this.#settings = settings;
    this.#destinations = destinationsOf(this.#id, this.#kind, settings.used);
  }

  #set(status: Status, reason: string | undefined): void {
    this.#status = status;
    this.#reason = reason;
    this.#isNew = false;
  }
}

/** A probe that ends after the connector's `health_check_timeout`, or with the signal. */
export async function probeWithin(
  handle: ConnectorHandle,
  { resource_opts: options }: ConnectorConfig,
  clock: Clock,
  closing?: AbortSignal,
): Promise<ProbeResult> {
  const abort = new AbortController();
  const timeout = parseDuration(options.health_check_timeout) ?? Infinity;
  const giveUp = (): void => abort.abort(new Error(`no connection within ${options.health_check_timeout}`));
  const timer = Number.isFinite(timeout) ? clock.after(timeout, giveUp) : undefined;
  const signals = closing ? [abort.signal, closing] : [abort.signal];
  const result = await handle.probe(AbortSignal.any(signals));
  timer?.cancel();
  return result;
}

/** A kind without limits of its own has those that it is set up with, for the connector as a whole. */
function destinationsOf(id: string, kind: ConnectorKind, config: ConnectorConfig): readonly Destination[] {
  const own = kind.destinations?.(config) ?? [];
  if (own.length > 0) return own;
  const { per_minute: perMinute, per_second: perSecond } = (config.limits ?? {}) as NonNullable<Limits>;
  return [{ key: `connector:${id}`, limits: { perMinute, perSecond } }];
}
