import { PatternError } from './pattern-error.ts';
import { endOfText } from './pattern-translation.ts';

/** How long a search may take: at most `ways` × (the text's length)^`degree` steps. */
interface MatchingCost {
  readonly degree: number;
  readonly ways: number;
}

/**
 * How a search's time grows with its text. A backtracking engine tries every way to divide a text between
 * repetitions that could share it; `[0-9]+ ` has one way, `.*a` as many as the text has characters.
 *
 * @param expression of which only the notation counts, the flag m excepted
 * @throws PatternError for a repeated group that could be divided in many ways itself, where the power has no bound
 */
export function matchingCost({ source, multiline }: Pick<RegExp, 'source' | 'multiline'>): MatchingCost {
  // Most patterns are a word, and the start of a broker waits for one: what follows takes 10 ms to be ready.
  const text = source.endsWith(endOfText) ? source.slice(0, -endOfText.length) : source;
  if (WORD.test(text)) return { degree: 1, ways: 1 };
  const { degree, repeats, ways } = new Scanner(source).alternatives();
  const isAnchored = source.startsWith('^') && !source.includes('|') && !multiline;
  const searches = repeats && !isAnchored ? 2 : 1; // from each place, to the end of what repeats
  return { degree: searches + degree, ways };
}

/** Without anything that repeats or is one of several. */
const WORD = /^\^?[\w -]*\$?$/;

/** What is known of a part of a pattern. */
interface Cost {
  /** The powers that its repetitions add. */
  readonly degree: number;
  /** It has a repetition without a bound. */
  readonly repeats: boolean;
  /** In how many ways it can match without one: 3 for `\d{1,3}`. */
  readonly ways: number;
  /** What it repeats at its end, and so could share with what follows. */
  readonly tail: Tail;
}

/** Nothing, one character as a pattern, or one that is not known. */
type Tail = 'nothing' | 'anything' | { readonly character: string };

interface Atom extends Cost {
  /** The single character that it matches, as a pattern; undefined for groups and assertions. */
  readonly character: string | undefined;
  readonly isAnchor: boolean;
}

const anchor: Atom = {
  degree: 0,
  repeats: false,
  ways: 1,
  tail: 'nothing',
  character: undefined,
  isAnchor: true,
};

interface Quantifier {
  readonly minimum: number;
  readonly maximum: number;
}

/** Of a repeated group, before it counts as unbounded: (\d{1,3}\.){3} has 27. */
const MOST_WAYS = 1000;

const once: Quantifier = { minimum: 1, maximum: 1 };

class Scanner {
  readonly #source: string;
  #offset = 0;

  constructor(source: string) {
    this.#source = source;
  }

  /** Sequence { "|" Sequence }, to the end or to a `)`. */
  alternatives(): Cost {
    const sequences = [this.#sequence()];
    while (this.#take('|')) sequences.push(this.#sequence());
    const apart = areApart(sequences.map(({ first }) => first));
    return {
      degree: Math.max(...sequences.map(({ degree }) => degree)),
      repeats: sequences.some(({ repeats }) => repeats),
      ways: apart
        ? Math.max(...sequences.map(({ ways }) => ways))
        : sequences.reduce((sum, { ways }) => sum + ways, 0),
      tail: joinTails(sequences.map(({ tail }) => tail)),
    };
  }

  #take(text: string): boolean {
    const found = this.#source.startsWith(text, this.#offset);
    if (found) this.#offset += text.length;
    return found;
  }

  #sequence(): Cost & { readonly first: string | undefined } {
    const parts: { atom: Atom; quantifier: Quantifier }[] = [];
    while (
      this.#offset < this.#source.length &&
      !/^[|)]/.test(this.#source.slice(this.#offset, this.#offset + 1))
    ) {
      const atom = this.#atom();
      const quantifier = this.#quantifier();
      checkRepetition(atom, quantifier);
      parts.push({ atom, quantifier });
    }
    let degree = 0;
    let ways = 1;
    let tail: Tail = 'nothing';
    for (const { atom, quantifier } of parts) {
      if (mayShare(tail, atom)) degree += 1;
      degree += atom.degree;
      ways *= waysOf(atom, quantifier);
      tail = tailOf(atom, quantifier, tail);
    }
    const repeats = parts.some(({ atom, quantifier }) => atom.repeats || quantifier.maximum === Infinity);
    const start = parts[0];
    const first = start && start.quantifier.minimum > 0 ? start.atom.character : undefined;
    return { degree, repeats, ways: Math.min(ways, Number.MAX_SAFE_INTEGER), tail, first };
  }

  #atom(): Atom {
    if (this.#take(endOfText)) return anchor;
    if (this.#take('(')) return this.#group();
    const rest = this.#source.slice(this.#offset);
    const character =
      /^(?:\\[pPux]\{[^}]*\}|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|\\.|\[(?:\\.|[^\]\\])*\]|.)/su.exec(rest);
    const text = character?.[0] ?? rest;
    this.#offset += text.length;
    const isAnchor = text === '^' || text === '$' || text === '\\b' || text === '\\B';
    return isAnchor ? anchor : { ...anchor, character: text, isAnchor: false };
  }

  #group(): Atom {
    const mark = /^\?(?:[:=!]|<[=!]|<\w+>)/.exec(this.#source.slice(this.#offset))?.[0] ?? '';
    this.#offset += mark.length;
    const body = this.alternatives();
    this.#take(')');
    return { ...body, character: undefined, isAnchor: false };
  }

  #quantifier(): Quantifier {
    const found = /^(?:[*+?]|\{(\d+)(,)?(\d*)\})\??/.exec(this.#source.slice(this.#offset));
    if (!found) return once;
    this.#offset += found[0].length;
    const [text, from, comma, to] = found;
    if (text.startsWith('*')) return { minimum: 0, maximum: Infinity };
    if (text.startsWith('+')) return { minimum: 1, maximum: Infinity };
    if (text.startsWith('?')) return { minimum: 0, maximum: 1 };
    const minimum = Number(from);
    if (comma === undefined) return { minimum, maximum: minimum };
    return { minimum, maximum: to ? Number(to) : Infinity };
  }
}

function checkRepetition(atom: Atom, { maximum }: Quantifier): void {
  if (maximum <= 1) return;
  const isDivisible = atom.repeats || atom.ways ** Math.min(maximum, 100) > MOST_WAYS;
  if (isDivisible) {
    throw new PatternError({ code: 'repeatedGroup' });
  }
}

function waysOf(atom: Atom, { minimum, maximum }: Quantifier): number {
  return maximum === Infinity ? 1 : (maximum - minimum + 1) * atom.ways ** maximum;
}

/** What may be shared with the next part; a part that may be absent hands on what was before it. */
function tailOf(atom: Atom, { minimum, maximum }: Quantifier, before: Tail): Tail {
  if (atom.isAnchor) return before;
  const own: Tail =
    maximum !== Infinity
      ? atom.tail
      : atom.character === undefined
        ? 'anything'
        : { character: atom.character };
  return minimum === 0 ? joinTails([own, before]) : own;
}

function joinTails(tails: readonly Tail[]): Tail {
  const repeated = tails.filter((tail) => tail !== 'nothing');
  const [first = 'nothing'] = repeated;
  return repeated.length < 2 ? first : 'anything';
}

/** Whether a repetition and what follows it could take the same character, so that there are many ways to part them. */
function mayShare(tail: Tail, next: Atom): boolean {
  if (tail === 'nothing' || next.isAnchor) return false;
  if (tail === 'anything' || next.character === undefined) return true;
  return overlap(tail.character, next.character);
}

function areApart(firsts: readonly (string | undefined)[]): boolean {
  return firsts.every(
    (first, i) =>
      first !== undefined &&
      firsts.slice(i + 1).every((other) => other !== undefined && !overlap(first, other)),
  );
}

/** One of each kind of character: all of ASCII, and some beyond it. */
const samples = [
  ...Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)),
  ...'éßЖ中温あ😀\u2028',
];

/** Whether two patterns of one character have one in common. Beyond the samples only equal texts are told apart. */
function overlap(a: string, b: string): boolean {
  if (a === b) return true;
  const [first, second] = [a, b].map((atom) => new RegExp(`^${atom}$`, 'iu'));
  return samples.some((sample) => first?.test(sample) && second?.test(sample));
}
