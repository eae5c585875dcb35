import type { ConnectorIdentity, ConnectorKind, KeptMessage } from '../../connectors/connector.ts';
import { connectorKinds } from '../../connectors/connector-kinds.ts';
import type { Clock } from '../../lib/clock.ts';
import { Emitter } from '../../lib/emitter.ts';
import type { Logger } from '../../lib/logger.ts';
import { redact } from '../../lib/secrets.ts';
import type { Definitions } from '../../store/definitions.ts';
import { DeliveryError } from '../delivery-error.ts';
import type { Destinations } from '../outbox/destinations.ts';
import { ConfiguredConnector } from './configured-connector.ts';
import type { ConnectorConfig } from './connector-schemas.ts';
import { type ConnectorSettings, readSettings } from './connector-settings.ts';
import { type ConnectorSummary, type LastTest, summaryOf } from './connector-summary.ts';
import { type ConnectorVerdict, type TestMessage, testConnector } from './connector-test.ts';
import { type ConnectorWarning, warningsOf } from './connector-warnings.ts';
import { canonicalId, notFound, splitId } from './resource-id.ts';
import { type NodeStatusView, type Status, toStatusView } from './status.ts';
import {
  kindOf,
  settingsOf,
  toObject,
  validateName,
  withoutReadOnlyFields,
  withStoredSecrets,
} from './validation.ts';

/** The configuration with its defaults and without its secrets, and how it goes; the API's answer as it is. */
export interface ConnectorView {
  [setting: string]: unknown;
  type: string;
  name: string;
  enable: boolean;
  status: Status;
  status_reason?: string;
  node_status: NodeStatusView[];
  /** What its settings allow that nobody should forget; absent when there is nothing. */
  warnings?: ConnectorWarning[];
  /** Names of the actions that use it. */
  actions: string[];
  sources: string[];
}

export interface ConnectorHealth {
  /** `http:wecom` */
  readonly id: string;
  /** Somebody is there, and takes what is sent; undefined while it is looked at for the first time. */
  readonly isUp: boolean | undefined;
  /** Why not, with the last error. */
  readonly reason: string | undefined;
}

/** Whether somebody is there, found out just now. */
export interface ConnectorReach {
  /** `http:wecom` */
  readonly id: string;
  /** Undefined when somebody is. */
  readonly failure: string | undefined;
  /** Milliseconds that its clock was ahead of ours when it last answered, where it told. */
  readonly clockAhead: number | undefined;
}

export interface ConnectorsOptions {
  /** Whose limits hold for tests too. */
  destinations?: Destinations | undefined;
  /** For what is only shown. @param id of the connector */
  keep?: ((id: string, message: KeptMessage) => Promise<void>) | undefined;
  definitions: Definitions;
  clock: Clock;
  logger: Logger;
  node: string;
}

interface ConnectorEvents {
  /** What waits for this connector may be sent now. */
  available: string;
  /** Its configuration is another one, or it is gone. */
  changed: string;
}

const KIND = 'connector';
/** What its last test found, by the id of the connector. */
const TEST = 'connector_test';

/**
 * The configured places outside. Ids are `http:name`. Methods throw `DeliveryError` for what the caller did wrong;
 * a change is on disk when they answer.
 */
export class Connectors {
  readonly events = new Emitter<ConnectorEvents>();
  readonly #definitions: Definitions;
  readonly #clock: Clock;
  readonly #node: string;
  readonly #keep: ConnectorsOptions['keep'];
  readonly #destinations: Destinations | undefined;
  readonly #connectors = new Map<string, ConfiguredConnector>();
  #sourcesOf: (connector: string) => string[] = () => [];

  constructor({ definitions, clock, logger, node, keep, destinations }: ConnectorsOptions) {
    this.#definitions = definitions;
    this.#clock = clock;
    this.#node = node;
    this.#keep = keep;
    this.#destinations = destinations;
    for (const { id, body } of definitions.list(KIND)) {
      try {
        this.#connectors.set(id, this.#make(id, body));
      } catch (error) {
        logger.error({ err: error, connector: id }, 'a stored connector cannot be used, it is left out');
      }
    }
  }

  /** @param sourcesOf names of the sources on a connector */
  bindSources(sourcesOf: (connector: string) => string[]): void {
    this.#sourcesOf = sourcesOf;
  }

  /** Connects to what is enabled, without waiting for the answers. */
  open(): void {
    for (const connector of this.#connectors.values()) void connector.check();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#connectors.values()].map((connector) => connector.close()));
  }

  /** In the order of their ids. */
  list(): ConnectorView[] {
    return [...this.#connectors.keys()].sort().map((id) => this.get(id));
  }

  /** How it goes with each that is switched on, without a view of each. */
  *health(): Generator<ConnectorHealth> {
    for (const [id, { status, reason, isKnown }] of this.#connectors) {
      if (status === 'stopped') continue;
      yield { id, isUp: isKnown ? status === 'connected' : undefined, reason };
    }
  }

  /** Looks for each that is switched on, at the same time, at most for its `resource_opts.start_timeout`. */
  reach(): Promise<ConnectorReach[]> {
    const enabled = this.ids().map((id) => ({ id, connector: this.#find(id) }));
    return Promise.all(
      enabled
        .filter(({ connector }) => connector.config.enable)
        .map(async ({ id, connector }) => {
          await this.#firstCheck(connector);
          const failure = connector.isReachable ? undefined : (connector.reason ?? 'no answer yet');
          return { id, failure, clockAhead: connector.handle?.clockAhead?.() };
        }),
    );
  }

  get(id: string): ConnectorView {
    const connector = this.#find(id);
    const { type, name } = splitId(id);
    const warnings = warningsOf(connector.settings.used);
    return {
      type,
      name,
      ...redact(connector.config),
      ...toStatusView(this.#node, connector.status, connector.reason),
      ...(warnings.length > 0 && { warnings }),
      actions: this.#actionsOf(type, name),
      sources: this.#sourcesOf(id),
    };
  }

  /** How it goes with each of them, without their settings, in the order of their ids. */
  summary(): ConnectorSummary[] {
    return this.ids().map((id) =>
      summaryOf(id, this.#find(id), {
        destinations: this.#destinations,
        now: this.#clock.now(),
        lastTest: this.#definitions.get<LastTest>(TEST, id)?.body,
      }),
    );
  }

  /** Waits for the first connection, at most for `resource_opts.start_timeout`. */
  async create(body: unknown): Promise<ConnectorView> {
    const { kind, name, settings } = parseDraft(withStoredSecrets(toObject(body), undefined));
    const config = settings.written;
    const id = `${kind.type}:${name}`;
    if (this.#connectors.has(id)) throw new DeliveryError('ALREADY_EXISTS', `connector ${id} already exists`);
    await this.#replace(id, config, config.resource_opts.start_after_created);
    return this.get(id);
  }

  /** Replaces the configuration; a secret given as `******` stays as it was. */
  async update(id: string, body: unknown): Promise<ConnectorView> {
    const stored = this.#find(id).config;
    const sent = withStoredSecrets(settingsOf(body), stored);
    const config = readSettings(kindOfId(id), sent).written;
    await this.#replace(id, config, true);
    return this.get(id);
  }

  async delete(id: string): Promise<void> {
    const connector = this.#find(id);
    const { type, name } = splitId(id);
    const actions = this.#actionsOf(type, name);
    if (actions.length > 0) {
      const message = `connector ${id} is used by ${actions.join(', ')}: delete these actions first`;
      throw new DeliveryError('BAD_REQUEST', message, { actions });
    }
    const sources = this.#sourcesOf(id);
    if (sources.length > 0) {
      const message = `connector ${id} is used by ${sources.join(', ')}: delete these sources first`;
      throw new DeliveryError('BAD_REQUEST', message, { sources });
    }
    this.#definitions.delete(KIND, id);
    this.#definitions.delete(TEST, id);
    this.#connectors.delete(id);
    this.events.emit('changed', id);
    await connector.close();
  }

  async setEnabled(id: string, enable: boolean): Promise<void> {
    const { config } = this.#find(id);
    if (config.enable !== enable) await this.#replace(id, { ...config, enable }, true);
  }

  /** Connects now. */
  async start(id: string): Promise<void> {
    const connector = this.#find(id);
    if (!connector.config.enable) {
      throw new DeliveryError('BAD_REQUEST', 'Forbidden operation, connector not enabled');
    }
    await this.#firstCheck(connector);
    if (connector.status !== 'connected') {
      throw new DeliveryError(
        'BAD_REQUEST',
        `connector ${id} is not reachable: ${connector.reason ?? 'no answer yet'}`,
      );
    }
  }

  /** Tries settings without keeping them: a channel really sends a message, anything else is only reached. */
  async probe(body: unknown): Promise<ConnectorVerdict> {
    const draft = toObject(body);
    const stored = this.#connectors.get(canonicalId(`${String(draft.type)}:${String(draft.name)}`))?.config;
    const { kind, name, settings } = parseDraft(withStoredSecrets(draft, stored));
    return testConnector(
      {
        kind,
        identity: this.#identity(`${kind.type}:${name}`),
        settings,
        handle: undefined,
        clock: this.#clock,
        destinations: this.#destinations,
      },
      {},
    );
  }

  /** Tries the stored settings, also of a connector that is switched off; what the other side said. */
  async test(id: string, message: TestMessage): Promise<ConnectorVerdict> {
    const { settings, handle } = this.#find(id);
    const at = this.#clock.now();
    const tested = {
      kind: kindOfId(id),
      identity: this.#identity(id),
      settings,
      handle,
      clock: this.#clock,
      destinations: this.#destinations,
    };
    try {
      const verdict = await testConnector(tested, message);
      this.#keepTest(id, { at, ok: true });
      return verdict;
    } catch (error) {
      this.#keepTest(id, { at, ok: false });
      throw error;
    }
  }

  /** It may have been deleted meanwhile. */
  #keepTest(id: string, test: LastTest): void {
    if (this.#connectors.has(id)) this.#definitions.put(TEST, id, test);
  }

  /** The ids of those that go to this very address, tokens included. */
  withAddress(address: string): string[] {
    const wanted = comparable(address);
    if (wanted === undefined) return [];
    return this.ids().filter((id) => {
      const { url } = (this.#connectors.get(id)?.config ?? {}) as { url?: unknown };
      return typeof url === 'string' && comparable(url) === wanted;
    });
  }

  /** In the order of the alphabet. */
  ids(): string[] {
    return [...this.#connectors.keys()].sort();
  }

  /** For actions and the courier; `undefined` when there is no such connector. */
  find(id: string): ConfiguredConnector | undefined {
    return this.#connectors.get(id);
  }

  #find(id: string): ConfiguredConnector {
    const connector = this.#connectors.get(id);
    if (connector) return connector;
    throw notFound('Connector', id);
  }

  async #replace(id: string, config: ConnectorConfig, connect: boolean): Promise<void> {
    this.#definitions.put(KIND, id, config);
    const old = this.#connectors.get(id);
    const connector = this.#make(id, config);
    this.#connectors.set(id, connector);
    this.events.emit('changed', id);
    if (config.enable) void old?.retire();
    else await old?.close();
    if (connect) await this.#firstCheck(connector);
  }

  #make(id: string, config: unknown): ConfiguredConnector {
    const onAvailable = (): void => this.events.emit('available', id);
    const identity = this.#identity(id);
    const clock = this.#clock;
    return new ConfiguredConnector({ id, kind: kindOfId(id), config, identity, clock, onAvailable });
  }

  #identity(id: string): ConnectorIdentity {
    return {
      node: this.#node,
      name: splitId(id).name,
      keep: this.#keep && ((message) => this.#keep?.(id, message) ?? Promise.resolve()),
    };
  }

  async #firstCheck(connector: ConfiguredConnector): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = this.#clock.after(connector.startTimeout, resolve);
    await Promise.race([connector.check(), promise]);
    timer.cancel();
  }

  #actionsOf(type: string, name: string): string[] {
    return this.#definitions
      .list<{ connector: string }>('action')
      .filter(({ id, body }) => id.startsWith(`${type}:`) && body.connector === name)
      .map(({ id }) => id.slice(type.length + 1));
  }
}

/** Undefined for what is no address. */
function comparable(address: string): string | undefined {
  return URL.parse(address.trim())?.href.replace(/\/$/, '');
}

function kindOfId(id: string): ConnectorKind {
  return kindOf(connectorKinds, 'connector', splitId(id).type);
}

/** The body of a POST. @throws DeliveryError BAD_REQUEST */
export function parseDraft(body: unknown): {
  kind: ConnectorKind;
  name: string;
  settings: ConnectorSettings;
} {
  const { type, name, ...config } = withoutReadOnlyFields(toObject(body));
  const kind = kindOf(connectorKinds, 'connector', type);
  return { kind, name: validateName(name), settings: readSettings(kind, config) };
}
