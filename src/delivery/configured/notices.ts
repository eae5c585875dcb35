import type { ChannelMessage } from '../../connectors/channels/channel-message.ts';
import { connectorKinds } from '../../connectors/connector-kinds.ts';
import type { Clock } from '../../lib/clock.ts';
import { Emitter } from '../../lib/emitter.ts';
import { readZone } from '../../lib/zoned-time.ts';
import type { Definitions } from '../../store/definitions.ts';
import type { Priority, Settled } from '../delivery.ts';
import { DeliveryError } from '../delivery-error.ts';
import { channelOf, isNotice, noticeIdOf } from '../notice-id.ts';
import type { Destinations } from '../outbox/destinations.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { ActionCounters, type ActionMetrics } from './action-metrics.ts';
import { type WrittenMessage, writtenFor } from './channel-writing.ts';
import type { ConfiguredConnector } from './configured-connector.ts';
import type { MentionsBySeverity } from './connector-schemas.ts';
import type { Connectors } from './connectors.ts';
import { canonicalId, splitId } from './resource-id.ts';
import type { Status } from './status.ts';

/** A connector that speaks to people, as those who have something to say see it. */
export interface ChannelView {
  /** `wecom:ops` */
  readonly id: string;
  readonly type: string;
  readonly language: 'en' | 'zh';
  /** IANA name or offset. */
  readonly zone: string;
  readonly enable: boolean;
  readonly status: Status;
  /** Of the status: what the last look or the last answer said. */
  readonly reason: string | undefined;
  /** What was triggered there stays open until it is resolved by its key, as at PagerDuty: alerts go there one by one. */
  readonly staysOpen: boolean;
  /** A program reads it: it gets every alert as data. */
  readonly isProgram: boolean;
  /** Whom messages about alerts call by name; nobody when absent. */
  readonly mention?: MentionsBySeverity | undefined;
  /** Messages per minute that it takes; undefined when it is not limited. */
  readonly perMinute: number | undefined;
}

/** One message to one channel, without an action of anybody. */
export interface Notice {
  readonly channel: string;
  /** A `ChannelMessage`, JSON-compatible. */
  readonly message: unknown;
  /** Those of one key arrive in their order. */
  readonly orderKey: string;
  readonly priority: Priority;
  /** By which the delivery log finds it. */
  readonly alert: string | undefined;
  readonly rule: string | undefined;
}

/** `unavailable` is not the end: it waits for its next attempt. */
export interface SettledNotice extends Pick<Settled, 'outcome' | 'reason' | 'cause' | 'attempts'> {
  readonly channel: string;
  readonly delivery: string;
}

interface NoticeEvents {
  settled: SettledNotice;
  /** It is a new one, another one, gone, or can be reached again. */
  changed: string;
}

interface NoticesOptions {
  definitions: Definitions;
  connectors: Connectors;
  outbox: Outbox;
  destinations: Destinations;
  clock: Clock;
  /** How long a notice is repeated: milliseconds, a day when absent. */
  requestTtl?: number | undefined;
}

const DEFAULT_TTL = 86_400_000;

const INBOX = { type: 'preview', name: 'inbox' };

/**
 * Messages that go to a channel without an action: those about alerts. They lie in the outbox as all deliveries do, and
 * have its order, limits, retries and log.
 */
export class Notices {
  readonly events = new Emitter<NoticeEvents>();
  readonly #options: NoticesOptions;
  readonly #counters = new Map<string, ActionCounters>();

  constructor(options: NoticesOptions) {
    this.#options = options;
    const { outbox, connectors, definitions } = options;
    for (const action of outbox.queues.actions().filter(isNotice)) {
      // A connector that is only unusable may be put right.
      if (definitions.get('connector', channelOf(action))) this.#countersOf(channelOf(action));
      else outbox.discard(action);
    }
    outbox.events.on('requeued', ({ action = '' }) => {
      if (isNotice(action)) this.#countersOf(channelOf(action)).onMatched();
    });
    outbox.events.on('settled', (settled) => {
      if (isNotice(settled.action)) this.#onSettled(channelOf(settled.action), settled);
    });
    connectors.events.on('changed', (id) => this.#onChanged(id));
    connectors.events.on('available', (id) => this.#onChanged(id));
  }

  /** By its id, or by its bare name when only one channel has that; undefined when there is none. */
  find(channel: string): ChannelView | undefined {
    const id = channel.includes(':') ? canonicalId(channel) : this.#idOf(channel);
    const connector = id === undefined ? undefined : this.#options.connectors.find(id);
    return id !== undefined && connector?.speaksToPeople ? viewOf(id, connector) : undefined;
  }

  list(): readonly ChannelView[] {
    return this.#ids().flatMap((id) => this.find(id) ?? []);
  }

  /** The channel of those who have named none: it is made when it is not there. */
  inbox(): ChannelView {
    const id = `${INBOX.type}:${INBOX.name}`;
    // It is there at once: only its first look is waited for.
    if (!this.find(id)) this.#options.connectors.create(INBOX).catch(() => undefined);
    const found = this.find(id);
    if (found) return found;
    throw new DeliveryError('NOT_FOUND', `the channel ${id} could not be made`);
  }

  /** Stored with what else this turn stores. @throws DeliveryError when there is no such channel */
  send({ channel, message, orderKey, priority, alert, rule }: Notice): string {
    const { outbox, clock, requestTtl = DEFAULT_TTL } = this.#options;
    if (!this.find(channel)) throw new DeliveryError('NOT_FOUND', `there is no channel ${channel}`);
    this.#countersOf(channel).onMatched();
    return outbox.add({
      connector: channel,
      action: noticeIdOf(channel),
      rule,
      alert,
      orderKey,
      priority,
      request: message,
      expiresAt: clock.now() + requestTtl,
      maxBytes: Infinity,
    });
  }

  /**
   * What a message becomes: at the channel of this id, or at some channel of this type. Without secrets; null where nothing is
   * written, as in the preview inbox.
   */
  describe(channel: string, message: ChannelMessage): WrittenMessage {
    return writtenFor(channel, this.#options.connectors.find(channel), message);
  }

  /** How many notices of this channel are not finished. */
  waiting(channel: string): number {
    return this.#options.outbox.queues.of(noticeIdOf(channel)).count;
  }

  /** How many messages the limits of the channel let begin now; `Infinity` where nothing is limited. */
  room(channel: string, priority: Priority): number {
    const { connectors, destinations, clock } = this.#options;
    let room = 0;
    for (const { key, limits } of connectors.find(channel)?.destinations ?? []) {
      room += destinations.gate(key).room(limits, priority, clock.now());
    }
    return room;
  }

  /** Whether deliveries with this in the place of an action can be sent again. */
  has(action: string): boolean {
    return isNotice(action) && this.find(channelOf(action)) !== undefined;
  }

  /** Those that stand in the place of actions, of the channels that were told something since the start. */
  ids(): string[] {
    return [...this.#counters.keys()].map((channel) => noticeIdOf(channel));
  }

  /** Undefined when it is none of these. */
  connectorOf(action: string): string | undefined {
    return isNotice(action) && this.#counters.has(channelOf(action)) ? channelOf(action) : undefined;
  }

  expiry(): number {
    const { clock, requestTtl = DEFAULT_TTL } = this.#options;
    return clock.now() + requestTtl;
  }

  /** Undefined when the channel was told nothing since the start. */
  metrics(channel: string): ActionMetrics | undefined {
    return this.#counters.get(channel)?.view(this.#options.outbox.queues.of(noticeIdOf(channel)));
  }

  #onSettled(channel: string, settled: Settled): void {
    this.#counters.get(channel)?.onSettled(settled);
    const { delivery, outcome, reason, cause, attempts } = settled;
    if (delivery === undefined) return;
    this.events.emit('settled', { channel, delivery, outcome, reason, cause, attempts });
  }

  #onChanged(id: string): void {
    if (connectorKinds.get(splitId(id).type)?.channel === undefined) return;
    const { connectors, outbox } = this.#options;
    if (!connectors.find(id)) {
      outbox.discard(noticeIdOf(id));
      this.#counters.delete(id);
    }
    this.events.emit('changed', id);
  }

  #countersOf(channel: string): ActionCounters {
    let counters = this.#counters.get(channel);
    if (!counters) {
      counters = new ActionCounters(this.#options.clock, this.waiting(channel));
      this.#counters.set(channel, counters);
    }
    return counters;
  }

  #idOf(name: string): string | undefined {
    const [only, second] = this.#ids().filter((id) => splitId(id).name === name);
    return second === undefined ? only : undefined;
  }

  #ids(): string[] {
    const { connectors } = this.#options;
    return connectors.ids().filter((id) => connectors.find(id)?.speaksToPeople);
  }
}

/** Reading a time zone takes a while, and a channel may be asked for a thousand times a second. */
const zones = new Map<string, string>();

function zoneOf(name: string): string {
  let zone = zones.get(name);
  if (zone === undefined) {
    const read = readZone(name);
    zone = typeof read === 'string' ? read : 'UTC';
    zones.set(name, zone);
  }
  return zone;
}

function mentionsOf(
  mention: NonNullable<ConfiguredConnector['settings']['used']['mention']>,
): MentionsBySeverity {
  if ('critical' in mention || 'warning' in mention || 'info' in mention) {
    const { critical = [], warning = [], info = [] } = mention;
    return { critical, warning, info };
  }
  const all = Array.isArray(mention) ? (mention as readonly string[]) : [];
  return { critical: all, warning: all, info: all };
}

function viewOf(id: string, connector: ConfiguredConnector): ChannelView {
  const { type } = splitId(id);
  const { language = 'en', time_zone: zone = 'local', mention } = connector.settings.used;
  let perMinute = 0;
  for (const { limits } of connector.destinations) perMinute += limits.perMinute ?? Infinity;
  return {
    id,
    type,
    language,
    zone: zoneOf(zone),
    enable: connector.config.enable,
    status: connector.status,
    reason: connector.reason,
    staysOpen: connectorKinds.get(type)?.channel?.staysOpen ?? false,
    isProgram: type === 'webhook',
    mention: mention && mentionsOf(mention),
    perMinute: Number.isFinite(perMinute) ? perMinute : undefined,
  };
}
