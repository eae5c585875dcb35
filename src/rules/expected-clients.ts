import type { LiveRule } from './live-rule.ts';

/** The client ids that a rule misses from the start. */
export interface ExpectedClients {
  readonly rule: string;
  readonly clientIds: readonly string[];
}

/** Keys that are expected, of alerts whose key is the client id. */
export function expectedClientsOf(rules: Iterable<LiveRule>): ExpectedClients[] {
  const found: ExpectedClients[] = [];
  for (const { id, definition, alert } of rules) {
    const { key, absence } = alert?.settings ?? {};
    if (!definition.enable || !absence || absence.expected.length === 0) continue;
    if (/^\$\{\s*clientid\s*\}$/.test(key ?? '')) found.push({ rule: id, clientIds: absence.expected });
  }
  return found;
}
