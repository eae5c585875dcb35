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

const EVERYBODY = new Set(['all', 'everyone', '所有人']);

const MOBILE = /^(?:\+?\d{1,4}-?)?1\d{10}$|^\+\d[\d-]{5,18}$/;

const ID = /^[A-Za-z0-9][\w.@-]{0,63}$/;

/** Reads the words of a message's `mention`; one may hold several with commas or blanks between. */
export function readMentions(mention: readonly string[] = []): Mentions {
  const words = mention
    .flatMap((text) => withoutControls(text).split(/[\s,，;；、]+/))
    .map((word) => oneLine(word).replace(/^@+/, ''))
    .filter((word) => word !== '' && word !== 'undefined');
  const distinct = [...new Set(words)].slice(0, MOST_MENTIONS);
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
      .map((word) => cutText(word, { limit: 40, unit: 'characters' })),
  };
}
