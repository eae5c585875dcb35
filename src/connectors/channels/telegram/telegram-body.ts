import type { ChannelMessage } from '../channel-message.ts';
import { tagOf } from '../writing/alert-color.ts';
import { assemble } from '../writing/assemble.ts';
import { fittingLines } from '../writing/fitting-lines.ts';
import { cutName, mentionWords } from '../writing/mentions.ts';
import { type MessageParts, partsOf, toLines } from '../writing/message-parts.ts';
import { cutText } from '../writing/text-cutting.ts';
import type { TextRoom } from '../writing/text-size.ts';

/** After entities are read, which makes a text shorter and never longer. */
const LONGEST_TEXT = 4096;

const BOUNDS = { title: 150, name: 60, value: 500, fields: 60, links: 10, address: 600 };

/** Of links and mentions together. */
const MOST_OF_END = 3000;

const ROOM = { limit: LONGEST_TEXT, unit: 'utf16' } as const;

/** A name behind an @ is called wherever it stands, also in plain text; a blank of no width comes between. */
const CALL = /(?<![\w@])@(?=\w)/g;

/** HTML, in which only three characters need care. */
export function escapeTelegram(text: string): string {
  return escapeHtml(withoutCalls(text));
}

function withoutCalls(text: string): string {
  return text.replace(CALL, '@\u200b');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function unescapeTelegram(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

/** `text`, and how it is to be read. */
export function writeTelegramText(message: ChannelMessage): { text: string; parse_mode?: 'HTML' } {
  const parts = partsOf(message, BOUNDS);
  const tag = tagOf(message);
  const mentions = readMentions(message.mention);
  if (message.plain) {
    const lines = toLines(parts, unescapeTelegram);
    const [title = '', body = '', ...links] = [lines.title, lines.body, ...lines.links].map((line) =>
      withoutCalls(line),
    );
    const heading = [tag, title].filter(Boolean).join(' ');
    const end = [...links, mentions.map(({ name }) => name).join(' ')];
    return { text: assemble({ title: heading, body, end }, ROOM, { markup: 'plain', separator: '\n' }) };
  }
  const heading = [tag, parts.title].filter(Boolean).join(' ');
  const title = heading && `<b>${escapeTelegram(heading)}</b>`;
  const mentionLine = mentions.map(({ html }) => html).join(' ');
  const links = parts.links.map(
    ({ label, url }) => `<a href="${escapeHtml(url)}">${escapeTelegram(label)}</a>`,
  );
  const end = [...linksWithin(links, MOST_OF_END - measure([mentionLine])), mentionLine].filter(Boolean);
  return {
    text: [title, bodyWithin(parts, title, end), ...end].filter(Boolean).join('\n'),
    parse_mode: 'HTML',
  };
}

/** The first ones, so that the text has room: a link without a label is read as its address. */
function linksWithin(links: readonly string[], limit: number): readonly string[] {
  const end = links.findIndex((_, index) => measure(links.slice(0, index + 1)) > limit);
  return end < 0 ? links : links.slice(0, end);
}

/** What Telegram counts is what is read, so a plain text is cut before it is escaped. */
function bodyWithin({ markdown, text, fields }: MessageParts, title: string, end: readonly string[]): string {
  const limit = LONGEST_TEXT - measure([title, ...end].filter(Boolean));
  const own = markdown ?? text;
  const lines = fittingLines(
    fields.map(({ name, value }) => `<b>${escapeTelegram(name)}</b>: ${escapeTelegram(value)}`),
    limit - Math.min(own.length, Math.floor(limit / 2)),
    (line) => measure([line]),
  );
  const room = { limit: limit - measure(lines), unit: 'utf16' } as const;
  // A blank of no width is read, and counts.
  const body =
    markdown === undefined ? escapeHtml(cutText(withoutCalls(text), room)) : cutHtml(markdown, room);
  return [body, ...lines].filter(Boolean).join('\n');
}

/** Only a text that is too long when it is read is cut, and then by all of its characters. */
function cutHtml(html: string, room: TextRoom): string {
  return measure([html]) <= room.limit ? html : cutText(html, room, { markup: 'markdown' });
}

/** With the line breaks that set the lines off from a text. */
function measure(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + unescapeTelegram(line.replace(/<[^<>]*>/g, '')).length + 1, 0);
}

/** Names (`@name`) and ids of users. There is no way to call everybody: it is only shown. */
function readMentions(mention: readonly string[] = []): { name: string; html: string }[] {
  return mentionWords(mention).map((word) => {
    const name = `@${cutName(word)}`;
    const html = /^\d{3,20}$/.test(word) ? `<a href="tg://user?id=${word}">${word}</a>` : escapeHtml(name);
    return { name, html };
  });
}
