import type { TestContext } from 'node:test';
import type { AlertRules } from '../../src/alerts/door.ts';
import { Aftermath } from '../../src/broker/connections/aftermath.ts';
import type {
  Broker,
  BrokerEvent,
  ClientInfo,
  EventOf,
  Message,
  WatchListener,
} from '../../src/broker/door.ts';
import { createEventPorts } from '../../src/broker/event-ports.ts';
import { createBrokerMetrics } from '../../src/broker/metrics.ts';
import type { ActionPreview, Requeued, Settled, TemplateRow } from '../../src/delivery/door.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { Emitter } from '../../src/lib/emitter.ts';
import { type Logger, silentLogger } from '../../src/lib/logger.ts';
import { reasonCodeName } from '../../src/mqtt/reason-codes.ts';
import { isValidTopicFilter, isValidTopicName, topicMatchesFilter } from '../../src/mqtt/topics.ts';
import { type RuleDraft, RuleEngine } from '../../src/rules/door.ts';
import type { KnownChannels } from '../../src/rules/lint/alert-lint.ts';
import { RuleSlice } from '../../src/rules/rule-slice.ts';
import { Definitions } from '../../src/store/definitions.ts';
import { Store } from '../../src/store/store.ts';
import { FakeAlerts } from './fake-alerts.ts';
import { FakeClock } from './fake-clock.ts';
import { ruleHost } from './rule-host.ts';
import { schemasOf } from './sql-schemas.ts';

/** What rules are told of MQTT. */
export const mqtt = { topicMatchesFilter, isValidTopicFilter, isValidTopicName, reasonCodeName };

export const aClient: ClientInfo = {
  clientId: 'dev-1',
  username: undefined,
  peerHost: '10.0.0.5',
  peerPort: 50122,
  peerName: '10.0.0.5:50122',
  sockName: '10.0.0.1:1883',
  listener: 'tcp:default',
  protocolName: 'MQTT',
  protocolVersion: 5,
  keepAlive: 60,
  cleanStart: true,
  expiryInterval: 3600,
  receiveMaximum: 32,
  isBridge: false,
  properties: {},
  attributes: { site: 'x' },
  isSuperuser: false,
  acl: undefined,
  identity: undefined,
  connectedAt: Date.UTC(2026, 0, 1) - 60_000,
};

export function aMessage(about: Partial<Message> = {}): Message {
  return {
    id: '0006340A1F2E4B22F44500000A1B0001',
    topic: 't/a',
    qos: 1,
    retain: false,
    dup: false,
    payload: Buffer.from('{"temp":21}'),
    properties: {},
    from: {
      clientId: 'pub-1',
      username: 'u',
      peerHost: '10.0.0.9',
      peerName: '10.0.0.9:4711',
      attributes: { site: 'y' },
    },
    receivedAt: Date.UTC(2026, 0, 1),
    ...about,
  };
}

/** The part of a broker that rules use: ports, watchers, and publishing in the very moment. */
export class FakeBroker {
  readonly node = 'tocsin@127.0.0.1';
  readonly startedAt = 0;
  readonly events = createEventPorts();
  readonly aftermath = new Aftermath();
  readonly metrics = createBrokerMetrics();
  readonly published: Message[] = [];
  readonly #watchers = new Set<{ filter: string; listener: WatchListener }>();
  readonly #clock: Clock;
  atEndOfTurn: () => void = () => {};
  #isAwake = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  wake(): void {
    if (this.#isAwake) return;
    this.#isAwake = true;
    setImmediate(() => {
      this.#isAwake = false;
      this.atEndOfTurn();
    });
  }

  get watched(): string[] {
    return [...this.#watchers].map(({ filter }) => filter);
  }

  watch(filter: string, listener: WatchListener): () => void {
    const watcher = { filter, listener };
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  publish(draft: Parameters<Broker['publish']>[0]): { message: Message; receivers: number } {
    const message = aMessage({ ...draft, properties: draft.properties ?? {} });
    this.published.push(message);
    this.accept(message);
    return { message, receivers: 0 };
  }

  /** A message arrives, and nobody has subscribed. */
  accept(message: Message): void {
    for (const { filter, listener } of this.#watchers) {
      if (topicMatchesFilter(message.topic, filter)) listener(message, filter, this.#clock.now());
    }
    const dropped = this.events['message.dropped'];
    if (dropped.wanted)
      dropped.emit({ name: 'message.dropped', at: this.#clock.now(), message, reason: 'no_subscribers' });
  }

  emit(event: Exclude<BrokerEvent, EventOf<'message.publish'>>): void {
    this.events[event.name].emit(event as never);
  }

  disconnect(reason: string, client: Partial<ClientInfo> = {}): void {
    this.emit({
      name: 'client.disconnected',
      at: Date.UTC(2026, 0, 1),
      client: { ...aClient, ...client },
      reason,
      closedBy: 'network',
      properties: {},
      disconnectedAt: Date.UTC(2026, 0, 1),
      sequence: 1,
    });
  }
}

/** Configured actions that only write down what they are told. */
export class FakeActions {
  readonly events = new Emitter<{ settled: Settled; requeued: Requeued }>();
  readonly statuses = new Map<string, string>();
  readonly runs: Array<{ action: string; row: unknown; rule: string | undefined }> = [];

  resolve(id: string): string {
    return this.statuses.has(id) ? id : id.replace(/^webhook:/, 'http:');
  }

  status(id: string): string {
    return this.statuses.get(id) ?? 'not_found';
  }

  run(action: string, row: TemplateRow, { rule }: { rule?: string | undefined }): string {
    if (this.statuses.get(action) === 'broken') throw new Error('this action is broken');
    this.runs.push({ action, row: JSON.parse(row.json([])), rule });
    return `delivery-${this.runs.length}`;
  }

  preview(action: string, row: TemplateRow): ActionPreview {
    const status = this.statuses.get(action) === 'stopped' ? 'stopped' : 'connected';
    return {
      connector: 'http:c',
      status,
      reason: undefined,
      skipped: status === 'stopped' ? 'action_disabled' : undefined,
      request: { method: 'POST', url: 'http://example.test/', headers: {}, body: row.json([]) },
      warnings: [],
    };
  }

  settle(rule: string, outcome: Settled['outcome'], reason?: string): void {
    this.events.emit('settled', {
      delivery: '1',
      action: 'http:a',
      rule,
      outcome,
      reason,
      attempts: 1,
    } as Settled);
  }
}

/** A rule engine on an in-memory store, among fakes of what stands beside it. */
export function startScenario(
  t: TestContext,
  {
    logger = silentLogger,
    strictQuotes,
    alerts = new FakeAlerts(),
    channels,
    clock = new FakeClock(),
    liveAlerts = alerts,
    milliseconds = () => 0,
  }: {
    logger?: Logger;
    strictQuotes?: boolean;
    alerts?: FakeAlerts;
    channels?: KnownChannels;
    clock?: FakeClock;
    /** In the place of the fake ones. */
    liveAlerts?: AlertRules;
    /** By which the time is measured that rules take. */
    milliseconds?: () => number;
  } = {},
) {
  const store = Store.open({ directory: ':memory:', durability: 'normal', logger: silentLogger });
  t.after(() => store.close());
  const definitions = new Definitions(store, clock);
  const broker = new FakeBroker(clock);
  const actions = new FakeActions();
  const schemas = schemasOf();
  const startEngine = (): RuleEngine =>
    new RuleEngine({
      broker: broker as unknown as Broker,
      actions,
      outbox: actions,
      definitions,
      mqtt,
      strictQuotes,
      alerts: liveAlerts,
      channels,
      slice: new RuleSlice(milliseconds),
      host: ruleHost(clock, schemas),
      clock,
      logger,
    });
  const engine = startEngine();
  broker.atEndOfTurn = () => engine.drain();
  t.after(() => engine.close());
  return {
    clock,
    definitions,
    schemas,
    broker,
    actions,
    alerts,
    engine,
    startEngine,
    /** A rule with one action; its rows are `actions.runs`. */
    rule(id: string, sql: string, draft: Partial<RuleDraft> = {}) {
      actions.statuses.set('http:a', 'connected');
      return engine.create({ id, sql, actions: ['http:a'], ...draft });
    },
    rows: (): unknown[] => actions.runs.map(({ row }) => row),
  };
}
