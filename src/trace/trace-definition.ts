/** Running, waiting and stopped ones together, as in EMQX. */
export const MOST_TRACES = 30;
/** Bytes of the lines of one trace. */
export const MOST_BYTES = 20 * 1024 * 1024;
/** Milliseconds of one trace. */
export const LONGEST_TRACE = 24 * 60 * 60_000;
/** Milliseconds of a trace that says nothing about its end, as in EMQX. */
export const USUAL_LENGTH = 10 * 60_000;
/** Milliseconds until the begin of a trace. */
export const LONGEST_WAIT = 7 * 24 * 60 * 60_000;
/** Lines of one trace in a second; of what comes faster the trace says how much it was. */
export const MOST_PER_SECOND = 1000;

export const TRACE_TYPES = ['clientid', 'topic', 'ip_address'] as const;
export type TraceType = (typeof TRACE_TYPES)[number];

/** What is shown of payloads: as text where they are text, as hexadecimal digits, or nothing. */
export const PAYLOAD_ENCODINGS = ['text', 'hex', 'hidden'] as const;
export type PayloadEncoding = (typeof PAYLOAD_ENCODINGS)[number];

/** How the lines are given to who does not say how. */
export const TRACE_FORMATS = ['text', 'json'] as const;
export type TraceFormat = (typeof TRACE_FORMATS)[number];

export const STOP_REASONS = ['time_over', 'stopped', 'size_limit', 'server_stopped', 'write_failed'] as const;
export type StopReason = (typeof STOP_REASONS)[number];

/** Who is watched. */
export interface TraceSubject {
  readonly type: TraceType;
  /** A client id, a topic filter, or an address. */
  readonly value: string;
}

export interface TraceDraft extends TraceSubject {
  /** Undefined: a name is made. */
  readonly name: string | undefined;
  readonly payloadEncoding: PayloadEncoding;
  readonly format: TraceFormat;
  /** Unix milliseconds; undefined is now. */
  readonly startAt: number | undefined;
  /** Unix milliseconds; undefined is `USUAL_LENGTH` after the begin. */
  readonly endAt: number | undefined;
  readonly by: string;
}

/** A trace as it is at present. Times are Unix milliseconds. */
export interface TraceView extends TraceSubject {
  readonly name: string;
  readonly payloadEncoding: PayloadEncoding;
  readonly format: TraceFormat;
  readonly status: 'waiting' | 'running' | 'stopped';
  readonly startAt: number;
  /** When it is to end, or has ended. */
  readonly endAt: number;
  readonly stopReason: StopReason | undefined;
  readonly createdBy: string;
  /** Bytes. */
  readonly size: number;
  readonly lines: number;
  /** Lines that came too fast and are not there. */
  readonly skipped: number;
  /** When it was last written to. */
  readonly changedAt: number;
}

/** A trace that cannot be as it was asked for. */
export class TraceError extends Error {
  override readonly name = 'TraceError';
  readonly kind: 'invalid' | 'limit' | 'exists' | 'duplicate';

  constructor(kind: TraceError['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}
