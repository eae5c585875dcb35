import type { Alert, AlertSourceId, LocalText, Severity, Subject } from './alert.ts';
import type { AlertNews } from './alert-news.ts';
import type { AlertEntry } from './book/alert-rows.ts';
import type { ShortDropCounts } from './book/short-drops.ts';
import type { Schedule } from './silences/schedule.ts';

/** What is the matter, as a rule or a monitor says it: what an alert is made of. */
export interface Condition {
  readonly source: AlertSourceId;
  readonly key: string;
  readonly severity: Severity;
  readonly title: LocalText;
  readonly summary?: LocalText | undefined;
  readonly description?: LocalText | undefined;
  readonly runbookUrl?: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly subject?: Subject | undefined;
  readonly facts: Readonly<Record<string, string>>;
  /** When it was seen: Unix milliseconds. The grace period counts from here. */
  readonly at: number;
  /** When it began, where that was before it could be seen: the first of the rows that reached a threshold, the last row before the silence. */
  readonly since?: number | undefined;
  /** How many rows it stands for, 1 by default: those that are counted here for the first time. */
  readonly rows?: number | undefined;
  /** In the place of that of the policy: milliseconds. For what is only tried. */
  readonly grace?: number | undefined;
}

/** How a source wants its alerts handled; durations are milliseconds. */
export interface AlertPolicy {
  /** The grace period. */
  readonly grace: number;
  /** It is about clients that are gone: it opens only if the client is still away. */
  readonly isPresence: boolean;
  /** It is over as soon as the client is there, also when nobody told of its coming. */
  readonly endsOnReturn: boolean;
  /** It is over when it was not seen for so long. */
  readonly quietAfter: number | undefined;
  readonly flapping: { readonly changes: number; readonly within: number } | undefined;
  /** Labels that all of its alerts have alike, which they have in common without a reason. */
  readonly fixedLabels?: ReadonlySet<string> | undefined;
  readonly group: { readonly window: number; readonly by: readonly string[] };
  readonly repeat: number | undefined;
  /** People are not told that it is over. */
  readonly endsUntold?: boolean | undefined;
  /** Channels; undefined: those of the settings. */
  readonly notify: Readonly<Record<Severity, readonly string[]>> | undefined;
  readonly hours: Schedule | undefined;
  readonly escalate: { readonly after: number; readonly notify: readonly string[] } | undefined;
}

/** Who ended, acknowledged or wrote something: a user, an API key, or the holder of a link. */
export type Actor = string;

/**
 * All alerts: those that are not resolved lie in memory, all of them on disk. Changes are handed to the store in the
 * turn in which they are asked for, and told in it.
 */
export interface AlertBook {
  /** How alerts of this source are handled from now on. */
  policyOf(source: AlertSourceId): AlertPolicy | undefined;
  setPolicy(source: AlertSourceId, policy: AlertPolicy): void;
  /** The source is gone or off: its alerts end as `removed`. */
  removeSource(source: AlertSourceId): void;

  /** The condition is there: begins an alert, or is counted by the one that there is. The alert; undefined when there are too many. */
  raise(condition: Condition): Alert | undefined;
  /** The condition is over. @param sequence of the coming that says so, if it is one: older goings do not outlive it */
  clear(source: AlertSourceId, key: string, at: number, sequence?: number): void;
  /** Its subject has not been seen for so long that nobody waits for it any more: it ends as `quiet`. */
  expire(source: AlertSourceId, key: string, at: number): void;

  /** One that is not resolved. */
  find(source: AlertSourceId, key: string): Alert | undefined;
  /** Resolved ones too. */
  get(id: string): Alert | undefined;
  /** In the order in which they began. */
  unresolved(): Iterable<Alert>;
  countUnresolved(source: AlertSourceId): number;
  /** What was over within its grace period, of all alerts of a source. */
  shortDrops(source: AlertSourceId): ShortDropCounts;
  /** Of all sources that had any, most of the last 24 hours first. */
  allShortDrops(): ReadonlyArray<{ readonly source: AlertSourceId; readonly counts: ShortDropCounts }>;
  /** What happened to an alert beside what it tells itself, in order. */
  entriesOf(id: string): readonly AlertEntry[];

  /** Undefined when there is none; unchanged when it is resolved or acknowledged already. */
  acknowledge(id: string, by: Actor): Alert | undefined;
  resolve(id: string, by: Actor): Alert | undefined;
  note(id: string, text: string, by: Actor): Alert | undefined;

  onNews(listener: (news: AlertNews) => void): () => void;
}
