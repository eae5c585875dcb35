/**
 * A listener as its clients see it: where they came in, how many of them there is room for, and what holds for each.
 * The object stays the same while the listener lives; its settings may change under the clients that hold it.
 */
export interface ListenerSeats {
  /** `tcp:default`, as EMQX names listeners. */
  readonly id: string;
  maximum: number;
  /** Connected clients. */
  taken: number;
  /** Whether clients are asked who they are; `quick_deny_anonymous` refuses one without a user name before the chain. */
  enableAuthn: boolean | 'quick_deny_anonymous';
  /** Messages per second that each client may publish, `Infinity` for no bound of this listener. */
  messagesRate: number;
  /** Bytes per second of the messages that each client publishes, `Infinity` for no bound of this listener. */
  bytesRate: number;
}

/** Seats without a bound. */
export function seatsFor(id: string): ListenerSeats {
  return {
    id,
    maximum: Number.POSITIVE_INFINITY,
    taken: 0,
    enableAuthn: true,
    messagesRate: Number.POSITIVE_INFINITY,
    bytesRate: Number.POSITIVE_INFINITY,
  };
}
