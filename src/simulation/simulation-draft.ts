import type { ProtocolVersion } from '../mqtt/packets.ts';

/** What a simulated client publishes; `${clientid}`, `${n}`, `${random}` and `${timestamp}` are filled in. */
export interface SimulatedPublication {
  readonly topic: string;
  readonly payload: string;
  readonly qos: 0 | 1;
  readonly retain: boolean;
}

export interface SimulationDraft {
  readonly clients: number;
  /** The ids are this and a number: `sim-1`. */
  readonly prefix: string;
  readonly username: string | undefined;
  /** As an authenticator would give them; rules and authorization see them. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly version: ProtocolVersion;
  readonly cleanStart: boolean;
  /** Seconds; how long the session outlives the connection, for MQTT 5. */
  readonly sessionExpiry: number;
  /** Seconds; 0 switches it off. */
  readonly keepAlive: number;
  /** Milliseconds: the grace period of alerts about these clients, whatever their rule says. */
  readonly grace: number | undefined;
  /** Milliseconds between two messages of one client; undefined for none. */
  readonly publish: (SimulatedPublication & { readonly every: number }) | undefined;
}

export const MOST_CLIENTS = 1000;
export const MOST_SIMULATIONS = 50;
/** Messages per second of all simulated clients together. */
export const MOST_MESSAGES = 1000;

/** Why a simulation cannot be had. */
export class SimulationError extends Error {
  override readonly name = 'SimulationError';
  /** `limit`: there is no more room. `taken`: somebody else has a client id. */
  readonly kind: 'limit' | 'taken' | 'invalid';

  constructor(kind: SimulationError['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}
