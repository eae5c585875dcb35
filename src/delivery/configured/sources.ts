import type { ConnectorHandle, ConnectorKind } from '../../connectors/connector.ts';
import type { ArrivedMessage, SourceLine } from '../../connectors/source.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Logger } from '../../lib/logger.ts';
import { RateMeter } from '../../lib/rate.ts';
import type { Definition, Definitions } from '../../store/definitions.ts';
import { DeliveryError } from '../delivery-error.ts';
import { ActionCounters } from './action-metrics.ts';
import { type ActionView, type NodeMetricsView, summarize } from './action-views.ts';
import type { Connectors } from './connectors.ts';
import { canonicalId, notFound, splitId } from './resource-id.ts';
import { type SourceConfig, sourceKinds, sourceSchemaOf } from './source-schemas.ts';
import { type Status, toStatusView } from './status.ts';
import { kindOf, settingsOf, toObject, validate, validateName, withoutReadOnlyFields } from './validation.ts';

interface SourcesOptions {
  definitions: Definitions;
  connectors: Connectors;
  clock: Clock;
  logger: Logger;
  node: string;
}

/** Who hears what sources bring in, one floor up. */
export interface SourceAudience {
  /** Ends with whether everything that the message caused is stored. @param source `mqtt:name` */
  hear(source: string, message: ArrivedMessage): Promise<boolean>;
  /** Ids of the rules whose FROM names the source. */
  hearing(source: string): string[];
}

interface ConfiguredSource {
  definition: Definition<SourceConfig>;
  /** `mqtt:site-b`: the id of its connector. */
  connector: string;
  counters: SourceCounters;
  line: SourceLine | undefined;
  /** The one that the line belongs to. */
  handle: ConnectorHandle | undefined;
}

const KIND = 'source';

/** A source that drops a thousand messages a second says so once a minute. */
const LOG_PAUSE = 60_000;

/**
 * The configured sources, by which connectors bring in what others send. Ids are `mqtt:name`. Methods throw
 * `DeliveryError` for what the caller did wrong; a change is on disk when they answer.
 */
export class Sources {
  readonly #definitions: Definitions;
  readonly #connectors: Connectors;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #node: string;
  readonly #sources = new Map<string, ConfiguredSource>();
  #audience: SourceAudience | undefined;
  #quietUntil = 0;

  constructor({ definitions, connectors, clock, logger, node }: SourcesOptions) {
    this.#definitions = definitions;
    this.#connectors = connectors;
    this.#clock = clock;
    this.#logger = logger;
    this.#node = node;
    for (const definition of definitions.list<SourceConfig>(KIND)) {
      try {
        const body = validate(sourceSchemaOf(kindOfId(definition.id)), definition.body) as SourceConfig;
        this.#keep({ ...definition, body });
      } catch (error) {
        logger.error({ err: error, source: definition.id }, 'a stored source cannot be used, it is left out');
      }
    }
    connectors.bindSources((connector) => this.#namesOn(connector));
    connectors.events.on('changed', (connector) => {
      for (const source of this.#on(connector)) void this.#hangUp(source, false);
    });
    connectors.events.on('available', (connector) => {
      for (const source of this.#on(connector)) this.#listen(source);
    });
  }

  /** From now on what comes in is heard; nothing is fetched before there is somebody who hears it. */
  open(audience: SourceAudience): void {
    this.#audience = audience;
    for (const source of this.#sources.values()) this.#listen(source);
  }

  types(): string[] {
    return [...sourceKinds.keys()];
  }

  /** In the order of their ids. */
  list(): ActionView[] {
    return [...this.#sources.keys()].sort().map((id) => this.get(id));
  }

  summary(): Record<string, unknown>[] {
    return this.list().map((view) => {
      const { referenced_as_fallback_action_by: _, ...summary } = summarize(view);
      return summary;
    });
  }

  get(id: string): ActionView {
    const source = this.#find(id);
    const { body, createdAt, updatedAt } = source.definition;
    const { type, name } = splitId(id);
    return {
      type,
      name,
      ...body,
      ...toStatusView(this.#node, ...this.#statusOf(source)),
      rules: (this.#audience?.hearing(id) ?? []).sort(),
      created_at: createdAt,
      last_modified_at: updatedAt,
    };
  }

  /** Waits until it is known whether the other side grants it, at most for the connector's `start_timeout`. */
  async create(body: unknown): Promise<ActionView> {
    const { kind, name, config } = this.#parseDraft(body);
    const id = `${kind.type}:${name}`;
    if (this.#sources.has(id)) throw new DeliveryError('ALREADY_EXISTS', `source ${id} already exists`);
    await this.#begin(this.#keep(this.#definitions.put(KIND, id, config)));
    return this.get(id);
  }

  async update(id: string, body: unknown): Promise<ActionView> {
    const old = this.#find(id);
    const config = this.#parseConfig(kindOfId(id), settingsOf(body));
    const isAnother = config.connector !== old.definition.body.connector;
    await this.#hangUp(old, isAnother);
    await this.#begin(this.#keep(this.#definitions.put(KIND, id, config)));
    return this.get(id);
  }

  /** Refused while rules hear it, their ids in `details.rules`, unless they may be left without it. */
  async delete(id: string, { alsoFromRules = false }: { alsoFromRules?: boolean } = {}): Promise<void> {
    const source = this.#find(id);
    const rules = this.#audience?.hearing(id) ?? [];
    if (rules.length > 0 && !alsoFromRules) {
      const message = `source ${id} is used by rules: ${rules.join(', ')}`;
      throw new DeliveryError('BAD_REQUEST', message, { rules });
    }
    this.#definitions.delete(KIND, id);
    this.#sources.delete(id);
    await this.#hangUp(source, true);
  }

  async setEnabled(id: string, enable: boolean): Promise<void> {
    const source = this.#find(id);
    const { body } = source.definition;
    if (body.enable === enable) return;
    await this.#hangUp(source, false);
    await this.#begin(this.#keep(this.#definitions.put(KIND, id, { ...body, enable })));
  }

  /** Connects now. */
  async start(id: string): Promise<void> {
    const source = this.#find(id);
    if (!source.definition.body.enable) {
      throw new DeliveryError('BAD_REQUEST', 'Forbidden operation, source not enabled');
    }
    await this.#connectors.start(source.connector);
    await this.#begin(source);
    const [status, reason] = this.#statusOf(source);
    if (status !== 'connected') throw new DeliveryError('BAD_REQUEST', `source ${id}: ${reason ?? status}`);
  }

  /** Tries whether its connector can be reached; nothing is subscribed to. */
  async probe(body: unknown): Promise<void> {
    const { kind, config } = this.#parseDraft(body);
    try {
      await this.#connectors.start(`${kind.type}:${config.connector}`);
    } catch (error) {
      throw new DeliveryError('TEST_FAILED', (error as Error).message);
    }
  }

  metrics(id: string): NodeMetricsView {
    const metrics = this.#find(id).counters.view();
    return { metrics, node_metrics: [{ node: this.#node, metrics }] };
  }

  resetMetrics(id: string): void {
    this.#find(id).counters = new SourceCounters(this.#clock);
  }

  #statusOf({ definition, connector, line }: ConfiguredSource): [Status, string | undefined] {
    if (!definition.body.enable) return ['stopped', undefined];
    const found = this.#connectors.find(connector);
    if (!found) return ['disconnected', `connector ${connector} does not exist`];
    if (!found.config.enable) return ['stopped', `connector ${connector} is not enabled`];
    const status = line?.status;
    if (status?.connected) return ['connected', undefined];
    return ['disconnected', status?.reason ?? found.reason ?? 'not started yet'];
  }

  /** Metrics survive a change of the configuration. */
  #keep(definition: Definition<SourceConfig>): ConfiguredSource {
    const { id, body } = definition;
    const source: ConfiguredSource = {
      definition,
      connector: `${splitId(id).type}:${body.connector}`,
      counters: this.#sources.get(id)?.counters ?? new SourceCounters(this.#clock),
      line: undefined,
      handle: undefined,
    };
    this.#sources.set(id, source);
    return source;
  }

  async #begin(source: ConfiguredSource): Promise<void> {
    this.#listen(source);
    const wait = this.#connectors.find(source.connector)?.startTimeout ?? 0;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = this.#clock.after(wait, resolve);
    await Promise.race([source.line?.check(), promise]);
    timer.cancel();
  }

  #listen(source: ConfiguredSource): void {
    const { id, body } = source.definition;
    const handle = this.#connectors.find(source.connector)?.handle;
    const audience = this.#audience;
    if (!audience || !handle?.listen || !body.enable || source.handle === handle) return;
    source.handle = handle;
    source.line = handle.listen({
      name: splitId(id).name,
      parameters: body.parameters,
      hear: (message) => {
        source.counters.onReceived();
        return audience.hear(id, message);
      },
      dropped: (reason) => {
        source.counters.onDropped();
        this.#report(id, reason);
      },
    });
  }

  async #hangUp(source: ConfiguredSource, forget: boolean): Promise<void> {
    const { line } = source;
    source.line = undefined;
    source.handle = undefined;
    await line?.close(forget);
  }

  #report(source: string, reason: string): void {
    const now = this.#clock.now();
    if (now < this.#quietUntil) return;
    this.#quietUntil = now + LOG_PAUSE;
    this.#logger.warn({ source, reason }, 'a source dropped a message');
  }

  #find(id: string): ConfiguredSource {
    const source = this.#sources.get(canonicalId(id));
    if (source) return source;
    throw notFound('Source', id);
  }

  #on(connector: string): ConfiguredSource[] {
    return [...this.#sources.values()].filter((source) => source.connector === connector);
  }

  #namesOn(connector: string): string[] {
    return this.#on(connector)
      .map(({ definition }) => splitId(definition.id).name)
      .sort();
  }

  #parseDraft(body: unknown): { kind: ConnectorKind; name: string; config: SourceConfig } {
    const { type, name, ...config } = withoutReadOnlyFields(toObject(body));
    const kind = kindOf(sourceKinds, 'source', type);
    return { kind, name: validateName(name), config: this.#parseConfig(kind, config) };
  }

  #parseConfig(kind: ConnectorKind, document: unknown): SourceConfig {
    const config = validate(sourceSchemaOf(kind), document) as SourceConfig;
    // Some scripts write the id of the connector where its name belongs.
    const connector = config.connector.replace(`${kind.type}:`, '');
    if (this.#connectors.find(`${kind.type}:${connector}`)) return { ...config, connector };
    throw new DeliveryError(
      'BAD_REQUEST',
      JSON.stringify({
        kind: 'validation_error',
        reason: 'connector_not_found_or_wrong_type',
        connector_name: connector,
        connector_type: kind.type,
      }),
    );
  }
}

function kindOfId(id: string): ConnectorKind {
  return kindOf(sourceKinds, 'source', splitId(id).type);
}

/** Counts since the start or the last reset, in the shape that actions have. */
class SourceCounters {
  readonly #nothing: ActionCounters;
  readonly #rate: RateMeter;
  #received = 0;
  #dropped = 0;

  constructor(clock: Clock) {
    this.#nothing = new ActionCounters(clock);
    this.#rate = new RateMeter(clock);
  }

  onReceived(): void {
    this.#received++;
    this.#rate.add();
  }

  onDropped(): void {
    this.#dropped++;
  }

  view() {
    const { rate, rateLast5m, rateMax } = this.#rate.read();
    return {
      ...this.#nothing.view({ count: 0, bytes: 0, inflight: 0 }),
      received: this.#received,
      dropped: this.#dropped,
      'dropped.other': this.#dropped,
      rate,
      rate_last5m: rateLast5m,
      rate_max: rateMax,
    };
  }
}
