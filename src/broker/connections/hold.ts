/** Why the frames of a peer wait: one bit for each reason, since several may hold at once. */
export const Hold = {
  /** It published as much as its rates allow. */
  Rate: 1,
  /** Whether it may come in is not decided yet. */
  Verdict: 2,
  /** The broker has too much to do, and this peer is among those that cause it. */
  Overload: 4,
  /** Who receives what it publishes has more than it can take already. */
  Receiver: 8,
  /** What it sent is not done with, so that it has no acknowledgement yet: it shall not heap up more of that. */
  Aftermath: 16,
} as const;

export type Hold = (typeof Hold)[keyof typeof Hold];
