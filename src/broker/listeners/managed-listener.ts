import { ListenError } from '../../lib/listen-error.ts';
import { parseRateLimit, perSecond } from '../../lib/rate-text.ts';
import type { MqttBroker } from '../broker.ts';
import { type ListenerSeats, seatsFor } from '../listener-seats.ts';
import { formatBind } from './bind.ts';
import type { CertificateView } from './certificate-view.ts';
import { dismissClients } from './dismiss-clients.ts';
import { withoutSecrets } from './listener-definition.ts';
import { ListenerError } from './listener-error.ts';
import type { ListenerSettings } from './listener-settings.ts';
import type { ListenerType } from './listener-types.ts';
import type { ListenerView } from './listener-view.ts';
import type { ListenAddress } from './listening.ts';
import { OpenListener, portProblem } from './open-listener.ts';
import type { TcpHandles } from './raw-tcp-handles.ts';
import { Refusals } from './refusals.ts';
import { type CertifiedPort, WatchedCertificates } from './watched-certificates.ts';

export interface ManagedListenerParts {
  readonly broker: MqttBroker;
  readonly handles: TcpHandles | undefined;
}

/** One listener with its settings, whether it runs or not. */
export class ManagedListener implements CertifiedPort {
  readonly id: string;
  readonly type: ListenerType;
  readonly name: string;
  readonly #parts: ManagedListenerParts;
  readonly #seats: ListenerSeats;
  readonly #refusals: Refusals;
  readonly #certificates: WatchedCertificates;
  readonly #setting: string;
  #settings: ListenerSettings;
  #open: OpenListener | undefined = undefined;

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
    this.#certificates = new WatchedCertificates(this.id, { clock, logger });
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
    const material = await this.#certificates.load(this.#settings.ssl_options);
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
    this.#certificates.take(material);
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
        const material = await this.#certificates.load(settings.ssl_options);
        await this.#open.change(settings, material);
        this.#certificates.take(material);
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
    const material = await this.#certificates.load(this.#settings.ssl_options);
    await this.#open.change(this.#settings, material);
    this.#certificates.take(material);
  }

  /** Whether a file of the certificates looks other than when it was read. */
  async hasChangedFiles(): Promise<boolean> {
    const { ssl_options: tls } = this.#settings;
    return this.#open !== undefined && tls !== undefined && this.#certificates.haveChangedFiles(tls);
  }

  certificates(): readonly CertificateView[] {
    return this.#certificates.views();
  }

  /** Closes the port and disconnects the clients that came through it. */
  stop(): void {
    this.#open?.close();
    this.#open = undefined;
    this.#certificates.drop();
    dismissClients(this.#parts.broker, this.#seats);
  }

  /** Closes the port alone, for a broker that stops and says good-bye itself. */
  stopAccepting(): void {
    this.#open?.close();
    this.#open = undefined;
  }

  view(): ListenerView {
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
      certificates: this.#certificates.views(),
    };
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
