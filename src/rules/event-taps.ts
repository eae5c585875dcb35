import type { Broker, Message, WatchListener } from '../broker/door.ts';
import type { FromTarget } from './event-topics.ts';
import type { RuleEvent } from './rule-event.ts';
import type { SourcePorts } from './source-ports.ts';

/** Where events come from. */
export interface EventOrigins {
  readonly broker: Pick<Broker, 'watch' | 'events'>;
  readonly sources: SourcePorts;
  /** Whether rules may hear messages on `$SYS/…` at present. */
  hearsSystem(): boolean;
}

/**
 * Lets a rule hear what its FROM names, and nothing else: an event that no rule wants is not even built. An event
 * is heard once for each entry that names it, a message once however many entries match it.
 * @returns the end of it
 */
export function tapEvents(
  { broker, sources, hearsSystem }: EventOrigins,
  targets: readonly FromTarget[],
  hear: (event: RuleEvent) => void,
): () => void {
  const filters = new Set(targets.flatMap((target) => (target.kind === 'messages' ? target.filter : [])));
  const publish: WatchListener = (message, _filter, at) => hear({ name: 'message.publish', at, message });
  const once = filters.size > 1 ? firstTimeOnly(publish) : publish;
  const ends = [...filters].map((filter) => {
    // No other filter matches a topic that begins with $SYS [MQTT-4.7.2-1].
    if (!filter.startsWith('$SYS')) return broker.watch(filter, once);
    return broker.watch(filter, (message, matched, now) => {
      if (hearsSystem()) once(message, matched, now);
    });
  });
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

function firstTimeOnly(publish: WatchListener): WatchListener {
  const seen = new WeakSet<Message>();
  return (message, filter, now) => {
    if (seen.has(message)) return;
    seen.add(message);
    publish(message, filter, now);
  };
}
