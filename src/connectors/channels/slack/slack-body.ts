import type { ChannelMessage, MessageField, MessageLink } from '../channel-message.ts';
import { tagOf, toneColors, toneOf } from '../writing/alert-color.ts';
import { assemble } from '../writing/assemble.ts';
import { type MessageParts, partsOf } from '../writing/message-parts.ts';
import { cutText } from '../writing/text-cutting.ts';
import { escapeMrkdwn, writeSlackDate, writeSlackMentions } from './slack-mrkdwn.ts';

/** 40,000 would be taken; more than this is folded away. */
const LONGEST_TEXT = 4000;
const LONGEST_SECTION = 3000;
const LONGEST_FIELD = 2000;
const FIELDS_OF_SECTION = 10;
const LONGEST_BUTTON = 75;

/** Ten sections of fields, which leaves room for the other blocks under the 50 that there may be. */
const BOUNDS = { title: 150, name: 150, value: 1800, fields: 100, links: 25, address: 3000 };

/**
 * The JSON body: coloured blocks, and above them the line that notifications show, in which mentions are. Slack refuses
 * a block that is too long, so each is cut before.
 */
export function writeSlackBody(message: ChannelMessage): string {
  const parts = partsOf(message, BOUNDS);
  const line = [...writeSlackMentions(message.mention), tagOf(message)].filter(Boolean);
  if (message.plain) return JSON.stringify({ text: writePlain(parts, line) });
  const headline = escapeMrkdwn(parts.title || firstLine(parts.text)) || readable(parts.markdown ?? '');
  const text = cut([...line, headline].filter(Boolean).join(' ') || 'Tocsin', LONGEST_TEXT);
  const attachment = { color: `#${toneColors[toneOf(message)]}`, blocks: writeBlocks(parts, message) };
  return JSON.stringify({ text, attachments: [attachment] });
}

function firstLine(text: string): string {
  return cutText(text.split('\n', 1)[0] ?? '', { limit: BOUNDS.title, unit: 'utf16' });
}

/** The first line of mrkdwn without what calls somebody: that is done below it already. */
function readable(mrkdwn: string): string {
  const [line = ''] = mrkdwn.split('\n', 1);
  return cut(line.replace(/<[@!][^>]*>/g, '').trim(), BOUNDS.title);
}

function writePlain({ title, text, markdown, fields, links }: MessageParts, line: readonly string[]): string {
  const body = [markdown ?? escapeMrkdwn(text), ...fields.map(writeLine)].filter(Boolean).join('\n');
  const heading = [...line, title && `*${escapeMrkdwn(title)}*`].filter(Boolean).join(' ');
  const end = links.map(writeLink);
  const room = { limit: LONGEST_TEXT, unit: 'utf16' } as const;
  return assemble({ title: heading, body, end }, room, { markup: 'markdown', separator: '\n' });
}

function writeBlocks(parts: MessageParts, { at }: ChannelMessage): object[] {
  const { title, text, markdown, fields, links } = parts;
  const blocks: object[] = [];
  if (title) {
    // Slack shows a plain_text object as it is, but counts it as well.
    const header = cutText(title, { limit: BOUNDS.title, unit: 'utf16' });
    blocks.push({ type: 'header', text: { type: 'plain_text', text: header, emoji: false } });
  }
  const body = markdown ?? escapeMrkdwn(text);
  if (body) blocks.push({ type: 'section', text: toMrkdwn(body, LONGEST_SECTION) });
  for (let first = 0; first < fields.length; first += FIELDS_OF_SECTION) {
    const some = fields.slice(first, first + FIELDS_OF_SECTION);
    blocks.push({ type: 'section', fields: some.map(toField) });
  }
  if (links.length > 0) blocks.push({ type: 'actions', elements: links.map(toButton) });
  if (at !== undefined)
    blocks.push({ type: 'context', elements: [toMrkdwn(writeSlackDate(at), LONGEST_FIELD)] });
  return blocks;
}

/** `verbatim`, or Slack itself makes mentions and links of what looks like some. */
function toMrkdwn(text: string, limit: number) {
  return { type: 'mrkdwn', text: cut(text, limit), verbatim: true };
}

function toField({ name, value }: MessageField) {
  return toMrkdwn(`*${escapeMrkdwn(name)}*\n${escapeMrkdwn(value)}`, LONGEST_FIELD);
}

function toButton({ label, url }: MessageLink, index: number) {
  const text = cutText(label, { limit: LONGEST_BUTTON, unit: 'utf16' });
  return {
    type: 'button',
    text: { type: 'plain_text', text, emoji: false },
    url,
    action_id: `link-${index}`,
  };
}

function writeLine({ name, value }: MessageField): string {
  return `*${escapeMrkdwn(name)}*: ${escapeMrkdwn(value)}`;
}

/** Inside a label neither `|` nor `>` may occur; the second is escaped anyway. */
function writeLink({ label, url }: MessageLink): string {
  return `<${escapeMrkdwn(url)}|${escapeMrkdwn(label).replaceAll('|', '¦')}>`;
}

function cut(text: string, limit: number): string {
  return cutText(text, { limit, unit: 'utf16' }, { markup: 'markdown' });
}
