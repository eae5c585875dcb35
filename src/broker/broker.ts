import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { PropertyLimits } from '../mqtt/properties.ts';
import { ReasonCode } from '../mqtt/reason-codes.ts';
import type { AccessPolicy } from './access/access.ts';
import { Authentication, type AuthenticatorChain } from './access/authentication/authentication.ts';
import { Authorization } from './access/authorization/authorization.ts';
import type { AuthorizationChain } from './access/authorization/authorization-chain.ts';
import { RightsInspection } from './access/authorization/rights-inspection.ts';
import { RightsReview } from './access/authorization/rights-review.ts';
import { type BanStore, Bans } from './access/bans/bans.ts';
import { FailedConnects } from './access/bans/failed-connects.ts';
import { Flapping } from './access/bans/flapping.ts';
import { Alarms } from './alarms.ts';
import { Client, type Ending } from './client.ts';
import { Aftermath } from './connections/aftermath.ts';
import { Connection } from './connections/connection.ts';
import { FlushQueue } from './connections/flush-queue.ts';
import type { Transport, TransportListener } from './connections/transport.ts';
import { DelayedMessages } from './delayed/delayed-messages.ts';
import { Departures } from './departures.ts';
import type { Broker, BrokerStats, MessageDraft, PublishResult, WatchListener } from './door.ts';
import { createEventPorts } from './event-ports.ts';
import { HighWater } from './high-water.ts';
import { Housekeeping } from './housekeeping.ts';
import { Admission } from './limits/admission.ts';
import { Overload } from './limits/overload/overload.ts';
import { RateAlarms } from './limits/rate-alarms.ts';
import { SlowConsumers } from './limits/slow-consumers.ts';
import type { ListenerSeats } from './listener-seats.ts';
import { BackPressure } from './messages/back-pressure.ts';
import { MessageDispatch } from './messages/message-dispatch.ts';
import { RetainedAlarm } from './messages/retained-alarm.ts';
import { RetainedMessages } from './messages/retained-messages.ts';
import { RetainedSweep } from './messages/retained-sweep.ts';
import { MessageRetainer } from './messages/retainer.ts';
import { createBrokerMetrics } from './metrics.ts';
import { SlowSubscriptions } from './observing/slow-subscriptions.ts';
import { TopicMetrics } from './observing/topic-metrics.ts';
import { WatchedTopics } from './observing/topic-observer.ts';
import { Operations } from './operations.ts';
import { PacketTap } from './packet-tap.ts';
import type { BrokerLog } from './persistence/broker-log.ts';
import { restore } from './persistence/restore.ts';
import { TopicRewriter } from './rewriting/topic-rewriter.ts';
import { Router } from './routing/router.ts';
import { Subscriptions } from './routing/subscriptions.ts';
import { TopicNames } from './routing/topic-names.ts';
import type { AutoSubscription } from './sessions/auto-subscriptions.ts';
import { MemorySessionStore } from './sessions/session-store.ts';
import { Sessions } from './sessions/sessions.ts';
import type { BrokerSettings } from './settings.ts';
import { TimingWheel } from './timing-wheel.ts';

/** Bytes that a connection may announce before it is known: a CONNECT with a will (others were drowned in such promises: CVE-2017-7651). */
const FIRST_PACKET_MAXIMUM = 64 * 1024;

/** Name of the alarm that is active while nothing can be stored. */
const STORAGE_ALARM = 'storage_failure';

export interface BrokerOptions {
  readonly settings: BrokerSettings;
  readonly access: AccessPolicy;
  /** Who checks clients; `NO_AUTHENTICATORS` leaves it to `access`. */
  readonly authenticators: AuthenticatorChain;
  /** Where bans are kept. */
  readonly banStore: BanStore;
  /** The rules of who may publish and subscribe to what. */
  readonly rules: AuthorizationChain;
  readonly clock: Clock;
  readonly logger: Logger;
  /**
   * Runs at the end of each turn, before anything is sent: rules and the commit of what they caused. False when not all
   * of it was stored.
   */
  readonly beforeFlush: () => boolean;
  /** What outlives the process; without it, nothing does. */
  readonly log?: BrokerLog | undefined;
}

/** The parts of the broker, wired; what handlers reach for; and the broker's door. */
export class MqttBroker extends Operations implements Broker {
  readonly settings: BrokerSettings;
  readonly access: AccessPolicy;
  readonly authentication: Authentication;
  readonly bans: Bans;
  readonly failedConnects: FailedConnects;
  readonly flapping: Flapping;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly startedAt: number;
  readonly events = createEventPorts();
  readonly tap = new PacketTap();
  readonly aftermath = new Aftermath();
  readonly metrics = createBrokerMetrics();
  readonly authorization: Authorization;
  readonly alarms: Alarms;
  readonly admission: Admission;
  readonly slowConsumers: SlowConsumers;
  readonly rateAlarms: RateAlarms;
  readonly departures = new Departures();
  /** Told of the load by whoever measures it. */
  readonly overload: Overload;
  readonly wheel: TimingWheel;
  readonly topicNames: TopicNames;
  readonly messages: MessageDispatch;
  readonly subscriptionRegistry: Subscriptions;
  readonly sessions: Sessions;
  readonly backPressure: BackPressure;
  readonly router: Router;
  readonly retainer: MessageRetainer;
  readonly delayed: DelayedMessages;
  readonly rewriter: TopicRewriter;
  readonly topicObserver: WatchedTopics;
  readonly slowSubscriptions: SlowSubscriptions;
  readonly topicMetrics: TopicMetrics;
  /** What every client is subscribed to when it connects; from the next one on when it is set. */
  autoSubscriptions: readonly AutoSubscription[];
  readonly #retained: RetainedMessages;
  readonly #retainedSweep: RetainedSweep;
  readonly #mostRetained = new HighWater();
  readonly #flushQueue: FlushQueue;
  readonly #beforeFlush: () => boolean;
  readonly #log: BrokerLog | undefined;
  readonly rightsReview: RightsReview;
  readonly rights: RightsInspection;
  readonly #housekeeping: Housekeeping;
  #isStopping = false;

  constructor(options: BrokerOptions) {
    super();
    const { settings, access, authenticators, rules, banStore, clock, logger, beforeFlush, log } = options;
    this.settings = settings;
    this.access = access;
    this.authentication = new Authentication(access, authenticators);
    this.clock = clock;
    this.logger = logger;
    this.startedAt = clock.now();
    this.alarms = new Alarms({ clock, logger, events: this.events, limits: settings.alarms });
    this.admission = new Admission({ limits: settings.admission, clock, logger, metrics: this.metrics });
    this.bans = new Bans({ store: banStore, clock, logger });
    const { alarms, bans, metrics: counters } = this;
    this.slowConsumers = new SlowConsumers({
      limits: settings.slowConsumers,
      clock,
      alarms,
      metrics: counters,
    });
    this.rateAlarms = new RateAlarms({ clock, alarms, sustain: settings.slowConsumers.alarmSustain });
    this.failedConnects = new FailedConnects(clock, this.metrics);
    this.flapping = new Flapping({ limits: settings.flapping, bans, clock, logger, metrics: this.metrics });
    this.overload = new Overload({
      limits: settings.overload,
      alarms,
      metrics: counters,
      logger,
      connectedClients: () => this.sessions.connectedClients,
    });
    this.wheel = new TimingWheel(clock);
    this.#beforeFlush = beforeFlush;
    this.#log = log;
    this.#flushQueue = new FlushQueue(() => this.settle(), this.aftermath);
    this.topicNames = new TopicNames(settings);
    this.router = new Router(this.topicNames, settings.shareStrategies);
    this.#retained = new RetainedMessages(settings.retained, clock, settings.maximumRetainedBytes);
    const retained = this.#retained;
    const retainedAlarm = new RetainedAlarm(alarms, retained);
    this.#retainedSweep = new RetainedSweep({ retained, alarm: retainedAlarm, clock, logger });
    this.retainer = new MessageRetainer(this.#retained, this.topicNames, clock);
    const { events, metrics, router, topicNames } = this;
    this.authorization = new Authorization(rules, metrics, events['client.check_authz_complete']);
    this.backPressure = new BackPressure({ clock, wheel: this.wheel, router, metrics, logger });
    this.delayed = new DelayedMessages({
      settings: settings.delayed,
      clock,
      wheel: this.wheel,
      metrics,
      topicNames,
      release: (message) => this.messages.route(message, clock.now()),
    });
    this.rewriter = new TopicRewriter(topicNames, settings.rewriteRules);
    this.autoSubscriptions = settings.autoSubscriptions;
    this.slowSubscriptions = new SlowSubscriptions(settings.slowSubscriptions);
    this.topicMetrics = new TopicMetrics(clock, settings.countedTopics);
    this.topicObserver = new WatchedTopics({
      clock,
      filters: () => router.filters,
      retained: () => retained.all().map(({ topic }) => topic),
    });
    this.messages = new MessageDispatch({
      clock,
      events,
      metrics,
      router,
      retained,
      retainedAlarm,
      topicNames,
      delayed: this.delayed,
      rewriter: this.rewriter,
      seenTopics: this.topicObserver.seen,
      slowSubscriptions: this.slowSubscriptions,
      topicMetrics: this.topicMetrics,
      tap: this.tap,
    });
    retained.onExpired = (message) => this.messages.expired(message);
    this.subscriptionRegistry = new Subscriptions(router, retained, events, clock);
    this.sessions = new Sessions({
      settings,
      clock,
      wheel: this.wheel,
      events,
      metrics,
      messages: this.messages,
      subscriptions: this.subscriptionRegistry,
      authorization: this.authorization,
      store: new MemorySessionStore(),
      log: log?.writer,
    });
    retained.log = log?.writer;
    this.delayed.log = log?.writer;
    this.rights = new RightsInspection(rules, this.sessions, clock);
    this.rightsReview = new RightsReview({
      authorization: this.authorization,
      sessions: this.sessions,
      subscriptions: this.subscriptionRegistry,
      clock,
    });
    this.#housekeeping = new Housekeeping(clock, [
      () => this.#retainedSweep.run(),
      () => this.admission.report(),
      () => this.sessions.forgetAwaitingRel(),
      () => this.bans.forgetExpired(),
    ]);
  }

  get node(): string {
    return this.settings.node;
  }

  get maximumPacketSize(): number {
    return this.settings.maximumPacketSize;
  }

  get maximumTopicLength(): number {
    return this.settings.maximumTopicLength;
  }

  get propertyLimits(): PropertyLimits {
    return this.settings.propertyLimits;
  }

  /** Whether a client is told that retained messages are kept. */
  get retainAvailable(): boolean {
    return this.settings.retainAvailable && this.retainer.limits.enabled;
  }

  /** True while nothing can be stored, so that nothing may be acknowledged that has to be. */
  get isFailing(): boolean {
    return this.#log?.isFailing === true;
  }

  /**
   * Stores what this turn changed; it belongs before everything that tells of it. False when that failed. What rules
   * caused goes first: should the process end between the two, their messages come again and nothing is lost.
   */
  settle(): boolean {
    const isStored = this.#beforeFlush();
    if (this.#log === undefined) return isStored;
    if (isStored) return this.#log.commit();
    this.#log.fail(new Error('the database could not be written'));
    return false;
  }

  wake(): void {
    this.#flushQueue.wake();
  }

  untilDone(): Promise<boolean> {
    return this.#flushQueue.untilDone();
  }

  /** Brings back what outlived the process; to be called once, before anybody is let in. */
  restore(): void {
    const log = this.#log;
    if (!log) return;
    log.serve({
      sessions: this.sessions,
      retained: () => this.#retained.all(),
      delayed: () => this.delayed.all(),
      wake: () => this.#flushQueue.wake(),
      onFailing: (reason) => this.alarms.activate(STORAGE_ALARM, {}, `nothing can be stored: ${reason}`),
      onRecovered: () => {
        this.alarms.deactivate(STORAGE_ALARM);
        this.sessions.sendHeldBack();
      },
    });
    const { topicNames, subscriptionRegistry: subscriptions, sessions, logger } = this;
    const delayed = restore(log.read(topicNames), {
      retained: this.#retained,
      subscriptions,
      sessions,
      logger,
    });
    sessions.settleRestored();
    this.delayed.restore(delayed);
    // The rules may be others than they were.
    this.rightsReview.plan();
  }

  /** While it stops, the broker lets nobody in. */
  get isStopping(): boolean {
    return this.#isStopping;
  }

  /**
   * A listener accepted a connection; the answer is told what happens to it.
   * @param connectBy when its CONNECT has to be complete, Unix milliseconds: counted from accept, not from here
   */
  accept(
    transport: Transport,
    listener: ListenerSeats,
    connectBy = this.clock.now() + this.settings.connectTimeout,
  ): TransportListener {
    const firstPacket = Math.min(FIRST_PACKET_MAXIMUM, this.settings.maximumPacketSize);
    const connection = new Connection(
      transport,
      firstPacket,
      this.settings.outputHardLimit,
      this.#flushQueue,
    );
    const client = new Client(this, connection, listener, connectBy);
    connection.user = client;
    this.admission.arrive(client);
    this.overload.arrive(client);
    return connection;
  }

  /** Everybody who came in by a listener, also those that have not finished their CONNECT. */
  clientsAt(listener: ListenerSeats): Client[] {
    return [...this.admission.waiting, ...this.sessions.connectedClients].filter(
      (client) => client.listener === listener,
    );
  }

  /** The connection ended. */
  ended(client: Client, wasConnected: boolean, ending: Ending): void {
    this.admission.leave(client);
    if (wasConnected) this.sessions.leave(client, ending);
    this.slowConsumers.forget(client);
    this.overload.leave(client);
  }

  watch(filter: string, listener: WatchListener): () => void {
    return this.router.watch({
      kind: 'watcher',
      filter,
      notify: (message, matched, now) => listener(message.keep(), matched, now),
    });
  }

  publish(draft: MessageDraft): PublishResult {
    this.metrics['messages.received']++;
    this.metrics[`messages.qos${draft.qos}.received`]++;
    return this.messages.publish(draft);
  }

  stats(): BrokerStats {
    const retained = this.#mostRetained.gauge(this.#retained.size);
    return {
      ...this.sessions.stats(),
      ...this.subscriptionRegistry.stats(),
      retained,
      delayed: this.delayed.gauge,
    };
  }

  /** Says good-bye to every client (0x8B to those that understand it) and sends what waits. */
  stop(): void {
    this.#isStopping = true;
    const ending: Ending = {
      reason: 'server_shutting_down',
      closedBy: 'server',
      reasonCode: ReasonCode.ServerShuttingDown,
      reasonString: 'the broker is stopping',
    };
    for (const client of [...this.admission.waiting, ...this.sessions.connectedClients]) client.end(ending);
    this.#housekeeping.stop();
    this.#retainedSweep.stop();
    this.departures.settle();
    this.slowConsumers.stop();
    this.rateAlarms.stop();
    this.rightsReview.stop();
    this.topicObserver.stop();
    this.topicMetrics.stop();
    this.wheel.stop();
    this.#flushQueue.flush();
  }
}
