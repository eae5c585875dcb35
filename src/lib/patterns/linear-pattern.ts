import type { Matcher, RE2JS } from 're2js';
import { latePackage } from '../late-package.ts';
import type { Groups } from './pattern.ts';
import { PatternError, SearchTooLongError, TextTooLongError } from './pattern-error.ts';
import { endOfText, type TranslatedPattern } from './pattern-translation.ts';

/** Its tables of Unicode are large, and most patterns are JavaScript's to search. */
const re2js = latePackage<typeof import('re2js')>('re2js');

/** Instructions × characters of one search that keeps groups: some 35 ns each. */
const MOST_STEPS = 4e6;
/** A program no larger is a small automaton, which sees each character once. */
const SMALL_PROGRAM = 16;
/** Characters that such an automaton looks at: some 40 ns each. */
const LONGEST_TEXT = 4 * 1024 * 1024;
/** Milliseconds for all matches of one text: each of them may look to the end of the text. */
const REPLACING_TIME = 100;

/** A pattern for RE2, whose time grows with the text and not with its powers. It knows no look-around. */
export class LinearPattern {
  readonly #plain: RE2JS;
  readonly #flags: number;
  readonly #source: string;
  readonly #replacingTime: number;
  #beforeBreak: BeforeBreak | undefined;

  /**
   * @param replacingTime milliseconds for all matches of one text
   * @throws PatternError for what RE2 does not know
   */
  constructor({ source, flags }: TranslatedPattern, replacingTime = REPLACING_TIME) {
    const { RE2JS } = re2js();
    this.#source = source;
    this.#replacingTime = replacingTime;
    this.#flags =
      (flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0) |
      (flags.includes('m') ? RE2JS.MULTILINE : 0) |
      (flags.includes('s') ? RE2JS.DOTALL : 0);
    this.#plain = this.#compile(source.replaceAll(endOfText, '\\z'));
  }

  /** @throws TextTooLongError */
  test(text: string): boolean {
    const engine = this.#engineFor(text);
    const size = engine.pattern.programSize();
    check(text, size <= SMALL_PROGRAM ? LONGEST_TEXT : MOST_STEPS / size);
    return engine.pattern.test(text);
  }

  /** The groups of the first match, the match itself before them. @throws TextTooLongError */
  find(text: string): Groups | null {
    const engine = this.#engineFor(text);
    check(text, MOST_STEPS / engine.pattern.programSize());
    const matcher = engine.pattern.matcher(text);
    return matcher.find() ? groupsOf(matcher, text, engine.breaks) : null;
  }

  /** @throws TextTooLongError, SearchTooLongError */
  replaceAll(text: string, by: (match: string, groups: Groups) => string): string {
    const engine = this.#engineFor(text);
    check(text, MOST_STEPS / engine.pattern.programSize());
    // By the clock and not by steps: what a search looks at beyond its match cannot be known.
    const deadline = performance.now() + this.#replacingTime;
    const matcher = engine.pattern.matcher(text);
    const parts: string[] = [];
    let end = 0;
    for (let found = matcher.find(); found; ) {
      const [match = '', ...groups] = groupsOf(matcher, text, engine.breaks);
      parts.push(text.slice(end, matcher.start()), by(match, groups));
      end = matcher.start() + match.length;
      const tookBreak = matcher.end() > end;
      const next = match === '' ? end + 1 : end;
      found = tookBreak ? next <= text.length && matcher.find(next) : matcher.find();
      if (performance.now() > deadline) throw new SearchTooLongError(this.#replacingTime);
    }
    parts.push(text.slice(end));
    return parts.join('');
  }

  /** Where the first match, or each, lies, with its groups behind it. @throws TextTooLongError, SearchTooLongError */
  matches(text: string, all: boolean): PatternMatch[] {
    const engine = this.#engineFor(text);
    check(text, MOST_STEPS / engine.pattern.programSize());
    const deadline = performance.now() + this.#replacingTime;
    const names = new Map(Object.entries(engine.pattern.namedGroups()).map(([name, group]) => [group, name]));
    const matcher = engine.pattern.matcher(text);
    const found: PatternMatch[] = [];
    for (let more = matcher.find(); more; more = all && matcher.find()) {
      found.push(partsOf(matcher, text, engine.breaks, names));
      if (performance.now() > deadline) throw new SearchTooLongError(this.#replacingTime);
    }
    return found;
  }

  /** Only before a last line break are `$` and the end of the text two things. */
  #engineFor(text: string): { pattern: RE2JS; breaks: readonly number[] } {
    if (!text.endsWith('\n') || !this.#source.includes(endOfText))
      return { pattern: this.#plain, breaks: [] };
    this.#beforeBreak ??= this.#compileBeforeBreak();
    return this.#beforeBreak;
  }

  #compileBeforeBreak(): BeforeBreak {
    const mark = 'endOfText';
    let count = 0;
    const marked = this.#source.replaceAll(endOfText, () => `(?:(?P<${mark}${count++}>\\n)?\\z)`);
    const pattern = this.#compile(marked);
    const names = pattern.namedGroups();
    const breaks = Array.from({ length: count }, (_, i) => Number(names[`${mark}${i}`]));
    return { pattern, breaks };
  }

  #compile(source: string): RE2JS {
    try {
      return re2js().RE2JS.compile(source, this.#flags);
    } catch (error) {
      const detail = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : '';
      throw new PatternError({ code: 'badPattern', detail });
    }
  }
}

/** The pattern with a group for the line break that each `$` may leave behind itself. */
interface BeforeBreak {
  readonly pattern: RE2JS;
  readonly breaks: readonly number[];
}

/** Without the groups for line breaks, and without the line break that one of them took. */
function groupsOf(matcher: Matcher, text: string, breaks: readonly number[]): Groups {
  const end = breaks.some((group) => matcher.start(group) >= 0) ? text.length - 1 : text.length;
  const groups: (string | undefined)[] = [];
  for (let group = 0; group <= matcher.groupCount(); group++) {
    if (breaks.includes(group)) continue;
    const start = matcher.start(group);
    groups.push(start < 0 ? undefined : text.slice(start, Math.min(matcher.end(group), end)));
  }
  return groups;
}

/** The match and its groups; what took no part begins at -1. */
export type PatternMatch = readonly {
  readonly start: number;
  readonly end: number;
  readonly name: string | undefined;
}[];

function partsOf(
  matcher: Matcher,
  text: string,
  breaks: readonly number[],
  names: ReadonlyMap<number, string>,
): PatternMatch {
  const last = breaks.some((group) => matcher.start(group) >= 0) ? text.length - 1 : text.length;
  const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, group) => group);
  return groups
    .filter((group) => !breaks.includes(group))
    .map((group) => ({
      start: matcher.start(group),
      end: Math.min(matcher.end(group), last),
      name: names.get(group),
    }));
}

function check(text: string, longest: number): void {
  if (text.length > longest) throw new TextTooLongError(Math.floor(longest));
}
