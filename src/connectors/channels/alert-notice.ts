/**
 * What a message about alerts says, for receivers that are programs: the member `notice` of a `ChannelMessage`. Names are
 * those of the API; times are RFC 3339 in UTC.
 */
export interface AlertNotice {
  /** `first`, `more`, `escalated`, `repeat`, `acknowledged` or `resolved`. */
  readonly reason: string;
  /** The same from the first word about these alerts to the last. */
  readonly incident: string;
  readonly group_id?: string | undefined;
  /** The worst of the alerts. */
  readonly severity: AlertSeverity;
  readonly at: string;
  /** Exact, however few alerts are listed: told for the first time and open; told to be over; open in the group at all. */
  readonly counts: { readonly opened: number; readonly resolved: number; readonly still_open: number };
  readonly from: string;
  readonly to: string;
  /** What the alerts have in common, the most telling first: `network/16` is `10.2.0.0/16` for 312 of 312. */
  readonly common: readonly NoticeFactor[];
  /** Why it tells of several things at once: `throttled`, `interrupted`, `quiet_hours` or `after_silence`. */
  readonly digest?: Readonly<Record<string, string | number>> | undefined;
  readonly alerts: readonly NoticeAlert[];
  /** So many more are counted and not listed. */
  readonly truncated_alerts: number;
}

export interface NoticeFactor {
  readonly name: string;
  readonly value: string;
  readonly count: number;
  readonly of: number;
}

export interface NoticeAlert {
  readonly id: string;
  /** Of the rule that raised it; a monitor has its name instead. */
  readonly rule_id?: string | undefined;
  readonly monitor?: string | undefined;
  readonly key: string;
  readonly title: string;
  readonly summary?: string | undefined;
  readonly description?: string | undefined;
  readonly runbook_url?: string | undefined;
  readonly severity: AlertSeverity;
  readonly status: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Columns of the row, or figures of the monitor. */
  readonly facts: Readonly<Record<string, string>>;
  readonly clientid?: string | undefined;
  readonly username?: string | undefined;
  readonly listener?: string | undefined;
  readonly node?: string | undefined;
  readonly count: number;
  readonly starts_at: string;
  readonly opened_at?: string | undefined;
  readonly last_at: string;
  readonly resolved_at?: string | undefined;
  /** `recovered`, `quiet`, `manual` or `removed`. */
  readonly resolution?: string | undefined;
  readonly acknowledged_at?: string | undefined;
  readonly acknowledged_by?: string | undefined;
}

type AlertSeverity = 'critical' | 'warning' | 'info';
