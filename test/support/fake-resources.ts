import type { ApiParts } from '../../src/api/parts.ts';
import { Connectors as RealConnectors } from '../../src/delivery/configured/connectors.ts';
import { Sources } from '../../src/delivery/configured/sources.ts';
import {
  type ActionMetrics,
  type Actions,
  type ActionView,
  type Connectors,
  type ConnectorVerdict,
  type ConnectorView,
  DeliveryError,
} from '../../src/delivery/door.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import type { Definitions } from '../../src/store/definitions.ts';

type Body = Record<string, unknown>;

const node = 'tocsin@127.0.0.1';

const delivered: ConnectorVerdict = {
  result: 'delivered',
  duration_ms: 3,
  status: 200,
  vendor_code: null,
  body: 'ok',
  request: { method: 'POST' },
};

/** Connectors that hold what they are told and reach everything but `http://down`. */
export class FakeConnectors implements Pick<Connectors, keyof Connectors> {
  readonly #views = new Map<string, ConnectorView>();

  list(): ConnectorView[] {
    return [...this.#views.values()];
  }

  get(id: string): ConnectorView {
    return found(this.#views, id, 'Connector');
  }

  summary(): ReturnType<Connectors['summary']> {
    return [];
  }

  async reach(): ReturnType<Connectors['reach']> {
    return [...this.#views].map(([id, { url }]) => ({
      id,
      failure: url === 'http://down' ? 'connection refused' : undefined,
      clockAhead: 1000,
    }));
  }

  async create(body: unknown): Promise<ConnectorView> {
    const { type, name, ...settings } = body as { type: string; name: string } & Body;
    const id = `${type}:${name}`;
    if (this.#views.has(id)) throw new DeliveryError('ALREADY_EXISTS', 'connector already exists');
    return this.#put(id, settings);
  }

  async update(id: string, body: unknown): Promise<ConnectorView> {
    this.get(id);
    return this.#put(id, body as Body);
  }

  async delete(id: string): Promise<void> {
    this.get(id);
    this.#views.delete(id);
  }

  async setEnabled(id: string, enable: boolean): Promise<void> {
    this.#put(id, { ...this.get(id), enable });
  }

  async start(id: string): Promise<void> {
    if (this.get(id).enable) return;
    throw new DeliveryError('BAD_REQUEST', 'Forbidden operation, connector not enabled');
  }

  async probe(body: unknown): Promise<ConnectorVerdict> {
    const { url, type } = body as Body;
    if (url === 'http://down') throw new DeliveryError('TEST_FAILED', 'connection refused');
    return type === 'http' ? { result: 'reachable', duration_ms: 1 } : delivered;
  }

  withAddress(address: string): string[] {
    return [...this.#views].flatMap(([id, view]) => (view.url === address ? [id] : []));
  }

  async test(id: string): Promise<ConnectorVerdict> {
    return this.get(id).type === 'http' ? { result: 'reachable', duration_ms: 1 } : delivered;
  }

  #put(id: string, settings: Body): ConnectorView {
    const [type = '', name = ''] = id.split(':');
    const enable = settings.enable !== false;
    const status = enable ? ('connected' as const) : ('stopped' as const);
    const view = {
      ...settings,
      type,
      name,
      enable,
      status,
      node_status: [{ node, status }],
      actions: [],
      sources: [],
    };
    this.#views.set(id, view);
    return view;
  }
}

/** Actions that hold what they are told; `http:used` is used by the rule `r1`. */
export class FakeActions {
  readonly requestTtl = '24h';
  readonly #views = new Map<string, ActionView>();

  list(): ActionView[] {
    return [...this.#views.values()];
  }

  summary(): ActionView[] {
    return this.list();
  }

  get(id: string): ActionView {
    return found(this.#views, id, 'Action');
  }

  create(body: unknown): ActionView {
    const { type, name, ...settings } = body as { type: string; name: string; connector: string } & Body;
    const id = `${type}:${name}`;
    if (this.#views.has(id)) throw new DeliveryError('ALREADY_EXISTS', 'action already exists');
    return this.#put(id, settings);
  }

  update(id: string, body: unknown): ActionView {
    this.get(id);
    return this.#put(id, body as Body);
  }

  delete(id: string, { alsoFromRules = false } = {}): void {
    const { rules } = this.get(id);
    if (rules.length > 0 && !alsoFromRules) throw new DeliveryError('BAD_REQUEST', 'rules use it', { rules });
    this.#views.delete(id);
  }

  setEnabled(id: string, enable: boolean): void {
    this.#put(id, { ...this.get(id), enable });
  }

  async start(id: string): Promise<void> {
    this.get(id);
  }

  async probe(body: unknown): Promise<void> {
    if ((body as Body).connector === 'down') throw new DeliveryError('TEST_FAILED', 'connection refused');
  }

  metrics(id: string): ReturnType<Actions['metrics']> {
    this.get(id);
    return { metrics: noFigures, node_metrics: [{ node, metrics: noFigures }] };
  }

  metricsOfConnector(): ReturnType<Actions['metrics']> {
    return { metrics: noFigures, node_metrics: [{ node, metrics: noFigures }] };
  }

  resetMetrics(id: string): void {
    this.get(id);
  }

  types(): string[] {
    return ['http'];
  }

  #put(id: string, settings: Body): ActionView {
    const [type = '', name = ''] = id.split(':');
    const view: ActionView = {
      ...settings,
      type,
      name,
      connector: String(settings.connector),
      enable: settings.enable !== false,
      status: 'connected',
      node_status: [{ node, status: 'connected' }],
      rules: name === 'used' ? ['r1'] : [],
      created_at: 1,
      last_modified_at: 1,
    };
    this.#views.set(id, view);
    return view;
  }
}

/** None, as long as nobody makes a connector for one. */
export function noSources(clock: Clock): ApiParts['sources'] {
  const definitions = { list: () => [] } as unknown as Definitions;
  const options = { definitions, clock, logger: silentLogger, node };
  return new Sources({ ...options, connectors: new RealConnectors(options) });
}

/** A log of nothing. */
export const noDeliveries: ApiParts['deliveries'] = {
  *page() {
    yield;
    return { rows: [], count: 0, hasMore: false };
  },
  *walk() {},
  *counts() {
    yield;
    return [];
  },
  brief: () => undefined,
  get: refuseDelivery,
  follow: () => () => undefined,
  resend: refuseDelivery,
  recover: refuseDelivery,
  isRecovering: () => false,
  recovery: refuseDelivery,
  cancelRecovery: refuseDelivery,
  giveUp: refuseDelivery,
};

function refuseDelivery(id: string): never {
  throw new DeliveryError('NOT_FOUND', `there is no delivery ${id}, or not any more`);
}

function found<View>(views: ReadonlyMap<string, View>, id: string, what: string): View {
  const view = views.get(id);
  if (!view) throw new DeliveryError('NOT_FOUND', `${what} not found: ${id}`);
  return view;
}

const noFigures: ActionMetrics = {
  matched: 0,
  success: 0,
  failed: 0,
  dropped: 0,
  'dropped.other': 0,
  'dropped.expired': 0,
  'dropped.queue_full': 0,
  'dropped.resource_not_found': 0,
  'dropped.resource_stopped': 0,
  late_reply: 0,
  retried: 0,
  'retried.success': 0,
  'retried.failed': 0,
  queuing: 0,
  queuing_bytes: 0,
  inflight: 0,
  received: 0,
  rate: 0,
  rate_last5m: 0,
  rate_max: 0,
};
