import { EVERYBODY, type Scope } from './scope.ts';

/** A search of the clients page, as far as a rule can say the same. */
export interface QueryReading {
  readonly scope: Scope;
  /** Words that no rule of a playbook can say; the first that it can say is the scope. */
  readonly unsaid: readonly string[];
  /** A word that the search takes for more than the rule does: a part of a name instead of its beginning or all of it. */
  readonly narrowed: string | undefined;
}

export function readQuery(query: string): QueryReading {
  const words = query.match(/(?:[^\s"]|"(?:[^"\\]|\\.)*")+/gs) ?? [];
  let scope: Scope | undefined;
  let narrowed: string | undefined;
  const unsaid: string[] = [];
  for (const word of words) {
    const said = scope === undefined ? scopeOfWord(word) : undefined;
    if (said === undefined) {
      unsaid.push(word);
      continue;
    }
    scope = said;
    const isExact = word.includes('"') || word.startsWith('id:');
    if (!isExact) narrowed = word;
  }
  return { scope: scope ?? EVERYBODY, unsaid, narrowed };
}

/** Undefined: a rule cannot say it. */
function scopeOfWord(word: string): Scope | undefined {
  if (/^[-!]./s.test(word)) return undefined;
  const [, name = '', written = ''] = /^(?:([a-z]+(?:\.\w+)?):)?(.*)$/s.exec(word) ?? [];
  const values = valuesOf(written);
  const [text = ''] = values;
  if (text === '') return undefined;
  if (name === 'id' && written.startsWith('"')) return { ...EVERYBODY, kind: 'clients', clients: values };
  if (values.length > 1) return undefined;
  if (name === 'user') return { ...EVERYBODY, kind: 'user', user: text };
  if (name.startsWith('attr.'))
    return { ...EVERYBODY, kind: 'attribute', attribute: `${name.slice('attr.'.length)}=${text}` };
  // A plain word that is none: `flapping`, `offline>5m`.
  if (name === '' && /^flapping$|[<>]/.test(written)) return undefined;
  if (name === 'id' || name === '') return { ...EVERYBODY, kind: 'prefix', prefix: text };
  return undefined;
}

/** `a,"b, c"`: what stands between commas; within quotes a backslash takes the next character as it is. */
function valuesOf(written: string): string[] {
  return [...written.matchAll(/(?:[^,"]|"(?:[^"\\]|\\.)*")+/gs)]
    .map(([value]) =>
      value.replaceAll(/"((?:[^"\\]|\\.)*)"|"/gs, (_, inner: string = '') =>
        inner.replaceAll(/\\(.)/gs, '$1'),
      ),
    )
    .filter(Boolean);
}
