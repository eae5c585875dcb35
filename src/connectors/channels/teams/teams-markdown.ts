/**
 * The markdown of Adaptive Cards, made harmless: a backslash before its signs. A tag cannot be escaped, so a blank of no
 * width breaks it.
 */
export function escapeTeams(text: string): string {
  return text
    .replace(/[\\*_~`[\]]/g, (mark) => `\\${mark}`)
    .replace(/<(?=[a-z/!])/gi, '<\u200b')
    .replace(/^([ \t]*)([#>+-])/gm, '$1\\$2')
    .replace(/^([ \t]*\d+)\./gm, '$1\\.');
}

export function unescapeTeams(text: string): string {
  return text.replaceAll('\u200b', '').replace(/\\([\\*_~`[\]#>+.-])/g, '$1');
}

/** One line break is none in a TextBlock. */
export function withParagraphs(markdown: string): string {
  return markdown.replace(/\n+/g, '\n\n');
}

export interface TeamsMentions {
  /** With `<at>`, which only the entity of the same text makes a mention. */
  readonly marks: readonly string[];
  readonly entities: readonly object[];
}

/**
 * Whom to call: an address as one signs in with, or the id of a user, either with a name before it (`Zhang San <zhang@a.cn>`).
 * There is no way to call everybody: it is only shown.
 */
export function writeTeamsMentions(mention: readonly string[] = []): TeamsMentions {
  const people = mention.flatMap((text) => text.split(/[,，;；、\n]+/)).flatMap(readPerson);
  const distinct = [...new Map(people.map((person) => [person.id ?? person.name, person])).values()].slice(
    0,
    30,
  );
  const called = distinct.filter(({ id }) => id !== undefined);
  return {
    marks: distinct.map(({ id, name }) => (id === undefined ? `@${escapeTeams(name)}` : `<at>${name}</at>`)),
    entities: called.map(({ id, name }) => ({
      type: 'mention',
      text: `<at>${name}</at>`,
      mentioned: { id, name },
    })),
  };
}

const UPN = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/;
const OBJECT_ID = /^(?:29:\S+|8:orgid:\S+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

function readPerson(text: string): { id: string | undefined; name: string }[] {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed === 'undefined') return [];
  const [, name = '', inBrackets] = /^([^<>]*)<([^<>]+)>$/.exec(trimmed) ?? [];
  const id = inBrackets ?? trimmed.replace(/^@/, '');
  if (!UPN.test(id) && !OBJECT_ID.test(id))
    return [{ id: undefined, name: trimmed.replace(/^@/, '').slice(0, 64) }];
  // A name in a tag must not end it.
  const shown = name.trim().replace(/[<>&]/g, '') || id.replace(/@.*$/, '');
  return [{ id, name: shown.slice(0, 64) }];
}
