import { EMPTY_MESSAGE } from '../../../texts/empty-message.ts';
import type { ChannelMessage, MessageField, MessageLink } from '../channel-message.ts';
import { markdownToText, oneLine, withoutControls } from './plain-text.ts';
import { cutText } from './text-cutting.ts';

/** A message with a bound on everything but its text, so that no value can push the rest out. */
export interface MessageParts {
  /** One line, or nothing. */
  readonly title: string;
  /** In the channel's markup, written by whoever wrote the action; else `text` is what there is. */
  readonly markdown: string | undefined;
  readonly text: string;
  /** Names and values of one line. */
  readonly fields: readonly MessageField[];
  /** Only addresses that may stand in a link of any markup. */
  readonly links: readonly MessageLink[];
}

const LONGEST_TITLE = 150;
const LONGEST_NAME = 60;
const LONGEST_VALUE = 500;
const MOST_FIELDS = 60;
const MOST_LINKS = 5;
const LONGEST_ADDRESS = 600;

export function partsOf({
  title = '',
  text = '',
  markdown,
  fields = [],
  links = [],
}: ChannelMessage): MessageParts {
  const parts: MessageParts = {
    title: characters(title, LONGEST_TITLE),
    markdown: markdown === undefined || markdown.trim() === '' ? undefined : withoutControls(markdown).trim(),
    text: withoutControls(text).trim(),
    fields: fields.slice(0, MOST_FIELDS).map(({ name, value }) => ({
      name: characters(name, LONGEST_NAME),
      value: characters(value, LONGEST_VALUE),
    })),
    links: links.slice(0, MOST_LINKS).flatMap(({ label, url }) => {
      const address = URL.parse(url.trim());
      if (!address || !/^https?:$/.test(address.protocol) || address.href.length > LONGEST_ADDRESS) return [];
      // Percent-encoded, for they end a link in markdown.
      const href = address.href.replace(/[()[\]<>"'`|*\\]/g, percentEncode);
      return [{ label: characters(label, LONGEST_NAME) || href, url: href }];
    }),
  };
  const isEmpty = !parts.title && !parts.text && !parts.markdown && parts.fields.length === 0;
  // Vendors refuse an empty message, and then nobody would learn that there was one.
  return isEmpty ? { ...parts, text: EMPTY_MESSAGE } : parts;
}

function percentEncode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function characters(text: string, limit: number): string {
  return cutText(oneLine(withoutControls(text)), { limit, unit: 'characters' });
}

/** The parts as lines without markup. @param unescaped undoes the channel's `escape` in what was markdown */
export function toLines(
  { title, markdown, text, fields, links }: MessageParts,
  unescaped: (text: string) => string,
): { title: string; body: string; links: string[] } {
  const body = markdown === undefined ? text : unescaped(markdownToText(markdown));
  return {
    title,
    body: [body, ...fields.map(({ name, value }) => `${name}: ${value}`)].filter(Boolean).join('\n'),
    links: links.map(({ label, url }) => (label === url ? url : `${label} ${url}`)),
  };
}
