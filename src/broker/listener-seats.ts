/** A listener as its clients see it: where they came in, and how many of them there is room for. */
export interface ListenerSeats {
  /** `tcp:default`, as EMQX names listeners. */
  readonly id: string;
  readonly maximum: number;
  /** Connected clients. */
  taken: number;
}
