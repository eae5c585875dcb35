import type { Clock } from '../../lib/clock.ts';
import type { Properties } from '../../mqtt/packets.ts';
import { encodePublishProperties } from '../../mqtt/publish.ts';
import { ReasonCode } from '../../mqtt/reason-codes.ts';
import type { Delay } from '../delayed/delay.ts';
import type { DelayedMessages } from '../delayed/delayed-messages.ts';
import type { MessageDraft } from '../door.ts';
import type { EventPorts } from '../event-ports.ts';
import type { ClientInfo, MessageDropped } from '../events.ts';
import type { BrokerMetrics } from '../metrics.ts';
import type { SeenTopics } from '../observing/seen-topics.ts';
import type { SlowSubscriptions } from '../observing/slow-subscriptions.ts';
import type { TopicMetrics } from '../observing/topic-metrics.ts';
import type { PacketTap } from '../packet-tap.ts';
import type { TopicRewriter } from '../rewriting/topic-rewriter.ts';
import { outgoingFor, targetOf } from '../routing/route.ts';
import type { Router } from '../routing/router.ts';
import type { TopicNames } from '../routing/topic-names.ts';
import type { DropReason } from '../sessions/drop.ts';
import type { Outgoing } from '../sessions/message-queue.ts';
import type { Session } from '../sessions/session.ts';
import { ApplicationMessage, NO_PROPERTY_BYTES } from './application-message.ts';
import type { RetainedAlarm } from './retained-alarm.ts';
import type { RetainedMessages, RetainRefusal } from './retained-messages.ts';

export interface DispatchParts {
  readonly clock: Clock;
  readonly events: EventPorts;
  readonly metrics: BrokerMetrics;
  readonly router: Router;
  readonly retained: RetainedMessages;
  readonly retainedAlarm: RetainedAlarm;
  readonly topicNames: TopicNames;
  readonly delayed: DelayedMessages;
  readonly rewriter: TopicRewriter;
  readonly seenTopics: SeenTopics;
  readonly slowSubscriptions: SlowSubscriptions;
  readonly topicMetrics: TopicMetrics;
  readonly tap: PacketTap;
}

/** The way of a message from its acceptance to its receivers, and what is told and counted on that way. */
export class MessageDispatch {
  readonly #parts: DispatchParts;

  constructor(parts: DispatchParts) {
    this.#parts = parts;
  }

  /** Brings an accepted message to everybody whom its topic leads to, now or when its delay is over; how many that were. */
  dispatch(message: ApplicationMessage): number {
    const { delay } = message.destination;
    if (delay !== undefined && this.#parts.delayed.settings.isOn) return this.#hold(message, delay);
    return this.route(message, message.receivedAt);
  }

  /** To those who watch its topic, and not to its receivers, who have it. */
  tellAgain(message: ApplicationMessage): void {
    const { router, delayed } = this.#parts;
    if (message.destination.delay !== undefined && delayed.settings.isOn) return;
    const { watchers } = router.routeTo(message.destination);
    for (const watcher of watchers) watcher.notify(message, watcher.filter, message.receivedAt);
  }

  #hold(message: ApplicationMessage, delay: Delay): number {
    const { delayed } = this.#parts;
    const refusal = delayed.refusalOf(delay, message.payloadLength);
    if (refusal === undefined) {
      delayed.hold(message, delay);
      return 1; // nobody knows yet who will subscribe then
    }
    this.refusedDelay(message, refusal);
    return 0;
  }

  /** A message that was to wait cannot. */
  refusedDelay(message: ApplicationMessage, reasonCode: ReasonCode): void {
    const isFull = reasonCode === ReasonCode.QuotaExceeded;
    if (isFull) this.#parts.metrics['messages.dropped.quota_exceeded']++;
    this.refused(message, isFull ? 'quota_exceeded' : 'topic_name_invalid');
  }

  /** The same for a message that has no delay any more. @param now Unix milliseconds */
  route(message: ApplicationMessage, now: number): number {
    const { router, retained, metrics, seenTopics, slowSubscriptions, topicMetrics } = this.#parts;
    metrics['messages.publish']++;
    if (seenTopics.isOn) seenTopics.see(message, now);
    if (topicMetrics.isOn) topicMetrics.came(message);
    if (slowSubscriptions.isOn && now > message.receivedAt) slowSubscriptions.routedLate(message, now);
    const { targets, groups, watchers } = router.routeTo(message.destination);
    for (const watcher of watchers) watcher.notify(message, watcher.filter, now);
    if (message.retain) {
      const refusal = retained.keep(message);
      if (refusal !== undefined) this.#notKept(message, refusal);
      if (message.payloadLength === 0 && retained.limits.clearsSilently) return 0;
    }

    message.receivers = targets.length + groups.length;
    let receivers = 0;
    let last: Outgoing | undefined;
    for (const target of targets) {
      if (target.noLocal && target.session.clientId === message.from.clientId) {
        target.session.drop(outgoingFor(message, target), 'no_local'); // [MQTT-3.8.3-3]
        receivers++; // the message did find a subscriber
        continue;
      }
      const qos = target.qos < message.qos ? target.qos : message.qos;
      const retain = message.retain && target.retainAsPublished;
      // Most receivers of a topic get it in the same form: they share one object.
      if (last?.qos !== qos || last.retain !== retain || last.identifiers !== target.identifiers) {
        last = outgoingFor(message, target);
      }
      target.session.deliver(last, now);
      receivers++;
    }
    for (const group of groups) {
      const member = group.pick(message);
      if (!member) continue;
      member.session.deliver(outgoingFor(message, targetOf(member)), now);
      receivers++;
    }
    if (receivers === 0) {
      metrics['messages.dropped.no_subscribers']++;
      if (watchers.length === 0 && !message.retain) metrics['messages.dropped.unheard']++;
      this.refused(message, 'no_subscribers');
    }
    this.#parts.tap.listener?.onRouted(message, receivers);
    return receivers;
  }

  /** Accepts a message that no connection sent: from the API, a rule, a will. */
  publish(draft: MessageDraft): { message: ApplicationMessage; receivers: number } {
    const message = this.#make(draft);
    return { message, receivers: this.dispatch(message) };
  }

  /** Keeps it as a retained message, and sends it to nobody who subscribes already. */
  keep(draft: MessageDraft): void {
    this.#parts.retained.keep(this.#make(draft));
  }

  #make(draft: MessageDraft): ApplicationMessage {
    const { clock, rewriter, topicNames } = this.#parts;
    const now = clock.now();
    const properties = draft.properties ?? {};
    const expiry = properties.messageExpiryInterval;
    const topic = topicNames.fromName(draft.topic);
    return new ApplicationMessage(
      rewriter.rewritesPublish ? rewriter.publishTo(topic, draft.from) : topic,
      draft.qos,
      draft.retain,
      false,
      draft.from,
      now,
      expiry === undefined ? Number.POSITIVE_INFINITY : now + expiry * 1000,
      Object.keys(properties).length === 0 ? NO_PROPERTY_BYTES : encodePublishProperties(properties),
      draft.payload,
      0,
      draft.payload.length,
    );
  }

  /** A message was handed to the connection of its receiver. @param packetId 0 at QoS 0 */
  delivered(info: ClientInfo, outgoing: Outgoing, packetId: number): void {
    const { metrics, events, clock, slowSubscriptions, topicMetrics } = this.#parts;
    if (slowSubscriptions.isOn) slowSubscriptions.sent(info, outgoing, packetId, clock.now());
    if (topicMetrics.isOn) topicMetrics.sent(outgoing);
    metrics['packets.sent']++;
    metrics['packets.publish.sent']++;
    metrics['messages.sent']++;
    metrics['messages.delivered']++;
    const { qos } = outgoing;
    if (qos === 0) metrics['messages.qos0.sent']++;
    else if (qos === 1) metrics['messages.qos1.sent']++;
    else metrics['messages.qos2.sent']++;
    const port = events['message.delivered'];
    if (!port.wanted) return;
    port.emit({ name: 'message.delivered', at: clock.now(), client: info, ...factsOf(outgoing) });
  }

  /** The receiver said that it has the message: PUBACK, or PUBREC at QoS 2. */
  acked(info: ClientInfo, outgoing: Outgoing, packetId: number, properties: Properties): void {
    const { metrics, events, clock, slowSubscriptions } = this.#parts;
    if (slowSubscriptions.isOn) slowSubscriptions.done(info, outgoing, packetId, clock.now());
    metrics['messages.acked']++;
    const port = events['message.acked'];
    if (!port.wanted) return;
    port.emit({ name: 'message.acked', at: clock.now(), client: info, ...factsOf(outgoing), properties });
  }

  /** A message was routed to a subscriber and thrown away there. */
  dropped(session: Session, outgoing: Outgoing, reason: DropReason): void {
    const { metrics, events, clock } = this.#parts;
    metrics['delivery.dropped']++;
    metrics[`delivery.dropped.${reason}`]++;
    const port = events['delivery.dropped'];
    if (!port.wanted) return;
    port.emit({
      name: 'delivery.dropped',
      at: clock.now(),
      client: session.info,
      ...factsOf(outgoing),
      reason,
    });
  }

  /** A message found no receiver, or was refused before it was routed. */
  refused(message: ApplicationMessage, reason: MessageDropped['reason']): void {
    const { metrics, topicMetrics } = this.#parts;
    metrics['messages.dropped']++;
    if (topicMetrics.isOn) topicMetrics.dropped(message);
    this.#tellDropped(message, reason);
  }

  /** A bound keeps a message out of those that are retained; it goes to its receivers all the same. */
  #notKept(message: ApplicationMessage, reason: RetainRefusal): void {
    this.#parts.metrics['messages.retained.refused']++;
    this.#parts.retainedAlarm.refused(reason);
    this.#tellDropped(message, reason);
  }

  /** The time of a retained message is over. */
  expired(message: ApplicationMessage): void {
    this.#parts.metrics['messages.retained.expired']++;
    this.#tellDropped(message, 'retained_expired');
  }

  #tellDropped(message: ApplicationMessage, reason: MessageDropped['reason']): void {
    const { events, clock } = this.#parts;
    const port = events['message.dropped'];
    if (port.wanted) port.emit({ name: 'message.dropped', at: clock.now(), message: message.keep(), reason });
  }
}

/** A delivery as events tell of it. */
function factsOf({ message, qos, retain, identifiers }: Outgoing) {
  return { message: message.keep(), qos, retain, identifiers };
}
