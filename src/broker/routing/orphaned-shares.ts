import { isShared, parseSharedFilter, topicMatchesFilter } from '../../mqtt/topics.ts';
import type { ApplicationMessage } from '../messages/application-message.ts';
import { AWAITING_PUBCOMP } from '../sessions/inflight.ts';
import type { Session } from '../sessions/session.ts';
import { outgoingFor, targetOf } from './route.ts';
import type { Router } from './router.ts';

/** A message that the session got for one or more groups and did not finish. */
interface Orphan {
  readonly message: ApplicationMessage;
  /** The groups, as group name and filter. */
  readonly shares: readonly { group: string; filter: string }[];
}

/**
 * What a session that ends leaves undone of its shared subscriptions: QoS 1 messages without a PUBACK, and what was never
 * sent. A QoS 2 message that was sent belongs to that session alone [MQTT-4.8.2-5]. Call it while the session has its
 * subscriptions.
 */
export function orphansOf(session: Session): readonly Orphan[] {
  const filters = [...session.subscriptions.keys()];
  const shares = filters.flatMap((filter) => parseSharedFilter(filter) ?? []);
  if (shares.length === 0) return [];
  const own = filters.filter((filter) => !isShared(filter));
  const { inflight, queue } = session.traffic;
  const copies = new Map<ApplicationMessage, number>();
  const count = (message: ApplicationMessage) => copies.set(message, (copies.get(message) ?? 0) + 1);
  for (const sent of inflight.values()) if (sent !== AWAITING_PUBCOMP && sent.qos === 1) count(sent.message);
  for (const { message, qos } of queue) if (qos > 0) count(message);
  return [...copies].map(([message, left]) => {
    const matching = shares.filter(({ filter }) => topicMatchesFilter(message.topic, filter));
    // One of the copies may be that of a subscription of its own: at QoS 2 nobody must get a message twice.
    const isOwn = message.qos === 2 && own.some((filter) => topicMatchesFilter(message.topic, filter));
    return { message, shares: matching.slice(0, isOwn ? left - 1 : left) };
  });
}

/** Gives them to other members (§4.8.2, which says that a server should). */
export function passOn(orphans: readonly Orphan[], router: Router, now: number): void {
  for (const { message, shares } of orphans) {
    for (const { group, filter } of shares) {
      const member = router.group(group, filter)?.pick(message);
      member?.session.deliver(outgoingFor(message, targetOf(member)), now);
    }
  }
}
