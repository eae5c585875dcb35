/** One line of a trace: a packet, or what the broker made of it. */
export interface TraceRecord {
  /** RFC 3339 in UTC with milliseconds. */
  readonly time: string;
  readonly kind: 'received' | 'sent' | 'event';
  /** `PUBLISH` of packets; `client.connected`, `message.routed`, `trace.stopped` of events. */
  readonly type: string;
  readonly clientid?: string | undefined;
  readonly username?: string | undefined;
  /** `address:port` */
  readonly peername?: string | undefined;
  readonly fields: TraceFields;
}

export type TraceFields = Readonly<Record<string, unknown>>;

/** Whom a line is about. */
export type TracedWho = Pick<TraceRecord, 'clientid' | 'username' | 'peername'>;

/** Characters of a text within a line, which may come from a device. */
const LONGEST_TEXT = 4096;
/** Members of a list within a line. */
const LONGEST_LIST = 200;

/** The line as it is kept, with its end. */
export function lineOf(record: TraceRecord): string {
  return `${JSON.stringify(record, shortened)}\n`;
}

function shortened(_name: string, value: unknown): unknown {
  if (typeof value === 'string' && value.length > LONGEST_TEXT)
    return `${value.slice(0, LONGEST_TEXT)}… (${value.length} characters)`;
  if (Array.isArray(value) && value.length > LONGEST_LIST)
    return [...value.slice(0, LONGEST_LIST), `… (${value.length} in all)`];
  return value;
}
