import type { Figures } from './contract.ts';
import type { ApiParts } from './parts.ts';

/** Counters of EMQX for things that do not exist here. Clients expect the keys; nothing ever happened. */
const neverCounted = Object.fromEntries(
  [
    'messages.forward',
    'messages.persisted',
    'messages.validation_failed',
    'messages.validation_succeeded',
    'messages.transformation_failed',
    'messages.transformation_succeeded',
    'authorization.cache_hit',
    'authorization.cache_miss',
    'overload_protection.hibernation',
    'overload_protection.gc',
  ].map((name) => [name, 0]),
);

/** The counters of `GET /metrics`: the broker's and those of the rules. */
export function metricsFigures({ broker, rules }: Pick<ApiParts, 'broker' | 'rules'>): Figures {
  const { matched, executed } = rules.totals();
  return { ...neverCounted, ...broker.metrics, 'rules.matched': matched, 'actions.executed': executed };
}
