import type { ChannelMessage } from '../channel-message.ts';
import { assemble } from '../writing/assemble.ts';
import { linkRow } from '../writing/link-row.ts';
import { type Mentions, readMentions } from '../writing/mentions.ts';
import { type MessageParts, partsOf, toLines } from '../writing/message-parts.ts';
import { withoutControls } from '../writing/plain-text.ts';

const TEXT_ROOM = { limit: 2048, unit: 'bytes' } as const;
const MARKDOWN_ROOM = { limit: 4096, unit: 'bytes' } as const;

/** Of user ids in markdown, so that the text has room. */
const MOST_MENTION_BYTES = 1200;

/** Breaks a mark without being seen. */
const ZERO_WIDTH_SPACE = '\u200b';

/**
 * The JSON body. Markdown in its first version, because the second has neither colours nor mentions; but mobiles and
 * everybody can be called in `text` only, and whom nobody calls nobody sees.
 */
export function writeWecomBody(message: ChannelMessage): string {
  const parts = partsOf(message);
  const mentions = readMentions(message.mention);
  const body =
    message.plain || mentions.all || mentions.mobiles.length > 0
      ? writeText(parts, mentions)
      : writeMarkdown(parts, mentions, message);
  return JSON.stringify(body);
}

function writeText(parts: MessageParts, { all, mobiles, ids, names }: Mentions): object {
  const { title, body, links } = toLines(parts, unescapeWecom);
  const end = [...links, ...names.map((name) => `@${name}`)];
  const content = assemble({ title, body, end }, TEXT_ROOM, { markup: 'plain', separator: '\n' });
  const userIds = all ? [...ids, '@all'] : ids;
  return {
    msgtype: 'text',
    text: {
      content,
      ...(userIds.length > 0 && { mentioned_list: userIds }),
      ...(mobiles.length > 0 && { mentioned_mobile_list: mobiles }),
    },
  };
}

function writeMarkdown(
  { title, markdown, text, fields, links }: MessageParts,
  { ids, names }: Mentions,
  message: ChannelMessage,
): object {
  const lines = [
    markdown ?? escapeWecom(text),
    ...fields.map(({ name, value }) => `> **${escapeWecom(name)}**: ${escapeWecom(value)}`),
  ];
  const end = [
    ...linkRow(links.map(({ label, url }) => `[${escapeWecom(label)}](${url})`)),
    mentionLine(ids, names),
  ];
  const content = assemble(
    { title: title && heading(escapeWecom(title), message), body: lines.filter(Boolean).join('\n'), end },
    MARKDOWN_ROOM,
    { markup: 'markdown', separator: '\n' },
  );
  return { msgtype: 'markdown', markdown: { content } };
}

function heading(title: string, message: ChannelMessage): string {
  const color = colorOf(message);
  return `### ${color ? `<font color="${color}">${title}</font>` : title}`;
}

/** The three that there are: `warning` is orange-red, `info` green, `comment` grey. */
function colorOf({ severity, event }: ChannelMessage): string | undefined {
  if (event === 'resolve') return 'info';
  if (event === 'acknowledge' || severity === 'info') return 'comment';
  return severity && 'warning';
}

function mentionLine(ids: readonly string[], names: readonly string[]): string {
  const marks = [...ids.map((id) => `<@${id}>`), ...names.map((name) => `@${escapeWecom(name)}`)];
  let line = '';
  for (const mark of marks) {
    if (Buffer.byteLength(`${line} ${mark}`) > MOST_MENTION_BYTES) break;
    line = line === '' ? mark : `${line} ${mark}`;
  }
  return line;
}

/** There is no documented escape: what would begin markup is broken by a space that is not seen, or shown full-width. */
export function escapeWecom(text: string): string {
  return withoutControls(text)
    .replaceAll('`', '｀')
    .replace(/[<*]|\](?=[([]|$)/gm, (mark) => mark + ZERO_WIDTH_SPACE)
    .replace(/^(?=[ \t]*[#>])/gm, ZERO_WIDTH_SPACE);
}

function unescapeWecom(text: string): string {
  return text.replaceAll(ZERO_WIDTH_SPACE, '');
}
