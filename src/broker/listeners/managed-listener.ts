import { ListenError } from '../../lib/listen-error.ts';
import { parseRateLimit, perSecond } from '../../lib/rate-text.ts';
import type { MqttBroker } from '../broker.ts';
import { type ListenerSeats, seatsFor } from '../listener-seats.ts';
import { formatBind } from './bind.ts';
import { viewCertificate } from './certificate-view.ts';
import { dismissClients } from './dismiss-clients.ts';
import { fileSignature } from './file-signature.ts';
import { withoutSecrets } from './listener-definition.ts';
import { ListenerError } from './listener-error.ts';
import type { ListenerSettings } from './listener-settings.ts';
import type { ListenerType } from './listener-types.ts';
import type { ListenerView } from './listener-view.ts';
import type { ListenAddress } from './listening.ts';
import { OpenListener, portProblem } from './open-listener.ts';
import type { TcpHandles } from './raw-tcp-handles.ts';
import { Refusals } from './refusals.ts';
import { pathsOf } from './tls-files.ts';
import type { TlsMaterial } from './tls-material.ts';

export interface ManagedListenerParts {
  readonly broker: MqttBroker;
  readonly handles: TcpHandles | undefined;
}

/** One listener with its settings, whether it runs or not. */
export class ManagedListener {
  readonly id: string;
  readonly type: ListenerType;
  readonly name: string;
  readonly #parts: ManagedListenerParts;
  readonly #seats: ListenerSeats;
  readonly #refusals: Refusals;
  readonly #setting: string;
  #settings: ListenerSettings;
  #open: OpenListener | undefined = undefined;
  #material: TlsMaterial | undefined = undefined;
  /** How the files looked when they were read last, for better or worse. */
  #signatures: ReadonlyMap<string, string> = new Map();

  /** @param setting the path in the configuration to name when the port cannot be had */
  constructor(
    type: ListenerType,
    name: string,
    settings: ListenerSettings,
    setting: string,
    parts: ManagedListenerParts,
  ) {
    this.type = type;
    this.name = name;
    this.id = `${type}:${name}`;
    this.#parts = parts;
    this.#setting = setting;
    this.#settings = settings;
    this.#seats = seatsFor(this.id);
    const { clock, logger, events } = parts.broker;
    this.#refusals = new Refusals(this.id, clock, logger, events['connection.refused']);
    this.#applyToSeats(settings);
  }

  get settings(): ListenerSettings {
    return this.#settings;
  }

  get isRunning(): boolean {
    return this.#open !== undefined;
  }

  /** Where it listens really. */
  get address(): ListenAddress | undefined {
    return this.#open?.address;
  }

  /** @throws ListenError when the port cannot be had, ListenerError when the certificates cannot be used */
  async start(): Promise<void> {
    if (this.#open) return;
    const material = await this.#load(this.#settings);
    const { broker, handles } = this.#parts;
    this.#open = await OpenListener.open(
      {
        type: this.type,
        broker,
        seats: this.#seats,
        refusals: this.#refusals,
        handles,
        setting: this.#setting,
      },
      this.#settings,
      material,
    );
    this.#take(material);
  }

  /**
   * Other settings. The clients that are there stay, unless they switch it off. When it throws, nothing has changed.
   * @throws ListenerError
   */
  async change(settings: ListenerSettings): Promise<void> {
    const before = this.#settings;
    if (!settings.enable) {
      this.#settings = settings;
      this.#applyToSeats(settings);
      this.stop();
      return;
    }
    try {
      if (this.#open) {
        const material = await this.#load(settings);
        await this.#open.change(settings, material);
        this.#take(material);
        this.#settings = settings;
      } else {
        this.#settings = settings;
        await this.start();
      }
      this.#applyToSeats(settings);
    } catch (error) {
      this.#settings = before;
      if (error instanceof ListenError) throw new ListenerError('invalid', portProblem(error));
      throw error;
    }
  }

  /**
   * Reads the files of the certificates again. Clients stay; those that come from now on meet what was read.
   * @throws ListenerError, and then the certificates of before stay
   */
  async reload(): Promise<void> {
    if (!this.#open) throw new ListenerError('invalid', `the listener ${this.id} does not run: start it`);
    if (!this.#settings.ssl_options) {
      throw new ListenerError('invalid', `the listener ${this.id} has no certificates: it is without TLS`);
    }
    const material = await this.#load(this.#settings);
    await this.#open.change(this.#settings, material);
    this.#take(material);
  }

  /** Whether a file of the certificates looks other than when it was read. */
  async hasChangedFiles(): Promise<boolean> {
    const { ssl_options: tls } = this.#settings;
    if (!this.#open || !tls) return false;
    const now = new Map(
      await Promise.all(pathsOf(tls).map(async (path) => [path, await fileSignature(path)] as const)),
    );
    const hasChanged = [...now].some(([path, signature]) => this.#signatures.get(path) !== signature);
    // What cannot be used is tried again when it changes again, and not every minute.
    if (hasChanged) this.#signatures = now;
    return hasChanged;
  }

  /** Closes the port and disconnects the clients that came through it. */
  stop(): void {
    this.#open?.close();
    this.#open = undefined;
    this.#material = undefined;
    dismissClients(this.#parts.broker, this.#seats);
  }

  /** Closes the port alone, for a broker that stops and says good-bye itself. */
  stopAccepting(): void {
    this.#open?.close();
    this.#open = undefined;
  }

  view(): ListenerView {
    const now = this.#parts.broker.clock.now();
    const { address } = this;
    return {
      id: this.id,
      type: this.type,
      name: this.name,
      settings: withoutSecrets(this.#settings),
      running: this.isRunning,
      currentConnections: this.#seats.taken,
      address: address && formatBind(address),
      refused: { ...this.#refusals.counts },
      certificates: (this.#material?.certificates ?? []).map((one) => viewCertificate(this.id, one, now)),
    };
  }

  /** The code for TLS is loaded with the first listener that needs it. */
  async #load({ ssl_options: tls }: ListenerSettings): Promise<TlsMaterial | undefined> {
    if (tls === undefined) return undefined;
    const { loadTlsMaterial } = await import('./tls-material.ts');
    return loadTlsMaterial(tls);
  }

  #take(material: TlsMaterial | undefined): void {
    this.#material = material;
    this.#signatures = material?.signatures ?? new Map();
    const now = this.#parts.broker.clock.now();
    for (const one of material?.certificates ?? []) {
      const { file, daysLeft, notAfter } = viewCertificate(this.id, one, now);
      if (daysLeft >= 0) continue;
      this.#parts.broker.logger.warn(
        { listener: this.id, file, notAfter: new Date(notAfter).toISOString() },
        'the certificate has expired: clients that check it do not connect',
      );
    }
  }

  #applyToSeats({ max_connections, enable_authn, messages_rate, bytes_rate }: ListenerSettings): void {
    const seats = this.#seats;
    seats.maximum = max_connections === 'infinity' ? Number.POSITIVE_INFINITY : max_connections;
    seats.enableAuthn = enable_authn;
    seats.messagesRate = rateOf(messages_rate);
    seats.bytesRate = rateOf(bytes_rate);
  }
}

function rateOf(text: string): number {
  const rate = parseRateLimit(text);
  return rate ? perSecond(rate) : Number.POSITIVE_INFINITY;
}
