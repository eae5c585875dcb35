/** One condition about one subject, with a life. Times are Unix milliseconds. */
export interface Alert {
  /** An `orderedId`: in the order in which alerts began. */
  readonly id: string;
  readonly source: AlertSourceId;
  /** The subject, within its source: `dev-0421`. Together they name one condition; there is one unresolved alert of it at most. */
  readonly key: string;
  readonly status: AlertStatus;
  readonly severity: Severity;
  readonly title: LocalText;
  readonly summary: LocalText | undefined;
  readonly description: LocalText | undefined;
  readonly runbookUrl: string | undefined;
  /** Those of the rule, for silences, groups and receivers that are programs. */
  readonly labels: Readonly<Record<string, string>>;
  /** The client that it is about; undefined when it is about none. */
  readonly subject: Subject | undefined;
  /** What is shown to people, in this order: columns of the row as text, or figures of a monitor. Bounded. */
  readonly facts: Readonly<Record<string, string>>;
  /** When the condition began. */
  readonly startsAt: number;
  /** When it was raised: a rule may get to an event later than it happened. */
  readonly raisedAt: number;
  /** When the grace period ends; undefined when it is over or there is none. */
  readonly dueAt: number | undefined;
  readonly openedAt: number | undefined;
  /** When the condition was last seen. */
  readonly lastAt: number;
  /** How often it was seen, the first time included. */
  readonly count: number;
  /** How often it was over before it opened: short drops of this key, as far as it is remembered. */
  readonly suppressed: number;
  readonly acknowledgement: { readonly at: number; readonly by: string } | undefined;
  readonly resolution: Resolution | undefined;
  /** It comes and goes too often to be told each time. */
  readonly flapping: Flapping | undefined;
  /** What it is told together with: the same for the same rule and the same values of `group.by`. */
  readonly groupId: string;
}

export interface Flapping {
  readonly since: number;
  /** Changes within the window of the policy, relative to its limit: 1.5 when there were nine and six are the limit. */
  readonly score: number;
  /** When it last came or went. */
  readonly changedAt: number;
  /** Whether the condition is there at this moment: the alert is open in either case. */
  readonly isThere: boolean;
}

export type AlertStatus = 'pending' | 'open' | 'acknowledged' | 'resolved';

export const ALERT_STATUSES = ['pending', 'open', 'acknowledged', 'resolved'] as const;

export type Severity = 'critical' | 'warning' | 'info';

/** The worst first. */
export const SEVERITIES = ['critical', 'warning', 'info'] as const;

export type AlertSourceId =
  | { readonly kind: 'rule'; readonly id: string }
  | { readonly kind: 'monitor'; readonly name: string };

export interface Resolution {
  readonly at: number;
  /**
   * `recovered`: the condition is over; `quiet`: it was not seen again for a while; `manual`: somebody ended it; `removed`: its
   * rule or monitor is gone or switched off.
   */
  readonly how: 'recovered' | 'quiet' | 'manual' | 'removed';
  /** Who, if somebody did. */
  readonly by?: string | undefined;
}

/** Written in one language for everybody, or in both. */
export type LocalText = string | { readonly en: string; readonly zh: string };

/** Of the client of an event, what alerts are grouped by and what they may have in common. */
export interface Subject {
  readonly clientId: string;
  readonly username: string | undefined;
  readonly peerHost: string | undefined;
  readonly listener: string | undefined;
  readonly node: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Why it is gone. */
  readonly reason: string | undefined;
  /** Of the coming or going that the event tells of; a higher one is later. */
  readonly sequence: number | undefined;
}
