/** Whether a client is there, as the broker knows it at this moment. */
export interface Presence {
  /**
   * `unknown` after a restart, until clients have had time to come back, and while the process stops: nobody is offline by
   * default. `sequence` is that of the coming of one that is connected.
   * @param gone sequence of the going in question: one that this process saw itself is known from the first moment on
   */
  of(
    clientId: string,
    gone: number | undefined,
  ): {
    readonly state: 'connected' | 'offline' | 'unknown';
    readonly sequence: number | undefined;
  };
  /** Unix milliseconds until which clients may be unknown; it moves on as long as nobody is let in. */
  readonly knownFrom: number;
}
