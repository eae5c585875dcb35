/** The way of a message from its acceptance to rules and receivers, without connections: what a benchmark of rules needs. */

import { randomUUID } from 'node:crypto';
import { Alarms } from '../src/broker/alarms.ts';
import { Aftermath } from '../src/broker/connections/aftermath.ts';
import { DelayedMessages } from '../src/broker/delayed/delayed-messages.ts';
import type { EventOf, WatchListener } from '../src/broker/door.ts';
import { createEventPorts } from '../src/broker/event-ports.ts';
import { ApplicationMessage, NO_PROPERTY_BYTES } from '../src/broker/messages/application-message.ts';
import type { Publisher } from '../src/broker/messages/message.ts';
import { MessageDispatch } from '../src/broker/messages/message-dispatch.ts';
import { RetainedAlarm } from '../src/broker/messages/retained-alarm.ts';
import { RetainedMessages } from '../src/broker/messages/retained-messages.ts';
import { createBrokerMetrics } from '../src/broker/metrics.ts';
import { SeenTopics } from '../src/broker/observing/seen-topics.ts';
import { DEFAULT_SLOW_SETTINGS, SlowSubscriptions } from '../src/broker/observing/slow-subscriptions.ts';
import { TopicMetrics } from '../src/broker/observing/topic-metrics.ts';
import { PacketTap } from '../src/broker/packet-tap.ts';
import { TopicRewriter } from '../src/broker/rewriting/topic-rewriter.ts';
import { Router } from '../src/broker/routing/router.ts';
import { TopicNames } from '../src/broker/routing/topic-names.ts';
import { TimingWheel } from '../src/broker/timing-wheel.ts';
import { systemClock as clock } from '../src/lib/clock.ts';
import { silentLogger } from '../src/lib/logger.ts';
import { UNLIMITED } from '../src/lib/rate-text.ts';
import { reasonCodeName } from '../src/mqtt/reason-codes.ts';
import { isValidTopicFilter, isValidTopicName, topicMatchesFilter } from '../src/mqtt/topics.ts';
import { RuleEngine, type RuleSpans } from '../src/rules/door.ts';
import { SchemaRegistry } from '../src/schemas/door.ts';
import { RuleMemory } from '../src/sql/door.ts';
import { Definitions } from '../src/store/definitions.ts';
import { Store } from '../src/store/store.ts';
import { FakeAlerts } from '../test/support/fake-alerts.ts';

const mqtt = { topicMatchesFilter, isValidTopicFilter, isValidTopicName, reasonCodeName };

const publisher: Publisher = {
  clientId: 'meter-17',
  username: 'u',
  peerHost: '10.0.0.9',
  peerName: '10.0.0.9:4711',
  attributes: {},
};

export class RuleBroker {
  readonly node = 'tocsin@127.0.0.1';
  readonly events = createEventPorts();
  readonly aftermath = new Aftermath();
  readonly #names = new TopicNames({ maximumTopicLevels: 64, maximumTopicLength: 1024 });
  readonly #router = new Router(this.#names, { usual: 'random', byGroup: new Map() });
  readonly #dispatch: MessageDispatch;

  constructor() {
    const { events } = this;
    const metrics = createBrokerMetrics();
    const alarms = new Alarms({
      clock,
      logger: silentLogger,
      events,
      limits: { maximumHistory: 1, historyValidity: 1 },
    });
    const retained = new RetainedMessages(
      {
        enabled: true,
        maximumMessages: 1,
        maximumPayload: 1,
        expiry: 0,
        allowsEndless: true,
        clearsSilently: false,
        maximumRate: UNLIMITED,
      },
      clock,
      1,
    );
    const delayed = new DelayedMessages({
      settings: { isOn: false, maximumMessages: 1 },
      clock,
      wheel: new TimingWheel(clock),
      metrics,
      topicNames: this.#names,
      release: () => {},
    });
    this.#dispatch = new MessageDispatch({
      clock,
      events,
      metrics,
      router: this.#router,
      retained,
      retainedAlarm: new RetainedAlarm(alarms, retained),
      topicNames: this.#names,
      delayed,
      rewriter: new TopicRewriter(this.#names, []),
      slowSubscriptions: new SlowSubscriptions(DEFAULT_SLOW_SETTINGS),
      topicMetrics: new TopicMetrics(clock, []),
      seenTopics: new SeenTopics(),
      tap: new PacketTap(),
    });
  }

  /** The benchmark says itself when rules work. */
  wake(): void {}

  watch(filter: string, listener: WatchListener): () => void {
    return this.#router.watch({
      kind: 'watcher',
      filter,
      notify: (message, matched, now) => listener(message.keep(), matched, now),
    });
  }

  publish({ topic, payload, qos, retain, from }: Parameters<MessageDispatch['publish']>[0]) {
    return this.#dispatch.publish({ topic, payload, qos, retain, from });
  }

  /** A message as it stands in the bytes that a connection received. */
  message(topic: string, bytes: Buffer, start: number, end: number): ApplicationMessage {
    const never = Number.POSITIVE_INFINITY;
    const destination = this.#names.fromName(topic);
    const now = clock.now();
    return new ApplicationMessage(
      destination,
      0,
      false,
      false,
      publisher,
      now,
      never,
      NO_PROPERTY_BYTES,
      bytes,
      start,
      end,
    );
  }

  accept(message: ApplicationMessage): void {
    this.#dispatch.dispatch(message);
  }

  emit(event: EventOf<'client.disconnected'>): void {
    const port = this.events['client.disconnected'];
    if (port.wanted) port.emit(event);
  }
}

function noPreview(): never {
  throw new Error('there are no actions');
}

/** Rules at work on the broker; nothing outlives the process. @param spans of what they make of events */
export function startRules(broker: RuleBroker, spans?: RuleSpans): RuleEngine {
  const store = Store.open({ directory: ':memory:', durability: 'normal', logger: silentLogger });
  const definitions = new Definitions(store, clock);
  return new RuleEngine({
    alerts: new FakeAlerts(),
    broker,
    actions: { resolve: (id) => id, status: () => 'not_found', run: () => {}, preview: noPreview },
    outbox: { events: { on: () => () => {} } },
    definitions,
    mqtt,
    host: {
      now: () => clock.now(),
      matchesTopic: topicMatchesFilter,
      random: Math.random,
      uuid: randomUUID,
      memory: new RuleMemory(),
      environment: () => undefined,
      schemas: new SchemaRegistry({ definitions, files: [] }),
    },
    clock,
    logger: silentLogger,
    spans,
  });
}
