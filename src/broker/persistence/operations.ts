/** What stands in the log, by its first byte. The numbers are in files out there: they never change their meaning. */
export const Operation = {
  /** A message, once, before it is referred to by its number. */
  message: 1,
  /** Who published, once, before messages refer to it by its number. */
  publisher: 2,
  /** CONNECT was accepted: session, expiry interval, identity. */
  opened: 3,
  /** The connection ended: session, when, expiry interval, when the will is due (0: no will). */
  left: 4,
  /** The session ended. */
  ended: 5,
  /** The will of the session was published. */
  willGone: 6,
  subscribed: 7,
  unsubscribed: 8,
  /** A message waits in the sessions that follow, up to a 0. */
  enqueued: 9,
  /** Sent at once under a packet identifier. */
  sent: 10,
  /** Taken from the queue and sent under a packet identifier. */
  sentFromQueue: 11,
  /** Taken from the queue for good: dropped or expired. */
  unqueued: 12,
  /** PUBREC came: PUBREL is out. */
  received: 13,
  /** Nothing is under way with this packet identifier any more. */
  done: 14,
  /** A QoS 2 PUBLISH came: its PUBREL is outstanding. */
  awaitRel: 15,
  released: 16,
  retained: 17,
  /** The topic has no retained message any more. */
  cleared: 18,
  /** A message waits for its time. */
  delayed: 19,
  delayedDone: 20,
  /** All of a session, replacing what was said of it before. */
  snapshot: 21,
  /** This segment says again all that was true: the bytes that it took. */
  restated: 22,
} as const;
