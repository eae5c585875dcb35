import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Notice } from '../../delivery/door.ts';
import { silentLogger } from '../../lib/logger.ts';
import { Definitions } from '../../store/definitions.ts';
import { Store } from '../../store/store.ts';
import type { Alert } from '../alert.ts';
import type { AlertNews } from '../alert-news.ts';
import type { AlertSettings } from '../alert-settings.ts';
import type { ChannelPort } from '../notifying/channels/channel-port.ts';
import { type Alerts, openAlerts } from '../open-alerts.ts';
import type { PipelineSettings } from '../pipeline-settings.ts';
import type { AlertNature, AlertRaiser } from '../raising.ts';
import type { Wording } from '../wording/wording.ts';
import { PastChannels, type RehearsedChannel } from './past-channels.ts';
import { PastClock } from './past-clock.ts';
import { PastPresence } from './past-presence.ts';

export interface RehearsalOptions {
  readonly ruleId: string;
  readonly settings: AlertSettings;
  readonly nature: AlertNature;
  /** When the past begins: Unix milliseconds. */
  readonly from: number;
  /** What holds for all alerts now. */
  readonly pipeline: PipelineSettings;
  /** The channels as they are now. */
  readonly channels: Pick<ChannelPort, 'find' | 'list'>;
  readonly node: string;
  /** Words for what would be told; nobody reads it when absent. */
  readonly wording?: Wording | undefined;
  /** Told of each message that would go out. */
  readonly onSend?: ((notice: Notice, at: number) => void) | undefined;
}

/** What would have become of the alerts of a rule. */
export interface RehearsalReport {
  readonly opened: number;
  readonly resolved: number;
  /** At the end of the time. */
  readonly pending: number;
  readonly open: number;
  /** Conditions that were over within their grace period. */
  readonly suppressed: number;
  /** Alerts that came and went too often. */
  readonly flapping: number;
  /** The first ones that opened, as they were at the end. */
  readonly alerts: readonly Alert[];
  readonly channels: readonly RehearsedChannel[];
}

/** Milliseconds of one turn of the event loop. */
const SLICE = 2;
/** Alerts that are not resolved, in the past. */
const MOST_UNRESOLVED = 100_000;
/** Alerts that are listed. */
const MOST_LISTED = 500;
/** Alerts that are over stay in the database of the rehearsal for a while. */
const RETENTION = { age: Number.MAX_SAFE_INTEGER, count: 2000 };

/**
 * The alerts of one rule on the clock of the past: the parts that are at work, on a database of their own that lies in memory,
 * with channels that accept everything and tell nobody.
 */
export class Rehearsal {
  readonly presence = new PastPresence();
  readonly raiser: AlertRaiser;
  readonly #source: { readonly kind: 'rule'; readonly id: string };
  readonly #clock: PastClock;
  readonly #store: Store;
  readonly #alerts: Alerts;
  readonly #channels: PastChannels;
  readonly #listed = new Map<string, Alert>();
  #opened = 0;
  #resolved = 0;
  #flapping = 0;

  constructor(options: RehearsalOptions) {
    const { ruleId, settings, nature, from, pipeline, channels, node, wording, onSend } = options;
    this.#source = { kind: 'rule', id: ruleId };
    this.#clock = new PastClock(from);
    this.#store = Store.open({ directory: ':memory:', durability: 'normal', logger: silentLogger });
    this.#channels = new PastChannels(channels, this.#store, this.#clock, onSend);
    this.#alerts = openAlerts({
      store: this.#store,
      definitions: new Definitions(this.#store, this.#clock),
      clock: this.#clock,
      logger: silentLogger,
      presence: this.presence,
      node,
      // Nobody follows its links.
      dashboard: { host: '127.0.0.1', port: 0 },
      channels: this.#channels,
      // Nobody reads it.
      wording: {
        message: (notification, audience) => {
          this.#channels.note(notification);
          return wording?.message(notification, audience) ?? { title: '', severity: notification.severity };
        },
      },
      alarms: { activate: () => undefined, deactivate: () => undefined },
      maximum: MOST_UNRESOLVED,
      retention: RETENTION,
    });
    const { heartbeat: _, morning_report: __, ...told } = pipeline;
    this.#alerts.settings.put(told);
    this.#alerts.book.onNews((news) => this.#hear(news));
    this.raiser = this.#alerts.rules.define(ruleId, settings, nature);
    this.#alerts.start();
  }

  /** Lets the time pass until this moment, with all that is due by then. A promise only when that takes more than this turn. */
  pass(until: number): Promise<void> | undefined {
    this.#store.commit();
    if (this.#alerts.isBusy || this.#clock.isDue(until)) return this.#passSlowly(until);
    this.#clock.step(until);
    return undefined;
  }

  report(): RehearsalReport {
    const { book } = this.#alerts;
    let pending = 0;
    let open = 0;
    for (const { status } of book.unresolved()) {
      if (status === 'pending') pending++;
      else open++;
    }
    return {
      opened: this.#opened,
      resolved: this.#resolved,
      pending,
      open,
      suppressed: book.shortDrops(this.#source).total,
      flapping: this.#flapping,
      alerts: [...this.#listed.values()],
      channels: this.#channels.report(),
    };
  }

  close(): void {
    this.#alerts.stop();
    this.#store.close();
  }

  async #passSlowly(until: number): Promise<void> {
    let end = performance.now() + SLICE;
    do {
      this.#store.commit();
      // What goes on in later turns belongs to this moment.
      while (this.#alerts.isBusy || performance.now() > end) {
        await nextTurn();
        this.#store.commit();
        end = performance.now() + SLICE;
      }
    } while (this.#clock.step(until));
    this.#store.commit();
  }

  #hear({ kind, alert }: AlertNews): void {
    const isOpening = kind === 'opened' || (kind === 'unstable' && alert.openedAt === alert.flapping?.since);
    if (isOpening) this.#opened++;
    if (kind === 'resolved' && alert.openedAt !== undefined) this.#resolved++;
    if (kind === 'unstable') this.#flapping++;
    if (this.#listed.has(alert.id) || (isOpening && this.#listed.size < MOST_LISTED))
      this.#listed.set(alert.id, alert);
  }
}
