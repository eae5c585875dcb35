import { cutNotes } from '../../../texts/cut-notes.ts';
import type { ChannelMessage } from '../channel-message.ts';
import { tagOf, toneColors, toneOf } from '../writing/alert-color.ts';
import { assemble } from '../writing/assemble.ts';
import { type MessageParts, partsOf, toLines } from '../writing/message-parts.ts';
import { cutText, languageOf } from '../writing/text-cutting.ts';
import { escapeDiscord, readDiscordMentions, unescapeDiscord } from './discord-markdown.ts';

const LONGEST_CONTENT = 2000;
const LONGEST_TITLE = 256;
const LONGEST_DESCRIPTION = 4096;
const LONGEST_NAME = 256;
const LONGEST_VALUE = 1024;
/** Of everything that is read in all embeds together. */
const LONGEST_EMBED = 6000;
/** Kept for the note of how many fields are left out. */
const NOTE_ROOM = 40;

const BOUNDS = { title: LONGEST_TITLE, name: 200, value: 900, fields: 25, links: 10, address: 600 };

/** A coloured embed, with the people to be called in the text above it. */
export function writeDiscordBody(message: ChannelMessage): string {
  const parts = partsOf(message, BOUNDS);
  const { marks, allowed } = readDiscordMentions(message.mention);
  const calls = cut(marks.join(' '), LONGEST_CONTENT / 2);
  const body = message.plain
    ? { content: writePlain(parts, message, calls) }
    : { ...(calls && { content: calls }), embeds: [writeEmbed(parts, message)] };
  return JSON.stringify({ ...body, allowed_mentions: allowed });
}

function writePlain(parts: MessageParts, message: ChannelMessage, calls: string): string {
  const { title, body, links } = toLines(parts, unescapeDiscord);
  const heading = [calls, tagOf(message), escapeDiscord(title)].filter(Boolean).join(' ');
  return assemble(
    { title: heading, body: escapeDiscord(body), end: links.map(escapeDiscord) },
    { limit: LONGEST_CONTENT, unit: 'utf16' },
    { markup: 'markdown', separator: '\n' },
  );
}

function writeEmbed(parts: MessageParts, message: ChannelMessage): object {
  const { links, markdown, text, fields } = parts;
  const [first] = links;
  const title = cut([tagOf(message), escapeDiscord(parts.title)].filter(Boolean).join(' '), LONGEST_TITLE);
  const below = links.slice(1).map(({ label, url }) => `[${escapeDiscord(label)}](${url})`);
  // With fields the text may have the larger half; without them all that Discord takes.
  const share = fields.length > 0 ? LONGEST_EMBED / 2 + LONGEST_TITLE : LONGEST_DESCRIPTION;
  const description = assemble(
    { title: '', body: markdown ?? escapeDiscord(text), end: below },
    { limit: share, unit: 'utf16' },
    { markup: 'markdown', separator: '\n' },
  );
  const room = LONGEST_EMBED - title.length - description.length - NOTE_ROOM;
  const shown = fieldsWithin(fields.map(toField), room);
  const left = message.fields ? message.fields.length - shown.length : 0;
  return {
    ...(title && { title }),
    ...(first && title && { url: first.url }),
    ...(description && { description }),
    color: Number.parseInt(toneColors[toneOf(message)], 16),
    ...(shown.length > 0 && { fields: shown }),
    ...(left > 0 && { footer: { text: cutNotes[languageOf(parts.title + text)].lines(String(left)) } }),
    ...(message.at !== undefined && { timestamp: new Date(message.at).toISOString() }),
  };
}

interface EmbedField {
  name: string;
  value: string;
  inline: boolean;
}

/** Neither may be empty. */
function toField({ name, value }: { name: string; value: string }): EmbedField {
  return {
    name: cut(escapeDiscord(name), LONGEST_NAME) || '–',
    value: cut(escapeDiscord(value), LONGEST_VALUE) || '–',
    inline: value.length <= 40,
  };
}

function fieldsWithin(fields: readonly EmbedField[], room: number): EmbedField[] {
  let used = 0;
  const end = fields.findIndex(({ name, value }) => {
    used += name.length + value.length;
    return used > room;
  });
  return end < 0 ? [...fields] : fields.slice(0, end);
}

function cut(text: string, limit: number): string {
  return cutText(text, { limit, unit: 'utf16' }, { markup: 'markdown' });
}
