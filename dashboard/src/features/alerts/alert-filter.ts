import type { Alert } from '../../../../src/api/contract.ts';
import type { Query } from '../../shared/api/client.ts';
import { splitWords } from '../../shared/search/search-words.ts';

/** What the search box of alerts understands; the rest is looked for in texts. */
export const FILTER_WORDS = ['severity', 'is', 'rule', 'monitor', 'key'] as const;

const SEVERITIES = new Set(['critical', 'warning', 'info']);
const STATUSES = new Set(['pending', 'open', 'acknowledged', 'resolved']);

/** The query of the API that words such as `severity:critical rule:offline dev-04` mean. */
export function alertQueryOf(search: string | undefined): Query {
  const query: Record<string, string[]> = {};
  const texts: string[] = [];
  for (const { text } of splitWords(search ?? '')) {
    const colon = text.indexOf(':');
    const name = FILTER_WORDS.find((word) => word === text.slice(0, colon));
    const value = plain(text.slice(colon + 1));
    const isKnown =
      name !== undefined &&
      value !== '' &&
      (name !== 'severity' || SEVERITIES.has(value)) &&
      (name !== 'is' || STATUSES.has(value));
    if (!isKnown) texts.push(plain(text));
    else {
      const parameter = name === 'is' ? 'status' : name;
      query[parameter] = [...(query[parameter] ?? []), value];
    }
  }
  return { ...query, ...(texts.length > 0 && { q: texts.join(' ').slice(0, 200) }) };
}

function plain(text: string): string {
  return text.startsWith('"')
    ? text.slice(1, text.endsWith('"') ? -1 : undefined).replaceAll(/\\(.)/g, '$1')
    : text;
}

/** Who it is of: for calls that take a rule or a monitor. */
export function sourceOf({ rule_id, monitor }: Pick<Alert, 'rule_id' | 'monitor'>) {
  return rule_id === null ? { monitor: monitor ?? '' } : { rule: rule_id };
}
