/** Where a change came from. */
export type AuditOrigin = 'dashboard' | 'rest_api' | 'cli';

/** One member of an object before and after. */
export interface AuditChange {
  /** `outputs.0.alert.for`; empty for the object as a whole. */
  readonly path: string;
  /** Absent: it was not there. */
  readonly before?: unknown;
  /** Absent: it is there no more. */
  readonly after?: unknown;
}

/** One call that changed something, or tried to. No secrets are in it. */
export interface AuditRecord {
  /** Unix milliseconds. */
  readonly at: number;
  readonly from: AuditOrigin;
  /** The user or the API key; empty when nobody is known. */
  readonly source: string;
  readonly sourceIp: string;
  /** `/rules/:id` */
  readonly operationId: string;
  /** `rules` */
  readonly operationType: string;
  readonly result: 'success' | 'failure';
  readonly status: number;
  readonly method: 'get' | 'post' | 'put' | 'delete';
  readonly durationMs: number;
  /** What of the record is only shown. */
  readonly details: AuditDetails;
}

export interface AuditDetails {
  readonly bindings: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
  /** Why it was refused; empty when it was not. */
  readonly failure: string;
  readonly changes: readonly AuditChange[];
  /** Changes that are not listed, because there were so many. */
  readonly moreChanges: number;
}

export interface StoredAuditRecord extends AuditRecord {
  /** Grows with time. */
  readonly id: number;
}

/** Which records are asked for. Everything that is given has to fit. */
export interface AuditFilter {
  readonly from?: string | undefined;
  readonly source?: string | undefined;
  readonly sourceIp?: string | undefined;
  readonly operationId?: string | undefined;
  readonly operationType?: string | undefined;
  readonly result?: string | undefined;
  readonly status?: number | undefined;
  readonly method?: string | undefined;
  readonly shortest?: number | undefined;
  readonly longest?: number | undefined;
  /** Unix milliseconds, inclusive, as is the next. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  /** Stands in who, what, or what was sent or changed; without regard to case. */
  readonly text?: string | undefined;
}

/** Where records are kept, bounded in number and age. */
export interface AuditShelf {
  add(record: AuditRecord): void;
  /** The newest first. */
  page(
    filter: AuditFilter,
    request: { readonly skip: number; readonly take: number },
  ): { readonly rows: readonly StoredAuditRecord[]; readonly count: number };
  /** Whether calls that come often and change little are left out. */
  readonly leavesOutFrequent: boolean;
}
