import { plainBlocks } from './block-markup.ts';
import { type Json, textIn, textsIn } from './json-parts.ts';
import {
  type Block,
  type Inline,
  plain,
  type ShownField,
  type ShownMessage,
  type Tone,
} from './shown-message.ts';

/** Telegram's HTML has no blocks: lines are divided by line breaks. */
export function readTelegram(body: Json): ShownMessage {
  const text = textIn(body.text);
  if (body.parse_mode !== 'HTML') return { blocks: plainBlocks(text) };
  return {
    blocks: text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => ({ kind: 'paragraph', parts: inlineOf(parseHtml(line)) })),
  };
}

const TITLE_COLOURS: Readonly<Record<string, Tone>> = {
  b3261e: 'critical',
  a15c00: 'warning',
  '35618e': 'info',
  '1b6e3c': 'good',
};

/** Sender, recipients and subject are shown by whoever frames it. */
export function readMail(mail: Json): ShownMessage {
  const html = textIn(mail.html);
  if (html === '') return { blocks: plainBlocks(textIn(mail.text)) };
  const [, colour = ''] = /<h2 style="[^"]*color:#([0-9a-f]{6})/.exec(html) ?? [];
  const body = parseHtml(html);
  const heading = body.querySelector('h2');
  const title = heading ? inlineOf(heading) : undefined;
  heading?.remove();
  return {
    ...(title && { title, tone: TITLE_COLOURS[colour] ?? 'quiet' }),
    blocks: [...body.children].flatMap(blocksOf),
  };
}

export function mailHead(mail: Json): { from: string; to: string; subject: string } {
  return { from: textIn(mail.from), to: textsIn(mail.to).join(', '), subject: textIn(mail.subject) };
}

/** A document that nobody shows: nothing in it runs or is fetched. The strict policy would complain about its styles. */
function parseHtml(html: string): HTMLElement {
  return new DOMParser().parseFromString(html.replace(/ style="[^"]*"/g, ''), 'text/html').body;
}

function blocksOf(element: Element): Block[] {
  switch (element.localName) {
    case 'table':
      return [{ kind: 'fields', layout: 'wide', fields: [...element.querySelectorAll('tr')].map(fieldOf) }];
    case 'ul':
    case 'ol':
      return [...element.children].map((item) => ({ kind: 'item', parts: inlineOf(item) }));
    case 'blockquote':
      return [{ kind: 'quote', parts: inlineOf(element) }];
    case 'pre':
      return [{ kind: 'code', text: element.textContent ?? '' }];
    case 'h1':
    case 'h2':
    case 'h3':
    case 'h4':
      return [{ kind: 'heading', parts: inlineOf(element) }];
    default:
      return [{ kind: 'paragraph', parts: inlineOf(element) }];
  }
}

function fieldOf(row: Element): ShownField {
  return {
    name: plain(row.querySelector('th')?.textContent ?? ''),
    value: plain(row.querySelector('td')?.textContent ?? ''),
  };
}

function inlineOf(node: Node): Inline[] {
  return [...node.childNodes].flatMap((child): Inline[] => {
    if (child.nodeType === Node.TEXT_NODE) return plain(child.textContent ?? '');
    if (!(child instanceof Element)) return [];
    switch (child.localName) {
      case 'b':
      case 'strong':
        return [{ kind: 'strong', parts: inlineOf(child) }];
      case 'i':
      case 'em':
        return [{ kind: 'emphasis', parts: inlineOf(child) }];
      case 'code':
        return [{ kind: 'code', text: child.textContent ?? '' }];
      case 'a':
        return [{ kind: 'link', parts: inlineOf(child), url: child.getAttribute('href') ?? '' }];
      case 'br':
        return plain('\n');
      default:
        return inlineOf(child);
    }
  });
}
