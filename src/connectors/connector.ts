import type { z } from 'zod';
import type { Outcome } from './outcome.ts';

/** What every kind of place outside offers; a new one is a file with this and a line in `connector-kinds.ts`. */
export interface ConnectorKind<Schema extends SettingsSchema = SettingsSchema, Request = unknown> {
  /** As in ids and in the API: `http`. */
  readonly type: string;
  /** The settings that are its own; what all connectors have (`enable`, `resource_opts` …) is added elsewhere. */
  readonly settings: Schema;
  /** Makes it ready to send; connects later. Throws an Error with a sentence when settings cannot be used. */
  open(settings: z.output<Schema>): Promise<ConnectorHandle<Request>>;
  /** What `send` would send, for people to read: without secrets, and with nothing sent. JSON-compatible. */
  describe(settings: z.output<Schema>, request: Request): RequestView;
}

/** Members are those of the kind: of an HTTP request method, URL, headers and body. */
export type RequestView = Readonly<Record<string, unknown>>;

/** A strict object, so that a field with a typing error is refused and not ignored. */
type SettingsSchema = z.ZodObject;

export interface ConnectorHandle<Request = unknown> {
  /** How many requests it takes at a time. */
  readonly concurrency: number;
  /** Never rejects. After an abort of the signal its reason (an Error) is the reason of the outcome. */
  send(parcel: Parcel<Request>, signal: AbortSignal): Promise<Outcome>;
  /** Looks whether somebody is there, without a request that anybody would see. Never rejects. */
  probe(signal: AbortSignal): Promise<ProbeResult>;
  /** Takes nothing more. Ends when the requests that run are through, or with `close`. Never rejects. */
  drain(): Promise<void>;
  /** Ends connections; requests that still run end as unavailable. */
  close(): Promise<void>;
}

export interface Parcel<Request> {
  /** The same on all repeats, so that the receiver can drop a repeat. */
  id: string;
  request: Request;
}

export type ProbeResult = { reachable: true } | { reachable: false; reason: string };

/** Lets a kind be written with its own types and stand in a table beside the others. */
export function defineConnector<Schema extends SettingsSchema, Request>(
  kind: ConnectorKind<Schema, Request>,
): ConnectorKind {
  return kind as unknown as ConnectorKind;
}
