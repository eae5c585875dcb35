import type { DeliveryRecord } from '../delivery/door.ts';
import type { Clock } from '../lib/clock.ts';
import { Emitter } from '../lib/emitter.ts';
import type { Logger } from '../lib/logger.ts';
import type { Definitions } from '../store/definitions.ts';
import type { Store } from '../store/store.ts';
import type { AlertSourceId } from './alert.ts';
import type { AlertBook } from './alert-book.ts';
import { AlertSettingsStore } from './alert-settings-store.ts';
import { type AlertRetention, DEFAULT_RETENTION } from './book/alert-pruning.ts';
import { Book } from './book/book.ts';
import { ConditionMemory } from './conditions/condition-memory.ts';
import { Conditions } from './conditions/conditions.ts';
import { AlertHistory } from './history/alert-history.ts';
import { LinkReader } from './links/linked-alerts.ts';
import type { DashboardAddress } from './links/public-address.ts';
import { SignedLinks } from './links/signed-links.ts';
import { AlertLog } from './log/alert-log.ts';
import { channelMonitor } from './monitors/stored-monitors.ts';
import type { ChannelPort } from './notifying/channels/channel-port.ts';
import { Notifier } from './notifying/notifier.ts';
import type { Presence } from './presence.ts';
import type { AlertRules } from './raising.ts';
import type { ShortenedGrace } from './rule-alerts/alert-templates.ts';
import { RuleRaisers } from './rule-alerts/rule-raisers.ts';
import { Quiet } from './silences/quiet.ts';
import { CommonCause, type IsEverywhere } from './wording/common-cause.ts';
import { MessageTemplates } from './wording/templates/message-templates.ts';
import { templatedWording } from './wording/templates/templated-wording.ts';
import type { Wording } from './wording/wording.ts';

export interface AlertsOptions {
  readonly store: Store;
  readonly definitions: Definitions;
  readonly clock: Clock;
  readonly logger: Logger;
  /** What the broker knows of clients. */
  readonly presence: Presence;
  /** `tocsin@127.0.0.1` */
  readonly node: string;
  /** Where people find the API, for links in messages. */
  readonly dashboard: DashboardAddress;
  /** The broker's alarms, for what is wrong with the alerts themselves. */
  readonly alarms: {
    activate(name: string, details: Record<string, number | string>, message: string): unknown;
    deactivate(name: string): unknown;
  };
  /** Where people are told. */
  readonly channels: ChannelPort;
  /** That of people, in their own words, when absent. */
  readonly wording?: Wording | undefined;
  /** What the delivery log keeps of a delivery. */
  readonly deliveryOf?: ((id: string) => DeliveryRecord | undefined) | undefined;
  /** Alerts that may be unresolved at a time; a million when absent. */
  readonly maximum?: number | undefined;
  /** How much of what is over can be looked at; 90 days and 100,000 alerts when absent. */
  readonly retention?: AlertRetention | undefined;
}

/** The alerts as the floors above see them. */
export interface Alerts {
  readonly book: AlertBook;
  /** For rules that have an alert. */
  readonly rules: AlertRules;
  readonly settings: AlertSettingsStore;
  /** Who is quiet, until when. */
  readonly quiet: Quiet;
  /** What was and is the matter, for people to read. */
  readonly log: AlertLog;
  /** Alerts that are over, from one broker to another. */
  readonly history: AlertHistory;
  /** What stands below messages. */
  readonly links: SignedLinks;
  /** The words of people's own for messages. */
  readonly templates: MessageTemplates;
  /** What they lead to. */
  readonly linked: LinkReader;
  /** Something goes on in a later turn of the event loop. */
  readonly isBusy: boolean;
  /** A channel took the first word of something, so many milliseconds after it had happened, or after the grace period. */
  onFirstWord(listener: (milliseconds: number) => void): () => void;
  /** @param judge says what nearly all clients share anyway, so that it explains nothing */
  bindCommonplaces(judge: IsEverywhere): void;
  /** @param graceOf says which clients only play an outage, whose alerts open sooner */
  bindShortenedGraces(graceOf: ShortenedGrace): void;
  /** Nothing opens or ends by time, and nobody is told, before it: to be called when all rules are there. */
  start(): void;
  stop(): void;
}

const MOST_ALERTS = 1_000_000;

const FULL_ALARM = 'too_many_alerts';

/** Puts the parts of this folder together. */
export function openAlerts(options: AlertsOptions): Alerts {
  const { store, definitions, clock, logger, presence, node, dashboard, alarms, channels, deliveryOf } =
    options;
  const { maximum = MOST_ALERTS, retention = DEFAULT_RETENTION } = options;
  const settings = new AlertSettingsStore(definitions);
  const onFull = (isFull: boolean): void => {
    if (!isFull) alarms.deactivate(FULL_ALARM);
    else {
      const message = 'too many alerts are not resolved: what is raised now is lost';
      alarms.activate(FULL_ALARM, { maximum }, message);
      logger.error({ maximum }, `${message}. Change the rule that raises them, or delete it`);
    }
  };
  const memory = new ConditionMemory(store, clock);
  const book = new Book({ store, clock, logger, presence, memory, maximum, retention, onFull });
  const quiet = new Quiet({ store, definitions, clock, logger, book });
  const conditions = new Conditions({ book, memory, clock, presence, node });
  const links = new SignedLinks({ definitions, settings, clock, dashboard });
  const templates = new MessageTemplates(definitions);
  let isEverywhere: IsEverywhere = () => false;
  let graceOf: ShortenedGrace = () => undefined;
  const isFixed = (source: AlertSourceId, label: string): boolean =>
    book.policyOf(source)?.fixedLabels?.has(label) ?? false;
  const causes = (): CommonCause => new CommonCause({ isEverywhere, isFixed });
  const deliveryById = deliveryOf ?? (() => undefined);
  const log = new AlertLog({ store, book, causes, deliveryOf: deliveryById });
  const history = new AlertHistory({
    store,
    clock,
    retention,
    deliveryOf: deliveryById,
    onAdded: (count) => book.countPast(count),
  });
  const words = new Emitter<{ first: number }>();
  const notifier = new Notifier({
    store,
    clock,
    logger,
    book,
    channels,
    silences: quiet,
    settings,
    wording: options.wording ?? templatedWording({ links, templates, logger }),
    causes,
    channelMonitor: () => channelMonitor(definitions, logger),
    onFirstWord: (milliseconds) => words.emit('first', milliseconds),
  });
  return {
    book,
    rules: new RuleRaisers(book, presence, conditions, (clientId) => graceOf(clientId)),
    settings,
    quiet,
    log,
    history,
    get isBusy() {
      return book.isBusy || conditions.isBusy || notifier.isBusy;
    },
    onFirstWord: (listener) => words.on('first', listener),
    links,
    templates,
    linked: new LinkReader({ store, book, quiet, clock, causes }),
    bindCommonplaces(judge) {
      isEverywhere = judge;
    },
    bindShortenedGraces(judge) {
      graceOf = judge;
    },
    start() {
      links.start();
      book.start();
      notifier.start();
      conditions.start();
    },
    stop() {
      notifier.stop();
      quiet.close();
      conditions.stop();
      log.close();
      book.stop();
      memory.stop();
    },
  };
}
