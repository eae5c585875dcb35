import type { Broker } from '../../broker/door.ts';
import type { RememberedClients } from '../../journal/door.ts';
import type { Steps } from '../../lib/steps.ts';
import type { RuleEngine } from '../../rules/door.ts';

type Parts = {
  readonly broker: Pick<Broker, 'facts'>;
  readonly remembered: RememberedClients;
  readonly rules: Pick<RuleEngine, 'expectedClients'>;
};

/** Ids that are looked at in a step. */
const STEP = 256;

/**
 * Clients that a rule expects and nobody has seen: they are not connected, not kept and not remembered.
 * @param take gets each once, with a rule that expects it
 * @param wanted only these
 * @returns false when nobody is expected at all
 */
export function* eachNeverSeen(
  { broker, remembered, rules }: Parts,
  take: (clientId: string, rule: string) => void,
  wanted?: ReadonlySet<string>,
): Steps<boolean> {
  const lists = rules.expectedClients();
  const told = new Set<string>();
  let looked = 0;
  for (const { rule, clientIds } of lists) {
    for (const clientId of clientIds) {
      if (++looked % STEP === 0) yield;
      if (wanted && !wanted.has(clientId)) continue;
      if (broker.facts(clientId) || remembered.get(clientId) || told.has(clientId)) continue;
      told.add(clientId);
      take(clientId, rule);
    }
  }
  return lists.length > 0;
}
