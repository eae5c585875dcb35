import { oneLine, withoutControls } from './plain-text.ts';
import { cutText } from './text-cutting.ts';

/** Who is to be called, sorted by how vendors do it. */
export interface Mentions {
  readonly all: boolean;
  /** As they were written, without blanks: `13800000000`, `+852-61234567`. */
  readonly mobiles: readonly string[];
  /** User ids. */
  readonly ids: readonly string[];
  /** No id that a vendor could know: shown, so that people see who was meant. */
  readonly names: readonly string[];
}

/** DingTalk's documented bound; nobody else says one. */
const MOST_MENTIONS = 50;

/** They call nobody, so they may not take the room of what does. */
const MOST_NAMES = 10;

const LONGEST_NAME = 40;

const EVERYBODY = new Set(['all', 'everyone', '所有人']);

const MOBILE = /^(?:\+?\d{1,4}-?)?1\d{10}$|^\+\d[\d-]{5,18}$/;

const ID = /^[A-Za-z0-9][\w.@-]{0,63}$/;

/**
 * The different words of a message's `mention`; one entry may hold several with commas or blanks between.
 * @param bare takes off what a vendor's own way of writing puts around an id
 */
export function mentionWords(
  mention: readonly string[] = [],
  bare: (word: string) => string = (word) => word.replace(/^@+/, ''),
): string[] {
  const words = mention
    .flatMap((text) => withoutControls(text).split(/[\s,，;；、]+/))
    .map((word) => bare(oneLine(word)))
    .filter((word) => word !== '' && word !== 'undefined');
  return [...new Set(words)].slice(0, MOST_MENTIONS);
}

/** A name that calls nobody is shown as far as there is reason to. */
export function cutName(name: string): string {
  return cutText(name, { limit: LONGEST_NAME, unit: 'characters' });
}

export function readMentions(mention: readonly string[] = []): Mentions {
  const distinct = mentionWords(mention);
  const others = distinct.filter((word) => !EVERYBODY.has(word.toLowerCase()));
  const mobiles = others.filter((word) => MOBILE.test(word));
  const named = others.filter((word) => !MOBILE.test(word));
  return {
    all: others.length < distinct.length,
    mobiles,
    ids: named.filter((word) => ID.test(word)),
    names: named
      .filter((word) => !ID.test(word))
      .slice(0, MOST_NAMES)
      .map(cutName),
  };
}
