import { Bans } from '../../src/broker/access/bans/bans.ts';
import { Alarms } from '../../src/broker/alarms.ts';
import { Aftermath } from '../../src/broker/connections/aftermath.ts';
import { DelayedMessages } from '../../src/broker/delayed/delayed-messages.ts';
import type {
  Broker,
  BrokerStats,
  ClientFacts,
  ClientSearch,
  ClientView,
  ConnectionFacts,
  Gauge,
  Message,
  MessageDraft,
  PublishResult,
  SessionMessage,
  SubscriptionOptions,
  SubscriptionSearch,
  SubscriptionView,
  WatchListener,
} from '../../src/broker/door.ts';
import { createEventPorts } from '../../src/broker/event-ports.ts';
import { ApplicationMessage, NO_PROPERTY_BYTES } from '../../src/broker/messages/application-message.ts';
import { RetainedMessages } from '../../src/broker/messages/retained-messages.ts';
import { MessageRetainer } from '../../src/broker/messages/retainer.ts';
import { createBrokerMetrics } from '../../src/broker/metrics.ts';
import { DEFAULT_SLOW_SETTINGS, SlowSubscriptions } from '../../src/broker/observing/slow-subscriptions.ts';
import { TopicMetrics } from '../../src/broker/observing/topic-metrics.ts';
import { WatchedTopics } from '../../src/broker/observing/topic-observer.ts';
import { PacketTap } from '../../src/broker/packet-tap.ts';
import { TopicRewriter } from '../../src/broker/rewriting/topic-rewriter.ts';
import { TopicNames } from '../../src/broker/routing/topic-names.ts';
import { TimingWheel } from '../../src/broker/timing-wheel.ts';
import { Traffic } from '../../src/broker/traffic.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { type PageOf, pageOfSorted } from '../../src/lib/page-of.ts';
import type { Steps } from '../../src/lib/steps.ts';
import {
  isValidTopicFilter,
  isValidTopicName,
  parseSharedFilter,
  topicMatchesFilter,
} from '../../src/mqtt/topics.ts';
import { forgetfulBanStore } from './access-scenario.ts';
import { FakeClock } from './fake-clock.ts';
import { testSettings } from './test-broker.ts';

/** A broker without connections: clients are put in by hand, and what it was asked to publish can be looked at. */
export class FakeBroker implements Broker {
  /** There are no rules here: tests of rights take the broker itself. */
  readonly rights: Broker['rights'] = {
    remembered: () => undefined,
    forget: () => false,
    explain: () => Promise.reject(new Error('there are no rules here')),
  };
  readonly node = 'tocsin@127.0.0.1';
  readonly startedAt: number;
  readonly events = createEventPorts();
  readonly tap = new PacketTap();
  readonly aftermath = new Aftermath();
  readonly metrics = createBrokerMetrics();
  readonly alarms: Alarms;
  readonly bans: Bans;
  isFailing = false;
  readonly retainer: MessageRetainer;
  readonly topicObserver: WatchedTopics;
  readonly slowSubscriptions = new SlowSubscriptions(DEFAULT_SLOW_SETTINGS);
  readonly topicMetrics: TopicMetrics;
  readonly delayed: DelayedMessages;
  readonly rewriter = new TopicRewriter(new TopicNames(testSettings), []);
  autoSubscriptions: Broker['autoSubscriptions'] = [];
  readonly #retained: RetainedMessages;
  readonly #topicNames = new TopicNames(testSettings);
  maximumPacketSize = 1024 * 1024;
  readonly maximumTopicLength = testSettings.maximumTopicLength;
  readonly settings = testSettings;
  readonly propertyLimits = testSettings.propertyLimits;
  readonly published: Message[] = [];
  readonly kicked: string[] = [];
  /** What waits and what is under way, by client id. */
  readonly queued = new Map<string, SessionMessage[]>();
  readonly inflight = new Map<string, SessionMessage[]>();
  readonly #clients = new Map<string, ClientView>();
  readonly #watchers: Array<{ filter: string; listener: WatchListener }> = [];

  constructor(startedAt = Date.UTC(2026, 0, 1), clock: Clock = new FakeClock()) {
    this.startedAt = startedAt;
    this.#retained = new RetainedMessages(testSettings.retained, clock, testSettings.maximumRetainedBytes);
    this.retainer = new MessageRetainer(this.#retained, this.#topicNames, clock);
    this.topicMetrics = new TopicMetrics(clock, []);
    this.topicObserver = new WatchedTopics({
      clock,
      filters: () => this.topics(),
      retained: () => this.retainer.topics(),
    });
    this.delayed = new DelayedMessages({
      settings: testSettings.delayed,
      clock,
      wheel: new TimingWheel(clock),
      metrics: this.metrics,
      topicNames: this.#topicNames,
      release: () => {},
    });
    const limits = { maximumHistory: 1000, historyValidity: 86_400_000 };
    this.bans = new Bans({ store: forgetfulBanStore, clock, logger: silentLogger });
    this.alarms = new Alarms({ clock, logger: silentLogger, events: this.events, limits });
  }

  /** Puts a client in, connected unless `about` says otherwise. */
  add(clientId: string, about: Partial<ClientView> = {}): ClientView {
    const view = { ...exampleClient(clientId, this.startedAt), ...about };
    this.#clients.set(clientId, view);
    return view;
  }

  wake(): void {}

  async untilDone(): Promise<boolean> {
    return true;
  }

  isTopicName(text: string): boolean {
    return isValidTopicName(text);
  }

  isTopicFilter(text: string): boolean {
    return isValidTopicFilter(text);
  }

  watch(filter: string, listener: WatchListener): () => void {
    const watcher = { filter, listener };
    this.#watchers.push(watcher);
    return () => this.#watchers.splice(this.#watchers.indexOf(watcher), 1);
  }

  publish({ topic, payload, qos, retain, properties = {}, from }: MessageDraft): PublishResult {
    const id = (this.published.length + 1).toString(16).toUpperCase().padStart(32, '0');
    const receivedAt = this.startedAt;
    const message = { id, topic, qos, retain, dup: false, payload, properties, from, receivedAt };
    this.published.push(message);
    const carried = this.#carried(message);
    if (this.topicObserver.seen.isOn) this.topicObserver.seen.see(carried, receivedAt);
    if (this.topicMetrics.isOn) this.topicMetrics.came(carried);
    if (retain) this.#retained.keep(carried);
    for (const { filter, listener } of this.#watchers)
      if (topicMatchesFilter(topic, filter)) listener(message, filter, receivedAt);
    const receivers = this.#subscriptions().filter(({ filter }) =>
      topicMatchesFilter(topic, plain(filter)),
    ).length;
    return { message, receivers };
  }

  #carried({ topic, qos, retain, payload, from, receivedAt }: Message): ApplicationMessage {
    const name = this.#topicNames.fromName(topic);
    const never = Number.POSITIVE_INFINITY;
    const end = payload.length;
    return new ApplicationMessage(
      name,
      qos,
      retain,
      false,
      from,
      receivedAt,
      never,
      NO_PROPERTY_BYTES,
      payload,
      0,
      end,
    );
  }

  *clients({ ids, before, accepts, skip, take }: ClientSearch): Steps<PageOf<ClientView>> {
    const rows = this.#all().filter(
      (view) =>
        (ids?.includes(view.clientId) ?? true) &&
        (before === undefined || view.clientId < before) &&
        (accepts?.(factsOf(view)) ?? true),
    );
    return pageOfSorted(rows, { skip, take }, rows.length);
  }

  #all(): ClientView[] {
    return [...this.#clients.values()].toSorted((a, b) => (a.clientId < b.clientId ? 1 : -1));
  }

  comingOf(clientId: string): number | undefined {
    return this.client(clientId)?.connected ? 1 : undefined;
  }

  client(clientId: string): ClientView | undefined {
    return this.#clients.get(clientId);
  }

  /** What `connection` answers, by client id. */
  readonly connections = new Map<string, ConnectionFacts>();

  connection(clientId: string): ConnectionFacts | undefined {
    return this.connections.get(clientId);
  }

  facts(clientId: string): ClientFacts | undefined {
    const view = this.client(clientId);
    return view && factsOf(view);
  }

  kick(clientId: string): boolean {
    if (!this.#clients.delete(clientId)) return false;
    this.kicked.push(clientId);
    return true;
  }

  hasRoomFor(clientId: string, filters: readonly string[]): boolean {
    const view = this.#clients.get(clientId);
    return !view || view.subscriptions.length + filters.length <= view.subscriptionsMaximum;
  }

  subscribe(clientId: string, subscription: SubscriptionOptions): SubscriptionView | undefined {
    const client = this.#clients.get(clientId);
    if (!client) return undefined;
    const others = client.subscriptions.filter(({ filter }) => filter !== subscription.filter);
    this.add(clientId, { ...client, subscriptions: [...others, subscription] });
    return { ...subscription, clientId };
  }

  unsubscribe(clientId: string, filter: string): boolean {
    const client = this.#clients.get(clientId);
    if (!client) return false;
    this.add(clientId, {
      ...client,
      subscriptions: client.subscriptions.filter((each) => each.filter !== filter),
    });
    return true;
  }

  setKeepAlive(clientId: string, seconds: number): boolean {
    const client = this.#clients.get(clientId);
    if (client) this.add(clientId, { ...client, keepAlive: seconds });
    return client !== undefined;
  }

  queuedMessages(clientId: string): SessionMessage[] | undefined {
    return this.#clients.has(clientId) ? (this.queued.get(clientId) ?? []) : undefined;
  }

  inflightMessages(clientId: string): SessionMessage[] | undefined {
    return this.#clients.has(clientId) ? (this.inflight.get(clientId) ?? []) : undefined;
  }

  *subscriptions({ clientId, accepts, skip, take }: SubscriptionSearch): Steps<PageOf<SubscriptionView>> {
    const rows = this.#subscriptions().filter(
      (view) => (clientId === undefined || view.clientId === clientId) && (accepts?.(view) ?? true),
    );
    return pageOfSorted(rows, { skip, take }, rows.length);
  }

  #subscriptions(): SubscriptionView[] {
    return this.#all().flatMap(({ clientId, subscriptions }) =>
      subscriptions
        .map((options) => ({ ...options, clientId }))
        .toSorted((a, b) => (a.filter < b.filter ? -1 : 1)),
    );
  }

  topics(): string[] {
    return [...new Set(this.#subscriptions().map(({ filter }) => plain(filter)))];
  }

  hasTopic(filter: string): boolean {
    return this.topics().includes(filter);
  }

  stats(): BrokerStats {
    const clients = this.#all();
    return {
      liveConnections: gauge(clients.filter(({ connected }) => connected).length),
      sessions: gauge(clients.length),
      topics: gauge(this.topics().length),
      subscriptions: gauge(this.#subscriptions().length),
      sharedSubscriptions: gauge(
        this.#subscriptions().filter(({ filter }) => filter !== plain(filter)).length,
      ),
      retained: gauge(0),
      delayed: gauge(0),
    };
  }
}

function gauge(count: number): Gauge {
  return { count, max: count };
}

/** Without `$share/group/`. */
function plain(filter: string): string {
  return parseSharedFilter(filter)?.filter ?? filter;
}

const noTraffic = new Traffic().view();

function exampleClient(clientId: string, at: number): ClientView {
  return {
    clientId,
    username: undefined,
    connected: true,
    protocolName: 'MQTT',
    protocolVersion: 5,
    peerHost: '127.0.0.1',
    peerPort: 50_000,
    listener: 'tcp:default',
    connectedAt: at,
    disconnectedAt: undefined,
    createdAt: at,
    cleanStart: true,
    keepAlive: 60,
    expiryInterval: 0,
    isBridge: false,
    enableAuthn: true,
    attributes: {},
    subscriptions: [],
    subscriptionsMaximum: 1000,
    inflight: 0,
    inflightMaximum: 32,
    queued: 0,
    queueMaximum: 1000,
    queueDropped: 0,
    awaitingRel: 0,
    awaitingRelMaximum: 100,
    received: noTraffic,
    sent: noTraffic,
  };
}

function factsOf(view: ClientView): ClientFacts {
  return {
    clientId: view.clientId,
    isConnected: view.connected,
    createdAt: view.createdAt,
    disconnectedAt: view.disconnectedAt,
    queueLength: view.queued,
    inflightCount: view.inflight,
    subscriptions: new Map(view.subscriptions.map((subscription) => [subscription.filter, subscription])),
    info: view,
  };
}
