/** Whether a client is there, as the broker knows it at this moment. */
export interface Presence {
  /**
   * `unknown` after a restart, until clients have had time to come back: nobody is offline by default. `sequence` is that
   * of the coming (connected) or going (offline) that made it so, as far as it is known.
   */
  of(clientId: string): {
    readonly state: 'connected' | 'offline' | 'unknown';
    readonly sequence: number | undefined;
  };
  /** Unix milliseconds until which clients may be unknown. */
  readonly knownFrom: number;
}
