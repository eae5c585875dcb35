export const BAN_KINDS = [
  'clientid',
  'username',
  'peerhost',
  'clientid_re',
  'username_re',
  'peerhost_net',
] as const;

/** What a ban is about: a value, a regular expression (`_re`), or a network (`peerhost_net`, CIDR). */
export type BanKind = (typeof BAN_KINDS)[number];

/** Who is kept out, by whom, why and for how long. Times are Unix milliseconds. */
export interface Ban {
  readonly as: BanKind;
  /** As it is compared: an address in its usual form. */
  readonly who: string;
  readonly by: string;
  readonly reason: string;
  readonly at: number;
  /** Undefined for a ban without an end. */
  readonly until: number | undefined;
}

/** Who wants to come in. */
export interface Arrival {
  readonly clientId: string;
  readonly username: string | undefined;
  /** The peer's address without a port. */
  readonly peerHost: string;
}
