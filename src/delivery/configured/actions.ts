import type { Clock } from '../../lib/clock.ts';
import { formatDuration, parseDuration } from '../../lib/duration.ts';
import type { Logger } from '../../lib/logger.ts';
import { redact } from '../../lib/secrets.ts';
import type { Definition, Definitions } from '../../store/definitions.ts';
import type { Store } from '../../store/store.ts';
import type { RenderRequest, RenderWarning } from '../action-kinds/action-kind.ts';
import { actionKinds } from '../action-kinds/action-kinds.ts';
import type { DeliveryDraft } from '../delivery.ts';
import { DeliveryError } from '../delivery-error.ts';
import { isNotice } from '../notice-id.ts';
import type { MemoryBuffer } from '../outbox/memory-buffer.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { Batching } from '../outbox/ready-rows.ts';
import type { TemplateRow } from '../templates/template.ts';
import { actionKindOf, parseActionConfig, readActionConfig, readActionDraft } from './action-drafts.ts';
import { ActionCounters, type ActionMetrics, sumOf } from './action-metrics.ts';
import { type ActionConfig, DEFAULT_REQUEST_TTL, normalize } from './action-schemas.ts';
import {
  type ActionPreview,
  type ActionView,
  type NodeMetricsView,
  type RuleReferences,
  summarize,
} from './action-views.ts';
import {
  type ConfiguredAction,
  configureAction,
  type DeliveryOrigin,
  draftOf,
  ONE_BY_ONE,
  switchedOff,
} from './configured-action.ts';
import type { Connectors } from './connectors.ts';
import { Fallbacks, referringTo, withoutReferences } from './fallbacks.ts';
import { canonicalId, notFound, splitId } from './resource-id.ts';
import { type Status, toStatusView } from './status.ts';
import { type ActionText, textsIn } from './template-check.ts';
import { TracedDeliveries } from './traced-deliveries.ts';
import { settingsOf, toObject, withStoredSecrets } from './validation.ts';

interface ActionsOptions {
  store: Store;
  definitions: Definitions;
  connectors: Connectors;
  outbox: Outbox;
  memory: MemoryBuffer;
  clock: Clock;
  logger: Logger;
  node: string;
  /** How long a delivery is repeated when its action does not say it: milliseconds. */
  requestTtl?: number | undefined;
}

const KIND = 'action';

/**
 * The configured actions. Ids are `http:name`. Methods throw `DeliveryError` for what the caller did wrong; a
 * change is on disk when they answer.
 */
export class Actions {
  readonly #definitions: Definitions;
  readonly #connectors: Connectors;
  readonly #outbox: Outbox;
  readonly #memory: MemoryBuffer;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #node: string;
  readonly requestTtl: string = DEFAULT_REQUEST_TTL;
  readonly #actions = new Map<string, ConfiguredAction>();
  readonly fallbacks: Fallbacks;
  readonly traced = new TracedDeliveries();
  /** Of what goes to a connector without an action. */
  noticeMetrics: (connector: string) => ActionMetrics | undefined = () => undefined;
  #rules: RuleReferences = { using: () => [], forget: () => undefined };

  constructor({
    store,
    definitions,
    connectors,
    outbox,
    memory,
    clock,
    logger,
    node,
    requestTtl,
  }: ActionsOptions) {
    this.#definitions = definitions;
    this.#connectors = connectors;
    this.#outbox = outbox;
    this.#memory = memory;
    this.#clock = clock;
    this.#logger = logger;
    this.#node = node;
    // The default stays as it is written: formatted, it would be shown as `1d`.
    if (requestTtl !== undefined && requestTtl !== parseDuration(DEFAULT_REQUEST_TTL)) {
      this.requestTtl = formatDuration(requestTtl);
    }
    this.fallbacks = new Fallbacks({ store, outbox, logger, actions: this });
    const stored = definitions.list<ActionConfig>(KIND);
    for (const definition of stored) {
      try {
        const kind = actionKindOf(definition.id);
        this.#set({ ...definition, body: parseActionConfig(kind, definition.body) });
      } catch (error) {
        logger.error({ err: error, action: definition.id }, 'a stored action cannot be used, it is left out');
      }
    }
    // Left behind when an action was deleted while its last requests were in flight.
    const known = new Set(stored.map(({ id }) => id));
    const orphans = outbox.queues.actions().filter((id) => !known.has(id) && !isNotice(id));
    for (const orphan of orphans) outbox.discard(orphan);
    connectors.events.on('changed', (connector) => {
      for (const action of this.#actions.values())
        if (action.connector === connector) action.render = undefined;
    });
    outbox.events.on('requeued', ({ action = '' }) => this.#actions.get(action)?.metrics.onMatched());
    outbox.events.on('settled', (settled) => this.#actions.get(settled.action)?.metrics.onSettled(settled));
  }

  bindRules(rules: RuleReferences): void {
    this.#rules = rules;
  }

  types(): string[] {
    return [...actionKinds.keys()];
  }

  /** In the order of their ids. */
  list(): ActionView[] {
    return [...this.#actions.keys()].sort().map((id) => this.get(id));
  }

  summary(): Record<string, unknown>[] {
    return this.list().map((view) =>
      summarize(view, referringTo(this.#actions, `${view.type}:${view.name}`)),
    );
  }

  has(id: string): boolean {
    return this.#actions.has(id);
  }

  /** The id of the action that is meant: `postgres:x` is `pgsql:x`, and `webhook:x` was EMQX's word for `http:x`. */
  resolve(id: string): string {
    const canonical = canonicalId(id);
    return this.has(canonical) ? canonical : canonical.replace(/^webhook:/, 'http:');
  }

  get(id: string): ActionView {
    const action = this.#find(id);
    const { body, createdAt, updatedAt } = action.definition;
    const [status, reason] = this.#statusOf(action);
    return {
      type: action.kind.type,
      name: splitId(id).name,
      ...redact(body),
      ...toStatusView(this.#node, status, reason),
      rules: this.#rules.using(id).sort(),
      created_at: createdAt,
      last_modified_at: updatedAt,
    };
  }

  status(id: string): Status | 'not_found' {
    const action = this.#actions.get(id);
    return action ? this.#statusOf(action)[0] : 'not_found';
  }

  /** The texts of an action that are filled with rows, for those who check rules; null when there is none of this id. */
  templates(id: string): ActionText[] | null {
    const action = this.#actions.get(id);
    if (!action) return null;
    const { parameters } = action.definition.body;
    const connector = this.#connectors.find(action.connector)?.settings.used;
    const jsonFault = connector && action.kind.jsonFault?.(parameters, connector);
    const { ownNames } = action.kind;
    return textsIn('parameters', parameters).map((found) =>
      found.name === 'parameters.body' ? { ...found, ownNames, jsonFault } : { ...found, ownNames },
    );
  }

  create(body: unknown): ActionView {
    const draft = withStoredSecrets(toObject(body), undefined);
    const { kind, name, config } = readActionDraft(draft, this.requestTtl, this.#connectors);
    const id = `${kind.type}:${name}`;
    if (this.#actions.has(id)) throw new DeliveryError('ALREADY_EXISTS', `action ${id} already exists`);
    this.fallbacks.check(id, config.fallback_actions);
    this.#set(this.#definitions.put(KIND, id, config));
    return this.get(id);
  }

  /** Replaces the configuration; a secret given as `******` stays as it was. */
  update(id: string, body: unknown): ActionView {
    const { kind, definition } = this.#find(id);
    const settings = normalize(settingsOf(body), this.requestTtl);
    const config = readActionConfig(kind, withStoredSecrets(settings, definition.body), this.#connectors);
    this.fallbacks.check(id, config.fallback_actions);
    this.#set(this.#definitions.put(KIND, id, config));
    return this.get(id);
  }

  /** Refused while rules use it, their ids in `details.rules`, unless it may be taken out of them. */
  delete(id: string, { alsoFromRules = false }: { alsoFromRules?: boolean } = {}): void {
    this.#find(id);
    const rules = this.#rules.using(id);
    if (rules.length > 0 && !alsoFromRules) {
      const message = `action ${id} is used by rules: ${rules.join(', ')}`;
      throw new DeliveryError('BAD_REQUEST', message, { rules });
    }
    for (const [other, config] of withoutReferences(this.#actions, id, alsoFromRules)) {
      this.#set(this.#definitions.put(KIND, other, config));
    }
    if (rules.length > 0) this.#rules.forget(id);
    this.#definitions.delete(KIND, id);
    this.#actions.delete(id);
    this.#outbox.discard(id);
    this.#memory.opened?.discard(id);
  }

  fallbacksOf(id: string): ActionConfig['fallback_actions'] {
    return this.#actions.get(id)?.definition.body.fallback_actions ?? [];
  }

  setEnabled(id: string, enable: boolean): void {
    const { body } = this.#find(id).definition;
    if (body.enable !== enable) this.#set(this.#definitions.put(KIND, id, { ...body, enable }));
  }

  /** Connects its connector now. */
  async start(id: string): Promise<void> {
    const { definition, connector } = this.#find(id);
    if (!definition.body.enable) {
      throw new DeliveryError('BAD_REQUEST', 'Forbidden operation, action not enabled');
    }
    await this.#connectors.start(connector);
  }

  /** Tries whether what the action would send could be sent, without sending anything. */
  async probe(body: unknown): Promise<void> {
    const sent = toObject(body);
    const stored = this.#actions.get(canonicalId(`${String(sent.type)}:${String(sent.name)}`));
    const draft = withStoredSecrets(sent, stored?.definition.body);
    const { kind, config } = readActionDraft(draft, this.requestTtl, this.#connectors);
    try {
      await this.#connectors.start(`${kind.type}:${config.connector}`);
    } catch (error) {
      throw new DeliveryError('TEST_FAILED', (error as Error).message);
    }
  }

  metrics(id: string): NodeMetricsView {
    const metrics = this.#find(id).metrics.view(this.#outbox.queues.of(id));
    return { metrics, node_metrics: [{ node: this.#node, metrics }] };
  }

  /** Of all actions of a connector together. */
  metricsOfConnector(connector: string): NodeMetricsView {
    if (!this.#connectors.find(connector)) throw notFound('Connector', connector);
    const those = [...this.#actions].filter(([, action]) => action.connector === connector);
    const all = those.map(([id, action]) => action.metrics.view(this.#outbox.queues.of(id)));
    const metrics = sumOf(all.concat(this.noticeMetrics(connector) ?? []));
    return { metrics, node_metrics: [{ node: this.#node, metrics }] };
  }

  resetMetrics(id: string): void {
    this.#find(id).metrics = new ActionCounters(this.#clock);
  }

  /**
   * Hands one row to the action: rendered now, stored with the next commit, sent right after it, repeated until it
   * is accepted, refused or expired. What cannot be queued is counted and told as `settled`; this never throws.
   * @returns the id of the delivery, if there is one
   */
  run(id: string, row: TemplateRow, origin: DeliveryOrigin = {}): string | undefined {
    const action = this.#actions.get(id);
    action?.metrics.onMatched();
    try {
      if (!action) this.#outbox.drop(id, origin.rule, 'resource_not_found');
      else if (!this.#isRunning(action)) this.#outbox.drop(id, origin.rule, 'resource_stopped');
      else {
        const draft = this.#draft(id, action, row, origin);
        const delivery = this.traced.add(this.#outboxOf(action), draft, origin);
        if (action.definition.body.fallback_actions.length > 0) this.fallbacks.keep(delivery, row, origin);
        return delivery;
      }
    } catch (error) {
      this.#logger.error({ err: error, action: id }, 'a row could not be rendered');
      this.#outbox.drop(id, origin.rule, 'other');
    }
    return undefined;
  }

  /**
   * What `run` would queue, and whether it would.
   * @throws DeliveryError when there is no such action; any error of its templates
   */
  preview(id: string, row: TemplateRow): ActionPreview {
    const action = this.#find(id);
    const connector = this.#connectors.find(action.connector);
    const [status, reason] = this.#statusOf(action);
    const seen = { connector: action.connector, status, reason };
    if (!connector) return { ...seen, skipped: 'connector_missing', request: undefined, warnings: [] };
    const warnings: RenderWarning[] = [];
    const request = this.#renderer(action)(row, (warning) => warnings.push(warning));
    return {
      ...seen,
      skipped: this.#isRunning(action) ? undefined : switchedOff(action),
      request: connector.describe(request),
      warnings,
    };
  }

  ids(): string[] {
    return [...this.#actions.keys()];
  }

  /** `http:wecom`; undefined when there is no such action. */
  connectorOf(id: string): string | undefined {
    return this.#actions.get(id)?.connector;
  }

  /** When a delivery that is queued now expires: Unix milliseconds; undefined for never. */
  expiryOf(id: string): number | undefined {
    const ttl = this.#actions.get(id)?.ttl ?? Infinity;
    return Number.isFinite(ttl) ? this.#clock.now() + ttl : undefined;
  }

  #outboxOf({ definition }: ConfiguredAction): Outbox {
    return definition.body.buffer === 'memory' ? this.#memory.outbox : this.#outbox;
  }

  /** How many requests of an action go together, and how long the first waits for more. */
  batching(id: string): Batching {
    return this.#actions.get(id)?.batching ?? ONE_BY_ONE;
  }

  #draft(id: string, action: ConfiguredAction, row: TemplateRow, origin: DeliveryOrigin): DeliveryDraft {
    const request = this.#render(id, action, row, origin.rule);
    const poolSize = this.#connectors.find(action.connector)?.config.pool_size;
    return draftOf(id, action, origin, { request, poolSize, expiresAt: this.expiryOf(id) });
  }

  /** A template that fails loses no row: what can be told without it is told. */
  #render(id: string, action: ConfiguredAction, row: TemplateRow, rule: string | undefined): unknown {
    const config = this.#connectors.find(action.connector)?.settings.used;
    try {
      return this.#renderer(action)(row, undefined, rule);
    } catch (error) {
      if (!action.kind.fallback || !config) throw error;
      this.#logger.error({ err: error, action: id }, 'a row could not be rendered, it is sent as it is');
      const reason = (error as Error).message;
      return action.kind.fallback(
        { row, action: id, rule, reason },
        action.definition.body.parameters,
        config,
      );
    }
  }

  #renderer(action: ConfiguredAction): RenderRequest {
    const config = this.#connectors.find(action.connector)?.settings.used;
    if (!config) throw new DeliveryError('BAD_REQUEST', `connector ${action.connector} does not exist`);
    if (action.renderedWith !== config) action.render = undefined;
    action.renderedWith = config;
    action.render ??= action.kind.compile(action.definition.body.parameters, config);
    return action.render;
  }

  #isRunning(action: ConfiguredAction): boolean {
    return action.definition.body.enable && this.#connectors.find(action.connector)?.config.enable === true;
  }

  #statusOf({ definition, connector }: ConfiguredAction): [Status, string | undefined] {
    if (!definition.body.enable) return ['stopped', undefined];
    const found = this.#connectors.find(connector);
    if (!found) return ['disconnected', `connector ${connector} does not exist`];
    if (!found.config.enable) return ['stopped', `connector ${connector} is not enabled`];
    return [found.status, found.reason];
  }

  #find(id: string): ConfiguredAction {
    const action = this.#actions.get(id);
    if (action) return action;
    throw notFound('Action', id);
  }

  /** Metrics survive a change of the configuration. */
  #set(definition: Definition<ActionConfig>): void {
    const { id, body } = definition;
    const counters =
      this.#actions.get(id)?.metrics ?? new ActionCounters(this.#clock, this.#outbox.queues.of(id).count);
    const action = configureAction(definition, counters);
    this.#actions.set(id, action);
    if (!body.enable) this.#outbox.hold(id);
    else if (this.#outbox.isHeld(id)) {
      for (const outbox of [this.#outbox, this.#memory.opened]) outbox?.unhold(id, action.connector);
    }
  }
}
