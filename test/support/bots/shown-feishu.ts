import type { SeenMessage } from './bot-simulator.ts';
import { linksOf, shownMarkdown } from './shown-markdown.ts';

type Shown = Pick<SeenMessage, 'title' | 'text' | 'mentions' | 'color' | 'links'>;
type Json = Readonly<Record<string, unknown>>;

const ENTITY: Readonly<Record<string, string>> = {
  sim: '~',
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  nbsp: ' ',
};

/** A custom bot resolves everybody and open ids; a wrong one is shown as text. */
function isKnown(id: string): boolean {
  return id === 'all' || id.startsWith('ou_');
}

/** Undefined when there is no text. */
export function showText(content: unknown): Shown | undefined {
  const text = (content as Json | undefined)?.text;
  if (typeof text !== 'string' || text.trim() === '') return undefined;
  const mentions: string[] = [];
  const shown = text.replace(
    /<at\s+user_id="([^"]*)"\s*>([^<]*)<\/at>/g,
    (whole, id: string, name: string) => {
      if (!isKnown(id)) return whole;
      mentions.push(id);
      return `@${name || id}`;
    },
  );
  return { text: shown.replaceAll('\u200b', ''), mentions };
}

export function showPost(content: unknown): Shown | undefined {
  const post = (content as { post?: Record<string, { title?: string; content?: Json[][] }> } | undefined)
    ?.post;
  const [first] = Object.values(post ?? {});
  if (!first?.content) return undefined;
  const nodes = first.content.flat();
  return {
    title: first.title,
    text: first.content.map((line) => line.map((node) => String(node.text ?? '')).join('')).join('\n'),
    mentions: nodes.filter(({ tag }) => tag === 'at').map(({ user_id }) => String(user_id)),
    links: nodes
      .filter(({ tag }) => tag === 'a')
      .map(({ text, href }) => ({ label: String(text), url: String(href) })),
  };
}

interface Card {
  readonly header?: { readonly template?: string; readonly title?: Json };
  readonly elements?: readonly Json[];
}

export function showCard(card: unknown): Shown | 'bad card' {
  const { header, elements } = (card ?? {}) as Card;
  if (!Array.isArray(elements) || elements.length === 0) return 'bad card';
  const parts = (elements as readonly Json[]).map(showElement);
  if (parts.includes(undefined)) return 'bad card';
  const shown = parts.filter((part) => part !== undefined);
  return {
    title: header?.title?.content as string | undefined,
    color: header?.template,
    text: shown.flatMap(({ text }) => (text === '' ? [] : [text])).join('\n'),
    mentions: shown.flatMap(({ mentions }) => mentions),
    links: shown.flatMap(({ links = [] }) => links),
  };
}

/** Undefined for what no card knows. */
function showElement({ tag, text, fields, actions, elements, content }: Json): Shown | undefined {
  const children = [
    text,
    ...((fields ?? []) as Json[]).map((field) => field.text),
    ...((elements ?? []) as Json[]),
  ];
  switch (tag) {
    case 'div':
    case 'note':
      return join(
        children.filter((child) => child !== undefined).map((child) => showTextObject(child as Json)),
      );
    case 'markdown':
      return showTextObject({ tag: 'lark_md', content });
    case 'hr':
      return { text: '', mentions: [] };
    case 'action':
      return {
        text: '',
        mentions: [],
        links: ((actions ?? []) as { text: Json; url: string }[]).map((button) => ({
          label: String(button.text.content),
          url: button.url,
        })),
      };
    default:
      return undefined;
  }
}

function showTextObject({ tag, content }: Json): Shown {
  if (typeof content !== 'string') return { text: '', mentions: [] };
  if (tag === 'plain_text') return { text: content, mentions: [] };
  const mentions: string[] = [];
  const called = content.replace(/<at id=["']?([^"'>\s]*)["']?\s*>[^<]*<\/at>/g, (whole, id: string) => {
    if (!isKnown(id)) return whole;
    mentions.push(id);
    return `@${id}`;
  });
  return { text: decode(shownMarkdown(called)), mentions, links: linksOf(called) };
}

function decode(text: string): string {
  return text.replace(/&(?:#(\d+)|(\w+));/g, (whole, code: string | undefined, name: string | undefined) =>
    code ? String.fromCodePoint(Number(code)) : (ENTITY[name ?? ''] ?? whole),
  );
}

function join(parts: readonly Shown[]): Shown {
  return {
    text: parts.map(({ text }) => text).join('\n'),
    mentions: parts.flatMap(({ mentions }) => mentions),
    links: parts.flatMap(({ links = [] }) => links),
  };
}
