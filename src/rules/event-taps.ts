import type { Broker, Message } from '../broker/door.ts';
import type { Clock } from '../lib/clock.ts';
import type { FromTarget } from './event-topics.ts';
import type { RuleEvent } from './rule-event.ts';
import type { SourcePorts } from './source-ports.ts';

/** Where events come from. */
interface EventOrigins {
  readonly broker: Pick<Broker, 'watch' | 'events'>;
  readonly sources: SourcePorts;
  readonly clock: Clock;
}

/**
 * Lets a rule hear what its FROM names, and nothing else: an event that no rule wants is not even built. An event
 * is heard once for each entry that names it, a message once however many entries match it.
 * @returns the end of it
 */
export function tapEvents(
  { broker, sources, clock }: EventOrigins,
  targets: readonly FromTarget[],
  hear: (event: RuleEvent) => void,
): () => void {
  const filters = new Set(targets.flatMap((target) => (target.kind === 'messages' ? target.filter : [])));
  const publish = (message: Message): void => hear({ name: 'message.publish', at: clock.now(), message });
  const once = filters.size > 1 ? firstTimeOnly(publish) : publish;
  const ends = [...filters].map((filter) => broker.watch(filter, once));
  for (const target of targets) {
    if (target.kind !== 'events') continue;
    for (const event of target.events) ends.push(broker.events[event].listen(hear));
  }
  const named = targets.flatMap((target) => (target.kind === 'sources' ? target.topic : []));
  if (named.length > 0) ends.push(sources.listen(named, hear));
  return () => {
    for (const end of ends) end();
  };
}

function firstTimeOnly(publish: (message: Message) => void): (message: Message) => void {
  const seen = new WeakSet<Message>();
  return (message) => {
    if (seen.has(message)) return;
    seen.add(message);
    publish(message);
  };
}
