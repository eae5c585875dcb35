import { cutName, mentionWords } from '../writing/mentions.ts';

/** What Discord reads as markup, some of it at the beginning of a line only: a backslash shows it as it is. */
export function escapeDiscord(text: string): string {
  return text
    .replace(/[\\*_~`|<[\]]|:(?!\/\/)/g, (mark) => `\\${mark}`)
    .replace(/^([ \t]*)([#>+-])/gm, '$1\\$2')
    .replace(/^([ \t]*\d+)\./gm, '$1\\.');
}

export function unescapeDiscord(text: string): string {
  return text.replace(/\\([\\*_~`|<[\]:#>+.-])/g, '$1');
}

export interface DiscordMentions {
  /** Of the text of the message; in an embed nobody is called. */
  readonly marks: readonly string[];
  /** Who may be called by this message: nobody else, whatever a device is called. */
  readonly allowed: {
    readonly parse: readonly string[];
    readonly users?: readonly string[];
    readonly roles?: readonly string[];
  };
}

/** Ids of users (digits, `<@…>`) and of roles (`&` and digits, `<@&…>`), `here`, `everyone`, `all`. Others are only named. */
export function readDiscordMentions(mention: readonly string[] = []): DiscordMentions {
  const distinct = mentionWords(mention, (word) => word.replace(/^<?@?!?|>$/g, ''));
  const users = distinct.filter((word) => /^\d{15,22}$/.test(word));
  const roles = distinct.flatMap((word) => /^(?:&|role:)(\d{15,22})$/.exec(word)?.[1] ?? []);
  const everybody = distinct.filter((word) => /^(?:all|everyone|here)$/i.test(word));
  const marks = distinct.map((word) => {
    if (users.includes(word)) return `<@${word}>`;
    const role = /^(?:&|role:)(\d{15,22})$/.exec(word)?.[1];
    if (role) return `<@&${role}>`;
    if (everybody.includes(word)) return word.toLowerCase() === 'here' ? '@here' : '@everyone';
    return escapeDiscord(`@${cutName(word)}`);
  });
  return {
    marks,
    allowed: {
      parse: everybody.length > 0 ? ['everyone'] : [],
      ...(users.length > 0 && { users }),
      ...(roles.length > 0 && { roles }),
    },
  };
}
