import type { z } from 'zod';
import type { Properties, QoS } from '../mqtt/packets.ts';

/** What a kind of connector that also brings in what others send tells about its sources. */
export interface SourceTraits<Parameters extends z.ZodObject = z.ZodObject> {
  /** What a source is told: what to listen for. */
  readonly parameters: Parameters;
}

/** A message that came in. */
export interface ArrivedMessage {
  /** `host:port` it came from. */
  readonly server: string;
  readonly topic: string;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly dup: boolean;
  readonly payload: Buffer;
  readonly properties: Properties;
}

export interface SourceRequest {
  /** Of the source, without its type; the other side may remember it by it. */
  readonly name: string;
  /** As the kind's `source.parameters` read them. */
  readonly parameters: unknown;
  /** Ends with whether everything that the message caused is stored: not before is it acknowledged. Never rejects. */
  hear(message: ArrivedMessage): Promise<boolean>;
  /** A message that was not handed on, and why. */
  dropped(reason: string): void;
}

/** A source at work, until it is closed. */
export interface SourceLine {
  readonly status: SourceStatus;
  /** Looks again whether somebody is there, now. */
  check(): Promise<void>;
  /** @param forget the other side need not keep anything for it any more. Never rejects. */
  close(forget: boolean): Promise<void>;
}

export type SourceStatus = { connected: true } | { connected: false; reason: string };
