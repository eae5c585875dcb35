import { ListenError } from '../../lib/listen-error.ts';
import type { Definition, Definitions } from '../../store/definitions.ts';
import type { MqttBroker } from '../broker.ts';
import type { CertificateView } from './certificate-view.ts';
import { CertificateWatch } from './certificate-watch.ts';
import {
  type BaseListener,
  mergeSettings,
  parseId,
  partOf,
  type StoredListener,
  settingsIn,
  withSecretsOf,
} from './listener-definition.ts';
import { ListenerError } from './listener-error.ts';
import type { ListenerSettings } from './listener-settings.ts';
import { isWebSocket, type ListenerType } from './listener-types.ts';
import type { ListenerView } from './listener-view.ts';
import { ManagedListener } from './managed-listener.ts';
import { portProblem } from './open-listener.ts';
import { PemFiles } from './pem-files.ts';
import { checkRawTcp } from './raw-tcp-check.ts';
import type { TcpHandles } from './raw-tcp-handles.ts';
import type { TcpTransportChoice } from './tcp-transports.ts';
import type { CertifiedPort } from './watched-certificates.ts';

const KIND = 'listener';

type Body = Readonly<Record<string, unknown>>;

export interface ListenersOptions {
  readonly broker: MqttBroker;
  readonly definitions: Pick<Definitions, 'list' | 'put' | 'delete'>;
  /** Where certificates that are given as text are kept. */
  readonly directory: string;
  readonly transport: TcpTransportChoice;
  /** Waited for once those are served whose port needs no more code; the code of WebSockets is loaded then. */
  readonly headStart?: () => Promise<void>;
}

/**
 * All listeners. Those of the configuration are the base; what the API changes is stored over it and survives a
 * restart. No change of one listener touches the clients of another. Methods throw `ListenerError` for what the caller
 * did wrong; changes are on disk when they answer.
 */
export class Listeners {
  readonly #broker: MqttBroker;
  readonly #definitions: ListenersOptions['definitions'];
  readonly #files: PemFiles;
  readonly #transport: TcpTransportChoice;
  readonly #base = new Map<string, BaseListener>();
  readonly #listeners = new Map<string, ManagedListener>();
  #handles: TcpHandles | undefined = undefined;
  /** Changes happen one after the other: two that open the same port at once would both be half done. */
  #last: Promise<unknown> = Promise.resolve();
  readonly #watch: CertificateWatch;
  /** Of those that are no listeners of MQTT. */
  readonly #guests = new Map<string, CertifiedPort>();
  readonly #headStart: () => Promise<void>;

  constructor({ broker, definitions, directory, transport, headStart }: ListenersOptions) {
    this.#headStart = headStart ?? (() => Promise.resolve());
    this.#broker = broker;
    this.#definitions = definitions;
    this.#files = new PemFiles(directory);
    this.#transport = transport;
    this.#watch = new CertificateWatch({
      broker,
      ports: () => [...this.#listeners.values(), ...this.#guests.values()],
      inTurn: (change) => this.#inTurn(change),
    });
  }

  /**
   * Opens everything that is enabled. One that somebody made by the API and that cannot be opened any more is logged
   * and shown as not running; what the configuration asks for has to work.
   * @throws ListenError, ListenerError
   */
  async start(base: readonly BaseListener[]): Promise<void> {
    const { logger } = this.#broker;
    this.#handles = this.#transport === 'auto' ? await checkRawTcp() : undefined;
    if (this.#transport === 'auto' && !this.#handles) {
      logger.warn({ node: process.version }, 'connections run on sockets: bare handles failed their test');
    }
    const stored = new Map(this.#definitions.list<StoredListener>(KIND).map((one) => [one.id, one]));
    try {
      const [quick, slow] = [
        base.filter(({ type }) => !isWebSocket(type)),
        base.filter(({ type }) => isWebSocket(type)),
      ];
      for (const listener of [...quick, ...slow]) {
        if (listener === slow[0]) await this.#headStart();
        const id = `${listener.type}:${listener.name}`;
        this.#base.set(id, listener);
        await this.#startBase(id, listener, stored.get(id)?.body);
        stored.delete(id);
      }
      for (const one of stored.values()) await this.#startStored(one);
    } catch (error) {
      this.stopAccepting();
      throw error;
    }
    this.#watch.start();
  }

  /** In the order of their ids. */
  list(): ListenerView[] {
    return [...this.#listeners.keys()].sort().map((id) => this.#find(id).view());
  }

  get(id: string): ListenerView {
    return this.#find(id).view();
  }

  /** What all listeners that run show to their clients, and then the others that are watched. */
  certificates(): CertificateView[] {
    const guests = [...this.#guests.values()].flatMap((port) => port.certificates());
    return [...this.list().flatMap(({ certificates }) => certificates), ...guests];
  }

  /** Its certificates are looked at with those of the listeners, and read again by its id. */
  watch(port: CertifiedPort): void {
    this.#guests.set(port.id, port);
  }

  /** @param body type, name and settings */
  create(body: Body): Promise<ListenerView> {
    return this.#inTurn(async () => {
      const { parseDraft, parseSettings } = await parsing();
      const { type, name } = parseDraft(body);
      const id = `${type}:${name}`;
      if (this.#listeners.has(id)) throw new ListenerError('exists', `the listener ${id} exists already`);
      const parsed = withSecretsOf(parseSettings(type, settingsIn(body)), undefined);
      const settings = await this.#keepPems(id, parsed);
      const listener = this.#make(type, name, settings, 'bind');
      try {
        await listener.change(settings);
      } catch (error) {
        await this.#files.tidy(id, undefined);
        throw error;
      }
      this.#listeners.set(id, listener);
      this.#store(id, { settings: { ...settings } });
      return listener.view();
    });
  }

  /** Settings over those that hold. Clients stay, unless `enable: false` is among them. */
  update(id: string, body: Body): Promise<ListenerView> {
    return this.#inTurn(() => this.#change(id, settingsOfPut(id, body)));
  }

  /** Disconnects its clients. */
  delete(id: string): Promise<void> {
    return this.#inTurn(async () => {
      const listener = this.#find(id);
      // One of the configuration would be there again after a restart.
      if (this.#base.has(id)) this.#store(id, { isDeleted: true });
      else this.#definitions.delete(KIND, id);
      this.#listeners.delete(id);
      listener.stop();
      this.#watch.settled(id);
      await this.#files.tidy(id, undefined);
    });
  }

  startOne(id: string): Promise<ListenerView> {
    return this.#inTurn(() => this.#change(id, { enable: true }));
  }

  /** Disconnects its clients. */
  stopOne(id: string): Promise<ListenerView> {
    return this.#inTurn(() => this.#change(id, { enable: false }));
  }

  /** Disconnects its clients. */
  restart(id: string): Promise<ListenerView> {
    return this.#inTurn(async () => {
      this.#find(id).stop();
      return this.#change(id, { enable: true });
    });
  }

  /** Reads certificates again. Clients stay. */
  reload(id: string): Promise<void> {
    return this.#inTurn(() => this.#watch.reload(this.#guests.get(id) ?? this.#find(id)));
  }

  /** Closes all ports; the broker says good-bye to the clients. */
  stopAccepting(): void {
    this.#watch.stop();
    for (const listener of this.#listeners.values()) listener.stopAccepting();
  }

  async #startBase(id: string, base: BaseListener, stored: StoredListener | undefined): Promise<void> {
    if (stored?.isDeleted) {
      this.#broker.logger.info(
        { listener: id },
        'a listener of the configuration stays away: the API deleted it',
      );
      return;
    }
    if (stored) {
      const settings = Object.keys(stored.settings ?? {});
      this.#broker.logger.info({ listener: id, settings }, 'the API has changed settings of this listener');
    }
    const settings = await this.#keepPems(id, await settingsOver(base, stored));
    const listener = this.#make(base.type, base.name, settings, base.setting);
    this.#listeners.set(id, listener);
    if (!settings.enable) return;
    try {
      await listener.start();
    } catch (error) {
      if (error instanceof ListenerError) error.message = `the listener ${id}: ${error.message}`;
      throw error;
    }
  }

  async #startStored({ id, body }: Definition<StoredListener>): Promise<void> {
    const { logger } = this.#broker;
    // A listener of the configuration that the API deleted and that the configuration has lost since.
    if (body.isDeleted) return;
    try {
      const { type, name } = parseId(id);
      const { parseSettings } = await parsing();
      const listener = this.#make(type, name, parseSettings(type, body.settings), 'bind');
      this.#listeners.set(id, listener);
      if (listener.settings.enable) await listener.start();
    } catch (error) {
      const reason = error instanceof ListenError ? portProblem(error) : (error as Error).message;
      logger.error({ listener: id, reason }, 'a listener that the API made does not run');
    }
  }

  async #change(id: string, change: Body): Promise<ListenerView> {
    const listener = this.#find(id);
    const before = listener.settings;
    const { parseSettings } = await parsing();
    const merged = parseSettings(listener.type, mergeSettings({ ...before }, change));
    const settings = await this.#keepPems(id, withSecretsOf(merged, before));
    try {
      await listener.change(settings);
    } catch (error) {
      await this.#files.tidy(id, before.ssl_options);
      throw error;
    }
    this.#watch.settled(id);
    if (this.#base.has(id)) {
      const stored = this.#definitions.list<StoredListener>(KIND).find((one) => one.id === id)?.body.settings;
      // Only what was set here: everything else goes on following the configuration.
      this.#store(id, { settings: partOf({ ...settings }, mergeSettings(stored ?? {}, change)) });
    } else this.#store(id, { settings: { ...settings } });
    await this.#files.tidy(id, settings.ssl_options);
    return listener.view();
  }

  async #keepPems(id: string, settings: ListenerSettings): Promise<ListenerSettings> {
    if (!settings.ssl_options) return settings;
    return { ...settings, ssl_options: await this.#files.keep(id, settings.ssl_options) };
  }

  #make(type: ListenerType, name: string, settings: ListenerSettings, setting: string): ManagedListener {
    const parts = { broker: this.#broker, handles: this.#handles };
    return new ManagedListener(type, name, settings, setting, parts);
  }

  #store(id: string, stored: StoredListener): void {
    this.#definitions.put(KIND, id, stored);
  }

  #find(id: string): ManagedListener {
    const listener = this.#listeners.get(id);
    if (listener) return listener;
    throw new ListenerError('unknown', `there is no listener ${id}`);
  }

  #inTurn<Result>(change: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(change);
    this.#last = result.catch(() => {});
    return result;
  }
}

/** What checks settings that come from outside. A start at which nobody changed any does without it. */
const parsing = () => import('./listener-parsing.ts');

async function settingsOver(
  base: BaseListener,
  stored: StoredListener | undefined,
): Promise<ListenerSettings> {
  if (!stored) return base.settings;
  const { parseSettings } = await parsing();
  return parseSettings(base.type, mergeSettings({ ...base.settings }, stored.settings ?? {}));
}

/** @throws ListenerError when the body is about another listener */
function settingsOfPut(id: string, body: Body): Body {
  const { type, name } = parseId(id);
  for (const [member, expected] of Object.entries({ id, type, name })) {
    if (body[member] !== undefined && body[member] !== expected) {
      throw new ListenerError(
        'invalid',
        `${member} is ${expected} and cannot be changed: make a new listener`,
      );
    }
  }
  return settingsIn(body);
}
