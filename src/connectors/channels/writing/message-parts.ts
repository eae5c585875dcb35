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

/** How much of each part a vendor takes; lengths in code points. */
export interface PartBounds {
  readonly title: number;
  readonly name: number;
  readonly value: number;
  readonly fields: number;
  readonly links: number;
  readonly address: number;
}

/** Where a vendor has no bounds but that of the whole. */
const USUAL: PartBounds = { title: 150, name: 60, value: 500, fields: 60, links: 5, address: 600 };

export function partsOf(
  { title = '', text = '', markdown, fields = [], links = [] }: ChannelMessage,
  bounds: PartBounds = USUAL,
): MessageParts {
  const parts: MessageParts = {
    title: characters(title, bounds.title),
    markdown: markdown === undefined || markdown.trim() === '' ? undefined : withoutControls(markdown).trim(),
    text: withoutControls(text).trim(),
    fields: boundedFields(fields, bounds),
    links: links.slice(0, bounds.links).flatMap(({ label, url }) => {
      const address = URL.parse(url.trim());
      if (!address || !/^https?:$/.test(address.protocol) || address.href.length > bounds.address) return [];
      // Percent-encoded, for they end a link in markdown.
      const href = address.href.replace(/[()[\]<>"'`|*\\]/g, percentEncode);
      return [{ label: characters(label, bounds.name) || href, url: href }];
    }),
  };
  const isEmpty = !parts.title && !parts.text && !parts.markdown && parts.fields.length === 0;
  // Vendors refuse an empty message, and then nobody would learn that there was one.
  return isEmpty ? { ...parts, text: EMPTY_MESSAGE } : parts;
}

/** The last says how many more there are. */
function boundedFields(fields: readonly MessageField[], bounds: PartBounds): MessageField[] {
  const count = fields.length > bounds.fields ? bounds.fields - 1 : fields.length;
  const shown = fields.slice(0, count).map(({ name, value }) => ({
    name: characters(name, bounds.name),
    value: characters(value, bounds.value),
  }));
  return count < fields.length ? [...shown, { name: '…', value: `+${fields.length - count}` }] : shown;
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
