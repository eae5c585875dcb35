/** Where in a statement the cursor is. */
export interface SqlPlace {
  readonly clause: 'start' | 'items' | 'from' | 'condition';
  /** The quoted text that the cursor is in, and where it begins (behind the quote). */
  readonly quoted?: { readonly quote: string; readonly from: number } | undefined;
  /** The name before the cursor: `payload.o.k`. */
  readonly word: { readonly from: number; readonly text: string };
  /** What FROM names, wherever that stands. */
  readonly topics: readonly string[];
  readonly isComment: boolean;
}

type Token = {
  readonly kind: 'word' | 'quoted' | 'comment' | 'sign';
  readonly from: number;
  readonly to: number;
  readonly text: string;
};

const TOKENS =
  /--[^\n]*|'(?:[^']|'')*'?|"[^"]*"?|[\p{L}_$][\p{L}\p{N}_$@~]*(?:\.[\p{L}\p{N}_$@~]*|\[[^\]\n]*\]?)*|\S/gu;
const CLAUSES: Readonly<Record<string, SqlPlace['clause']>> = {
  SELECT: 'items',
  FOREACH: 'items',
  DO: 'items',
  INCASE: 'condition',
  FROM: 'from',
  WHERE: 'condition',
};

export function sqlPlaceAt(text: string, position: number): SqlPlace {
  const tokens = tokensOf(text);
  let clause: SqlPlace['clause'] = 'start';
  let quoted: SqlPlace['quoted'];
  let word = { from: position, text: '' };
  let isComment = false;
  for (const token of tokens) {
    if (token.from >= position) break;
    const isOpen = position <= token.to;
    if (token.kind === 'comment') isComment = isOpen;
    else if (token.kind === 'quoted') {
      const quote = token.text[0] ?? '';
      const isClosed = token.text.length > 1 && token.text.endsWith(quote);
      if (isOpen && (position < token.to || !isClosed)) quoted = { quote, from: token.from + 1 };
    } else if (token.kind === 'word') {
      if (isOpen) word = { from: token.from, text: text.slice(token.from, position) };
      else clause = CLAUSES[token.text.toUpperCase()] ?? clause;
    }
  }
  return { clause, quoted, word, topics: topicsOf(tokens), isComment };
}

/** The topics that FROM names. */
export function sqlTopics(text: string): readonly string[] {
  return topicsOf(tokensOf(text));
}

function topicsOf(tokens: readonly Token[]): string[] {
  const topics: string[] = [];
  let isFrom = false;
  for (const { kind, text } of tokens) {
    if (kind === 'word' && CLAUSES[text.toUpperCase()]) isFrom = text.toUpperCase() === 'FROM';
    else if (isFrom && kind === 'quoted') topics.push(text.replace(/^["']|["']$/g, ''));
    else if (isFrom && kind === 'word') topics.push(text);
  }
  return topics;
}

function tokensOf(text: string): Token[] {
  return Array.from(text.matchAll(TOKENS), (match) => {
    const [found] = match;
    const first = found[0] ?? '';
    const kind =
      found.startsWith('--') && found.length >= 2
        ? 'comment'
        : first === "'" || first === '"'
          ? 'quoted'
          : /[\p{L}_$]/u.test(first)
            ? 'word'
            : 'sign';
    return { kind, from: match.index, to: match.index + found.length, text: found };
  });
}
