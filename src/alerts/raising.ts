import type { TemplateRow } from '../delivery/door.ts';
import type { Alert, Subject } from './alert.ts';
import type { AlertSettings } from './alert-settings.ts';

/** A row of a rule that says that the condition is there. */
export interface Raising {
  /** What the templates of the alert are filled with. */
  readonly row: TemplateRow;
  /** `client.disconnected`, `message.publish` … */
  readonly event: string;
  /** When it happened: Unix milliseconds. */
  readonly at: number;
  /** The client of the event, from its columns, whatever the rule selects. */
  readonly subject: Subject | undefined;
}

/** An event that says that the condition may be over: `row` has what the key is made of. */
export interface Clearing {
  readonly row: TemplateRow;
  readonly at: number;
  /** Of the coming that it tells of, if it is one. */
  readonly sequence: number | undefined;
}

/** What became of a row. */
export type RaisingResult =
  | { readonly kind: 'raised'; readonly alert: string }
  /** Not counted yet: below the threshold. */
  | { readonly kind: 'gathered' }
  /** A session that was taken over, or a client that is back already. */
  | { readonly kind: 'ignored'; readonly reason: 'takenover' | 'present' }
  | { readonly kind: 'refused'; readonly reason: string };

/** The alerts of one rule, as its rows see them. */
export interface AlertRaiser {
  raise(raising: Raising): RaisingResult;
  /** False while there is nothing that could be over, so that events need not even be looked at. */
  readonly hasUnresolved: boolean;
  clear(clearing: Clearing): void;
  /** The alert of this key that is not over. */
  unresolved(key: string): Alert | undefined;
}

/** What a rule's statement, together with its `resolve_on`, says of its alerts. */
export interface AlertNature {
  /** The rule hears of clients that disconnect, and of nothing else. */
  readonly isPresence: boolean;
  /** The rule hears what ends its alerts, and calls `clear`. */
  readonly isCleared: boolean;
  /** They end when they were not seen for so many milliseconds; undefined: not by time. */
  readonly quietAfter: number | undefined;
  /** What its rows come of: the keys of another statement are not waited for. */
  readonly statement: string;
}

/** What rules do with alerts: a raiser for each rule that has an alert. */
export interface AlertRules {
  /** Takes the place of the rule's former raiser; its unresolved alerts go on by their keys. */
  define(ruleId: string, settings: AlertSettings, nature: AlertNature): AlertRaiser;
  /** The rule is gone, or it is switched off or has no alert any more: its alerts are over. */
  remove(ruleId: string): void;
}
