import type { ChannelMessage } from '../channel-message.ts';
import { assemble } from '../writing/assemble.ts';
import { linkRow } from '../writing/link-row.ts';
import { type Mentions, readMentions } from '../writing/mentions.ts';
import { type MessageParts, partsOf, toLines } from '../writing/message-parts.ts';
import { markdownToText, oneLine, withoutControls } from '../writing/plain-text.ts';
import { cutText } from '../writing/text-cutting.ts';

/** Bytes of the whole body. */
const LARGEST_BODY = 20_000;

/** Shown in the list of conversations and on a phone's lock screen; longer is cut there anyway. */
const TITLE_ROOM = { limit: 100, unit: 'characters' } as const;

const ZERO_WIDTH_SPACE = '\u200b';

/** The JSON body. Whom `at` names is notified only if the text calls them as well. */
export function writeDingtalkBody(message: ChannelMessage, keyword: string | undefined): string {
  const parts = partsOf(message);
  const mentions = readMentions(message.mention);
  const at = atOf(mentions);
  const write = message.plain ? writeText : writeMarkdown;
  const frame = JSON.stringify({ ...write(parts, mentions, undefined, 0), ...at });
  return JSON.stringify({
    ...write(parts, mentions, keyword, LARGEST_BODY - Buffer.byteLength(frame)),
    ...at,
  });
}

function atOf({ all, mobiles, ids }: Mentions): object {
  if (!all && mobiles.length === 0 && ids.length === 0) return {};
  return { at: { atMobiles: mobiles, atUserIds: ids, isAtAll: all } };
}

/** @param limit bytes that are left for the text in the JSON; 0: none of it, to see how large the rest is */
function writeText(
  parts: MessageParts,
  mentions: Mentions,
  keyword: string | undefined,
  limit: number,
): object {
  if (limit === 0) return { msgtype: 'text', text: { content: '' } };
  const { title, body, links } = toLines(parts, unescapeDingtalk);
  const content = assemble(
    { title, body, end: [...links, callOf(mentions, (name) => name)], keyword },
    { limit, unit: 'json' },
    { markup: 'plain', separator: '\n' },
  );
  return { msgtype: 'text', text: { content } };
}

function writeMarkdown(
  parts: MessageParts,
  mentions: Mentions,
  keyword: string | undefined,
  limit: number,
): object {
  const { title, markdown, text, fields, links } = parts;
  const pushed = cutText(title || oneLine(unescapeDingtalk(markdownToText(markdown ?? text))), TITLE_ROOM);
  const frame = { title: pushed || 'Tocsin' };
  if (limit === 0) return { msgtype: 'markdown', markdown: { ...frame, text: '' } };
  const lines = [
    markdown === undefined ? escapeDingtalk(text) : breakLines(markdown),
    fields.map(({ name, value }) => `- **${escapeDingtalk(name)}**: ${escapeDingtalk(value)}`).join('\n'),
  ];
  const content = assemble(
    {
      title: title && `#### ${escapeDingtalk(title)}`,
      body: lines.filter(Boolean).join('\n\n'),
      end: [
        ...linkRow(links.map(({ label, url }) => `[${escapeDingtalk(label)}](${url})`)),
        callOf(mentions, escapeDingtalk),
      ],
      keyword,
    },
    { limit, unit: 'json' },
    { markup: 'markdown', separator: '\n\n' },
  );
  return { msgtype: 'markdown', markdown: { ...frame, text: content } };
}

function callOf({ mobiles, ids, names }: Mentions, escapeName: (name: string) => string): string {
  return [...mobiles, ...ids, ...names.map(escapeName)].map((name) => `@${name}`).join(' ');
}

/** A single line break is none for DingTalk; before an item, a quote or a heading it is one. */
function breakLines(markdown: string): string {
  return markdown.replace(/(?<!\n)\n(?!\n|[ \t]*(?:[-*+>#|]|\d{1,9}\.)[ \t])/g, '\n\n');
}

/**
 * What begins markup is escaped by a backslash, or broken by a space that is not seen where none would help. Some clients
 * show the backslash, so brackets, which many titles have, get one only where they could make a link.
 */
export function escapeDingtalk(text: string): string {
  return withoutControls(text)
    .replace(/[\\`*_]|\](?=[([:])|(?<=^[ \t]*#{0,5})#/gm, '\\$&')
    .replaceAll('<', `<${ZERO_WIDTH_SPACE}`)
    .replace(/^(?=[ \t]*(?:>|--|[-+](?:[ \t]|$)|\d{1,9}[.)](?:[ \t]|$)))/gm, ZERO_WIDTH_SPACE)
    .replace(/\n+/g, '\n\n');
}

function unescapeDingtalk(text: string): string {
  return text.replaceAll(ZERO_WIDTH_SPACE, '').replace(/\\([\\`*_#[\]])/g, '$1');
}
