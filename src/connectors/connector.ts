import type { z } from 'zod';
import type { ChannelMessage } from './channels/channel-message.ts';
import type { ChannelTraits } from './channels/channel-traits.ts';
import type { Outcome } from './outcome.ts';
import type { SourceLine, SourceRequest, SourceTraits } from './source.ts';

/** What every kind of place outside offers; a new one is a file with this and a line in `connector-kinds.ts`. */
export interface ConnectorKind<Schema extends SettingsSchema = SettingsSchema, Request = unknown> {
  /** As in ids and in the API: `http`. */
  readonly type: string;
  /** Other words for it, which people write: `postgres` for `pgsql`. */
  readonly aliases?: readonly string[];
  /** The settings that are its own; what all connectors have (`enable`, `resource_opts` …) is added elsewhere. */
  readonly settings: Schema;
  /** Of those that speak to people: their requests are `ChannelMessage`s. */
  readonly channel?: ChannelTraits;
  /** Of those that also bring in what others send. */
  readonly source?: SourceTraits;
  /**
   * Makes it ready to send; connects later. Drivers are loaded here, so that nobody pays for those of others.
   * Throws an Error with a sentence when settings cannot be used.
   * @param identity absent when it is only tried
   */
  open(settings: z.output<Schema>, identity?: ConnectorIdentity): Promise<ConnectorHandle<Request>>;
  /** What `send` would send, for people to read: without secrets, and with nothing sent. JSON-compatible. */
  describe(settings: z.output<Schema>, request: Request): RequestView;
  /**
   * Where the messages of these settings go, each place with its limit: first the one of the settings themselves, then
   * those of its pool. Absent: one place without a limit.
   */
  destinations?(settings: z.output<Schema>): readonly Destination[];
  /** The request in its plainest form, for an other side that refused it as a message; undefined when it is that already. */
  simplify?(request: Request): Request | undefined;
}

/** Members are those of the kind: of an HTTP request method, URL, headers and body. */
export type RequestView = Readonly<Record<string, unknown>>;

/** Who a connector is, to those who remember by name who was there. */
export interface ConnectorIdentity {
  /** `tocsin@127.0.0.1` */
  readonly node: string;
  /** Of the connector, without its type. */
  readonly name: string;
  /** Where what is only shown is kept; ends when it is on disk. */
  readonly keep?: ((message: KeptMessage) => Promise<void>) | undefined;
}

/** A message that goes nowhere. */
export interface KeptMessage {
  readonly id: string;
  readonly message: ChannelMessage;
  /** What a vendor would have got; null when none was asked for. */
  readonly body: RequestView | null;
}

/** A strict object, so that a field with a typing error is refused and not ignored. */
type SettingsSchema = z.ZodObject;

/** One bot, mailbox or key, and how much it takes. */
export interface Destination {
  /** The same for all connectors that use the same bot, and no secret: the hash of its token. */
  readonly key: string;
  readonly limits: DestinationLimits;
}

/** As the vendor counts; all of them hold at once. */
export interface DestinationLimits {
  readonly perMinute?: number | undefined;
  readonly perSecond?: number | undefined;
  /**
   * Milliseconds for which the destination is left alone after the answer "too fast", after the second in a row, and so
   * on; the last doubles, up to an hour. An answer's `retryAfter` goes before. From one second on when absent.
   */
  readonly waits?: readonly number[] | undefined;
}

export interface ConnectorHandle<Request = unknown> {
  /**
   * How many requests, or batches, it takes at a time. Where several are, those of one order key go one after the other.
   * Deliveries of an action that takes batches go in the order of the whole action, unless the setting `pool_size` of
   * its connector is above 1: then only those of one order key do.
   */
  readonly concurrency: number;
  /** Milliseconds until an attempt without a complete answer is cut off; 15 s when absent. */
  readonly timeout?: number | undefined;
  /** Never rejects. After an abort of the signal its reason (an Error) is the reason of the outcome. */
  send(parcel: Parcel<Request>, signal: AbortSignal): Promise<Outcome>;
  /** Several requests at once, in their order; one outcome for each. Of those that take batches. Never rejects. */
  sendBatch?(parcels: readonly Parcel<Request>[], signal: AbortSignal): Promise<readonly Outcome[]>;
  /** Brings in what the other side sends, from now on. Of those that have sources. */
  listen?(request: SourceRequest): SourceLine;
  /** Looks whether somebody is there, without a request that anybody would see. Never rejects. */
  probe(signal: AbortSignal): Promise<ProbeResult>;
  /** Milliseconds that its clock was ahead of ours when it last answered; undefined when it has not told. */
  clockAhead?(): number | undefined;
  /** Takes nothing more. Ends when the requests that run are through, or with `close`. Never rejects. */
  drain(): Promise<void>;
  /** Ends connections; requests that still run end as unavailable. */
  close(): Promise<void>;
}

export interface Parcel<Request> {
  /** The same on all repeats, so that the receiver can drop a repeat. */
  id: string;
  request: Request;
  /** Which of the kind's `destinations`; the first when absent. */
  destination?: number | undefined;
}

export type ProbeResult = { reachable: true } | { reachable: false; reason: string };

/** Lets a kind be written with its own types and stand in a table beside the others. */
export function defineConnector<Schema extends SettingsSchema, Request>(
  kind: ConnectorKind<Schema, Request>,
): ConnectorKind {
  return kind as unknown as ConnectorKind;
}
