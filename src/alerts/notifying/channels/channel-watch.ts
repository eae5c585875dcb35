import type { Clock } from '../../../lib/clock.ts';
import { alertingFailedTexts } from '../../../texts/alerting-failed.ts';
import type { Alert, LocalText, Severity } from '../../alert.ts';
import type { AlertBook, AlertPolicy } from '../../alert-book.ts';
import type { Desk } from './desk.ts';
import { ALERTING_FAILED, isAboutChannel } from './routing.ts';

/** In a row, of messages that were given up. */
const FAILURES = 3;

/** Nothing has gone through for so long, and there is something to say. */
export const STUCK = 300_000;

interface ChannelWatchOptions {
  readonly book: AlertBook;
  readonly clock: Clock;
  readonly inbox: string;
  /** The settings of the monitor `alerting_failed`. */
  readonly monitor: () => ChannelMonitor;
}

export interface ChannelMonitor {
  readonly enable: boolean;
  readonly severity: Severity;
  readonly policy: AlertPolicy;
}

/**
 * An alert for a channel that takes no alerts: told by others, and over when the channel takes some again. That the preview
 * inbox fails is told nowhere, so that this ends.
 */
export class ChannelWatch {
  readonly #options: ChannelWatchOptions;

  constructor(options: ChannelWatchOptions) {
    this.#options = options;
  }

  start(): void {
    const { book, monitor } = this.#options;
    const { enable, policy } = monitor();
    if (enable) book.setPolicy(ALERTING_FAILED, policy);
  }

  look(desk: Desk): void {
    const { book, clock, inbox, monitor } = this.#options;
    if (desk.id === inbox) return;
    const now = clock.now();
    const fails = this.#fails(desk, now);
    if (fails === undefined) return;
    desk.isFailing = fails;
    // A restart finds what was raised before it.
    const isRaised = book.find(ALERTING_FAILED, desk.id) !== undefined;
    if (fails === isRaised) return;
    if (!fails) {
      book.clear(ALERTING_FAILED, desk.id, now);
      return;
    }
    const { enable, severity } = monitor();
    if (!enable) return;
    const answer = desk.answer ?? '';
    const since = desk.failingSince ?? now;
    const { en, zh } = alertingFailedTexts;
    const local = (of: (texts: typeof en) => string): LocalText => ({ en: of(en), zh: of(zh) });
    book.raise({
      source: ALERTING_FAILED,
      key: desk.id,
      severity,
      title: local((texts) => texts.title(desk.id)),
      summary: local((texts) => texts.summary(answer)),
      description: local((texts) => texts.advice),
      labels: { channel: desk.id },
      facts: { channel: desk.id, ...(answer !== '' && { answer: answer.slice(0, 500) }) },
      at: now,
      since,
    });
  }

  /** Alerts that say of channels that they fail. */
  failing(): Alert[] {
    return [...this.#options.book.unresolved()].filter(isAboutChannel);
  }

  /** What was known of a channel before a restart: until it takes something, it fails as it did. */
  restore(desk: Desk, { startsAt, facts }: Alert): void {
    desk.isFailing = true;
    if (!desk.hasWord && desk.inFlight.size === 0) return;
    desk.failures = FAILURES;
    desk.failingSince = startsAt;
    desk.answer = typeof facts.answer === 'string' ? facts.answer : undefined;
  }

  /** When to look again, whatever happens; undefined when there is nothing to wait for. */
  nextLook(desk: Desk): number | undefined {
    const since = sinceOf(desk);
    return since === undefined || desk.isFailing ? undefined : since + STUCK;
  }

  /** Undefined while it is not known. */
  #fails(desk: Desk, now: number): boolean | undefined {
    if (desk.failures >= FAILURES || (desk.isMissing && desk.hasWord)) return true;
    const since = sinceOf(desk);
    if (since === undefined) return desk.failures > 0 ? undefined : false;
    if (now - since < STUCK) return undefined;
    return desk.hasWord || desk.inFlight.size > 0 ? true : undefined;
  }
}

/** Since when it has taken nothing of what there is to say. */
function sinceOf(desk: Desk): number | undefined {
  let since = desk.failingSince;
  for (const { isThrottled, sentAt } of desk.inFlight.values()) {
    if (!isThrottled) since = Math.min(since ?? sentAt, sentAt);
  }
  return since;
}
