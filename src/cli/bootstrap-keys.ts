import { KeyRole } from '../api/contract/sign-in.ts';
import { suggest } from '../lib/suggest.ts';
import type { BootstrapKeyFault, ConfigProblem } from './config-problem.ts';

/** An API key that is made at the start, for programs that cannot sign in first. */
export interface BootstrapKey {
  readonly key: string;
  readonly secret: string;
  readonly role: KeyRole;
}

/** Reads lines `key:secret` or `key:secret:role`; empty lines and lines that begin with `#` are passed over. */
export function parseBootstrapKeys(
  file: string,
  text: string,
): { keys: readonly BootstrapKey[]; problems: readonly ConfigProblem[] } {
  const keys = new Map<string, BootstrapKey>();
  const problems: ConfigProblem[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const entry = line.trim();
    if (entry === '' || entry.startsWith('#')) continue;
    const result = parseEntry(entry);
    const fault =
      'kind' in result ? result : keys.has(result.key) ? ({ kind: 'doubled' } as const) : undefined;
    if (fault)
      problems.push({ kind: 'bootstrapKey', source: { kind: 'file', file, line: index + 1 }, fault });
    else if (!('kind' in result)) keys.set(result.key, result);
  }
  return { keys: [...keys.values()], problems };
}

function parseEntry(entry: string): BootstrapKey | BootstrapKeyFault {
  const [key, secret, role = 'administrator', ...rest] = entry.split(':');
  if (!key || !secret || rest.length > 0) return { kind: 'shape' };
  if (!/^[\x21-\x7e]+$/.test(key + secret)) return { kind: 'spaces' };
  const known = KeyRole.safeParse(role);
  if (!known.success) return { kind: 'role', role, suggestion: suggest(role, KeyRole.options) };
  return { key, secret, role: known.data };
}
