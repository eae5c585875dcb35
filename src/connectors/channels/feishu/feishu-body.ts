import type { ChannelMessage, MessageField } from '../channel-message.ts';
import { assemble } from '../writing/assemble.ts';
import { type Mentions, readMentions } from '../writing/mentions.ts';
import { type MessageParts, partsOf, toLines } from '../writing/message-parts.ts';
import { cutText } from '../writing/text-cutting.ts';
import { sizeOf } from '../writing/text-size.ts';
import { escapeLarkMarkdown, neutralizeAt, unescapeLarkMarkdown } from './feishu-text.ts';

/** Bytes of the whole body: 20 x 1024 by the book, 20,000 to be safe. */
const LARGEST_BODY = 20_000;

/** Bytes of it that all fields together may take, so that the text has its share. */
const MOST_FIELD_BYTES = 7000;

/** Bytes that a field takes in the JSON besides its name and value. */
const FIELD_FRAME = 80;

/** In characters; a longer one gets a line of its own. */
const SHORT_VALUE = 24;

const OPEN_ID = /^ou_\w{1,40}$/;

export interface Signature {
  readonly timestamp: string;
  readonly sign: string;
}

/** The JSON body: a card, or a text when that is all that passes. */
export function writeFeishuBody(
  message: ChannelMessage,
  keyword: string | undefined,
  signature: Signature | undefined,
): string {
  const parts = partsOf(message);
  const mentions = readMentions(message.mention);
  const write = message.plain ? writeText : writeCard;
  const frame = JSON.stringify({ ...signature, ...write(parts, mentions, message, keyword, 0) });
  const limit = LARGEST_BODY - Buffer.byteLength(frame);
  return JSON.stringify({ ...signature, ...write(parts, mentions, message, keyword, limit) });
}

/** @param limit bytes that are left for the text in the JSON; 0: none of it, to see how large the rest is */
function writeText(
  parts: MessageParts,
  mentions: Mentions,
  _message: ChannelMessage,
  keyword: string | undefined,
  limit: number,
): object {
  if (limit === 0) return { msg_type: 'text', content: { text: '' } };
  const { title, body, links } = toLines(parts, unescapeLarkMarkdown);
  const { openIds, names } = called(mentions);
  const marks = [
    ...(mentions.all ? ['<at user_id="all">所有人</at>'] : []),
    ...openIds.map((id) => `<at user_id="${id}"></at>`),
    ...names.map((name) => neutralizeAt(`@${name}`)),
  ];
  const text = assemble(
    {
      title: neutralizeAt(title),
      body: neutralizeAt(body),
      end: [...links.map(neutralizeAt), marks.join(' ')],
      keyword,
    },
    { limit, unit: 'json' },
    { markup: 'plain', separator: '\n' },
  );
  return { msg_type: 'text', content: { text } };
}

function writeCard(
  parts: MessageParts,
  mentions: Mentions,
  message: ChannelMessage,
  keyword: string | undefined,
  limit: number,
): object {
  const { title, markdown, text, fields, links } = parts;
  const markup = markdown === undefined ? 'plain' : 'markdown';
  const content = cutText(markdown ?? text, { limit, unit: 'json' }, { markup });
  const fieldsShown = toFields(fields);
  const said = [content, ...fieldsShown.map((field) => field.text.content)].join('\n');
  const buttons = links.map(({ label, url }, index) => ({
    tag: 'button',
    text: { tag: 'plain_text', content: label },
    type: index === 0 ? 'primary' : 'default',
    url,
  }));
  const elements = [
    // The frame is measured without a text, and has its place all the same.
    ...(content || limit === 0
      ? [{ tag: 'div', text: { tag: markdown === undefined ? 'plain_text' : 'lark_md', content } }]
      : []),
    ...(fieldsShown.length > 0 ? [{ tag: 'div', fields: fieldsShown }] : []),
    ...mentionElement(mentions),
    ...(buttons.length > 0 ? [{ tag: 'action', actions: buttons }] : []),
    ...(keyword && (limit === 0 || !said.includes(keyword))
      ? [{ tag: 'note', elements: [{ tag: 'plain_text', content: keyword }] }]
      : []),
  ];
  return {
    msg_type: 'interactive',
    card: {
      config: { wide_screen_mode: true },
      ...(title && {
        header: { template: colorOf(message), title: { tag: 'plain_text', content: title } },
      }),
      // A card needs one.
      elements: elements.length > 0 ? elements : [{ tag: 'hr' }],
    },
  };
}

/** Two short ones stand side by side; what is too long for its share is cut, and those without a place are counted. */
function toFields(fields: readonly MessageField[]): CardField[] {
  const share = MOST_FIELD_BYTES / Math.max(1, fields.length) - FIELD_FRAME;
  const shown: CardField[] = [];
  let used = 0;
  for (const { name, value } of fields) {
    const label = `**${escapeLarkMarkdown(name)}**`;
    const room = { limit: Math.max(0, share - sizeOf(label, 'json')), unit: 'json' } as const;
    const content = `${label}\n${cutText(escapeLarkMarkdown(value), room, { markup: 'markdown' })}`;
    used += sizeOf(content, 'json') + FIELD_FRAME;
    if (used > MOST_FIELD_BYTES) return [...shown, toField(`… +${fields.length - shown.length}`, true)];
    shown.push(toField(content, value.length <= SHORT_VALUE));
  }
  return shown;
}

interface CardField {
  readonly is_short: boolean;
  readonly text: { readonly tag: 'lark_md'; readonly content: string };
}

function toField(content: string, isShort: boolean): CardField {
  return { is_short: isShort, text: { tag: 'lark_md', content } };
}

function mentionElement(mentions: Mentions): object[] {
  const { openIds, names } = called(mentions);
  const marks = [
    ...(mentions.all ? ['<at id=all></at>'] : []),
    ...openIds.map((id) => `<at id=${id}></at>`),
    ...names.map((name) => escapeLarkMarkdown(`@${name}`)),
  ];
  if (marks.length === 0) return [];
  return [{ tag: 'div', text: { tag: 'lark_md', content: marks.join(' ') } }];
}

/** A custom bot resolves open ids and nothing else; others are shown, so that people see who was meant. */
function called({ mobiles, ids, names }: Mentions): { openIds: string[]; names: string[] } {
  return {
    openIds: ids.filter((id) => OPEN_ID.test(id)),
    names: [...mobiles, ...ids.filter((id) => !OPEN_ID.test(id)), ...names],
  };
}

function colorOf({ severity, event }: ChannelMessage): string {
  if (event === 'resolve') return 'green';
  if (event === 'acknowledge') return 'wathet';
  return severity === 'critical' ? 'red' : severity === 'warning' ? 'orange' : 'blue';
}
