import type { Store } from '../../store/store.ts';
import type { Alert } from '../alert.ts';
import { lowestId } from './alert-search.ts';

/** Ids of the channels that were to be told of an alert, by how the last message to each went. */
export interface ToldChannels {
  readonly delivered: string[];
  /** It lies in the outbox. */
  readonly waiting: string[];
  /** They refused it, or its time was over. */
  readonly failed: string[];
}

/** Messages that failed, of a group, the last ones. */
const MOST_FAILED = 50;

/** By what each channel knows of the alert. */
const TOLD = `SELECT n.id, n.channel, n.state FROM alert_tellings t JOIN notifications n ON n.id = t.notification
  WHERE t.alert = ?`;

/** What a message told that did not arrive stands only among the members of the message. */
const FAILED = `SELECT id, channel FROM notifications INDEXED BY notifications_by_group
  WHERE group_id = ? AND id >= ? AND state = 'failed' ORDER BY id DESC LIMIT ${MOST_FAILED}`;

/** Digests of several groups belong to none. */
const FAILED_DIGESTS = `SELECT id, channel FROM notifications INDEXED BY notifications_by_group
  WHERE group_id IS NULL AND id >= ? AND state = 'failed' ORDER BY id DESC LIMIT ${MOST_FAILED}`;

const MEMBERS = 'SELECT alerts FROM notification_members WHERE notification = ?';

type State = keyof ToldChannels;

/** How the messages about alerts went. One is made for each list: it remembers what many of its alerts have in common. */
export class ToldReader {
  readonly #store: Store;
  readonly #members = new Map<string, ReadonlySet<string>>();

  constructor(store: Store) {
    this.#store = store;
  }

  of(alert: Alert): ToldChannels {
    return merge(this.#last(alert));
  }

  /** Of several: a channel that failed one of them has failed. */
  ofAll(alerts: Iterable<Alert>): ToldChannels {
    const worst = new Map<string, State>();
    for (const alert of alerts) {
      for (const [channel, { state }] of this.#last(alert)) {
        if (RANKS[state] > RANKS[worst.get(channel) ?? 'delivered'] || !worst.has(channel))
          worst.set(channel, state);
      }
    }
    return merge(new Map([...worst].map(([channel, state]) => [channel, { state }])));
  }

  /** Of each channel the last message; their ids are in the order of time. */
  #last(alert: Alert): Map<string, { id: string; state: State }> {
    const last = new Map<string, { id: string; state: State }>();
    const see = (id: string, channel: string, state: State): void => {
      if (id > (last.get(channel)?.id ?? '')) last.set(channel, { id, state });
    };
    for (const { id, channel, state } of this.#store.prepare(TOLD).all(alert.id)) {
      see(String(id), String(channel), state === 'sent' ? 'waiting' : (state as State));
    }
    const from = lowestId(alert.startsAt);
    const failed = [
      ...this.#store.prepare(FAILED).all(alert.groupId, from),
      ...this.#store.prepare(FAILED_DIGESTS).all(from),
    ];
    for (const { id, channel } of failed) {
      if (this.#membersOf(String(id)).has(alert.id)) see(String(id), String(channel), 'failed');
    }
    return last;
  }

  #membersOf(notification: string): ReadonlySet<string> {
    const known = this.#members.get(notification);
    if (known) return known;
    const rows = this.#store.prepare(MEMBERS).all(notification);
    const members = new Set(rows.flatMap(({ alerts }) => JSON.parse(String(alerts)) as string[]));
    this.#members.set(notification, members);
    return members;
  }
}

const RANKS: Readonly<Record<State, number>> = { delivered: 0, waiting: 1, failed: 2 };

function merge(channels: ReadonlyMap<string, { readonly state: State }>): ToldChannels {
  const those = (wanted: State) =>
    [...channels]
      .filter(([, { state }]) => state === wanted)
      .map(([channel]) => channel)
      .sort();
  return { delivered: those('delivered'), waiting: those('waiting'), failed: those('failed') };
}
