import { withoutControls } from '../writing/plain-text.ts';

const ZERO_WIDTH_SPACE = '\u200b';

/** The vendor's table of what cards read as markup. */
const ENTITIES: Readonly<Record<string, string>> = {
  '<': '&#60;',
  '>': '&#62;',
  '*': '&#42;',
  _: '&#95;',
  '~': '&sim;',
  '[': '&#91;',
  ']': '&#93;',
  '(': '&#40;',
  ')': '&#41;',
  '#': '&#35;',
  ':': '&#58;',
  '+': '&#43;',
  '"': '&#34;',
  "'": '&#39;',
  '`': '&#96;',
  $: '&#36;',
  '!': '&#33;',
  '\\': '&#92;',
};

const CHARACTERS = new Map(Object.entries(ENTITIES).map(([character, entity]) => [entity, character]));

/** Foreign text for `lark_md`. What looks like an entity is shown as it was written; a line cannot begin a list. */
export function escapeLarkMarkdown(text: string): string {
  return withoutControls(text)
    .replace(/&(?=#?\w{1,8};)|[<>*_~[\]()#:+"'`$!\\]/g, (character) => ENTITIES[character] ?? '&#38;')
    .replace(/^([ \t]*)-(?=[ \t-]|$)/gm, '$1&#45;')
    .replace(/^(?=[ \t]*\d{1,9}\.(?:[ \t]|$))/gm, ZERO_WIDTH_SPACE);
}

export function unescapeLarkMarkdown(text: string): string {
  return text
    .replaceAll(ZERO_WIDTH_SPACE, '')
    .replace(/&(?:#\d{2,3}|sim);/g, (entity) => CHARACTERS.get(entity) ?? entity)
    .replaceAll('&#45;', '-')
    .replaceAll('&#38;', '&');
}

/** A `text` message has one mark, and it is live wherever it stands. */
export function neutralizeAt(text: string): string {
  return text.replace(/<(?=\s*\/?\s*at\b)/gi, `<${ZERO_WIDTH_SPACE}`);
}
