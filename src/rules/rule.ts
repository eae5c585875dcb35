import type { AlertDraft } from '../alerts/door.ts';
import type { RuleOutput } from './rule-draft.ts';

/** Something that is allowed in a rule's SQL and probably not what was meant. */
export interface RuleWarning {
  code: string;
  message: string;
  message_zh?: string | undefined;
  /** From 1, in the SQL as given; left out for what is not about the SQL. */
  line?: number | undefined;
  column?: number | undefined;
  /** That line of the SQL, and carets below the place. */
  excerpt?: string | undefined;
  /** The output that it is about: `actions.0.args.topic`. */
  at?: string | undefined;
}

interface ActionDetail {
  type: string;
  name: string;
  /** The action's own status, or `not_found`. */
  status: string;
}

/** A rule as the API answers it; times are Unix milliseconds. */
export interface Rule {
  id: string;
  /** Where it lies, if it is a file's. */
  file?: string | undefined;
  name: string;
  sql: string;
  from: string[];
  actions: RuleOutput[];
  action_details: ActionDetail[];
  enable: boolean;
  description: string;
  /** As it was written. */
  alert?: AlertDraft;
  alert_details?: {
    /** It is about clients that are gone, and opens only while they are. */
    presence: boolean;
    /** What ends its alerts: the topic of an event, rows of a statement, or a time without a row. */
    resolve_on: string | { sql: string } | { after: string | number } | 'a row';
    /** Rows in which the key had no value, since the rule was changed. */
    keys_missing: number;
  };
  warnings: RuleWarning[];
  created_at: number;
  last_modified_at: number;
}
