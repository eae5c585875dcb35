import type { ReceivedRequest } from '../http-receiver.ts';
import { type BotReply, BotSimulator, objectsIn, parseObject, SlidingWindow } from './bot-simulator.ts';

type Json = Record<string, unknown>;

const PATH = '/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX';

/** Incoming webhooks of Slack: one channel, and blocks that are refused when they are too long. */
export class SlackSimulator extends BotSimulator {
  readonly #window = new SlidingWindow(5, 5000);

  get url(): string {
    return this.origin + PATH;
  }

  protected reply(request: ReceivedRequest): BotReply {
    if (request.url !== PATH) return { status: 404, body: 'no_service' };
    if (!this.#window.take(this.now())) return rateLimited;
    const message = parseObject(request.body);
    if (!message) return { status: 400, body: 'invalid_payload' };
    const mistake = mistakeIn(message);
    if (mistake) return { status: 400, body: mistake };
    const attachments = objectsIn(message.attachments);
    const texts = [message.text, ...attachments.flatMap(({ blocks }) => objectsIn(blocks).flatMap(textsOf))];
    const markup = texts.map(String).join('\n');
    return {
      body: 'ok',
      shows: {
        kind: attachments.length > 0 ? 'blocks' : 'text',
        title: headerOf(attachments),
        text: read(markup),
        mentions: [...markup.matchAll(/<([@!](?!date)[^>]+)>/g)].map(([, mention = '']) => mention),
        color: attachments[0] && String(attachments[0].color),
        links: attachments.flatMap(({ blocks }) => objectsIn(blocks).flatMap(buttonsOf)),
        at: this.now(),
        body: message,
      },
    };
  }
}

const rateLimited: BotReply = {
  status: 429,
  headers: { 'retry-after': '1' },
  body: { retry_after: 1, ok: false, error: 'rate_limited' },
};

function mistakeIn(message: Json): string | undefined {
  const attachments = objectsIn(message.attachments);
  const blocks = [...objectsIn(message.blocks), ...attachments.flatMap((one) => objectsIn(one.blocks))];
  if (!message.text && blocks.length === 0) return 'no_text';
  if (attachments.length > 100) return 'too_many_attachments';
  if (attachments.some((one) => objectsIn(one.blocks).length > 50) || objectsIn(message.blocks).length > 50) {
    return 'invalid_blocks';
  }
  return blocks.every(isBlock) ? undefined : 'invalid_blocks';
}

function isBlock(block: Json): boolean {
  switch (block.type) {
    case 'header':
      return isText(block.text, 150) && (block.text as Json).type === 'plain_text';
    case 'section': {
      const fields = objectsIn(block.fields);
      if (block.text === undefined && fields.length === 0) return false;
      return (
        (block.text === undefined || isText(block.text, 3000)) &&
        fields.length <= 10 &&
        fields.every((field) => isText(field, 2000))
      );
    }
    case 'context': {
      const elements = objectsIn(block.elements);
      return elements.length > 0 && elements.length <= 10 && elements.every((one) => isText(one, 2000));
    }
    case 'actions': {
      const elements = objectsIn(block.elements);
      const ids = new Set(elements.map(({ action_id }) => action_id));
      return (
        elements.length > 0 &&
        elements.length <= 25 &&
        ids.size === elements.length &&
        elements.every(isButton)
      );
    }
    default:
      return false;
  }
}

function isButton({ type, text, url }: Json): boolean {
  const isAddress = typeof url === 'string' && url.length <= 3000 && /^https?:/.test(url);
  return type === 'button' && isText(text, 75) && isAddress;
}

function isText(value: unknown, limit: number): boolean {
  const { type, text } = (value ?? {}) as Json;
  if (typeof text !== 'string' || text.length === 0 || text.length > limit) return false;
  return type === 'plain_text' || type === 'mrkdwn';
}

function textsOf(block: Json): string[] {
  const own = [
    block.text,
    ...objectsIn(block.fields),
    ...(block.type === 'context' ? objectsIn(block.elements) : []),
  ];
  return own.flatMap((one) => {
    const { type, text } = (one ?? {}) as Json;
    // Nothing in plain_text is markup.
    return typeof text === 'string' ? [type === 'plain_text' ? escapeAll(text) : text] : [];
  });
}

function escapeAll(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function buttonsOf(block: Json): { label: string; url: string }[] {
  if (block.type !== 'actions') return [];
  return objectsIn(block.elements).map(({ text, url }) => ({
    label: String((text as Json).text),
    url: String(url),
  }));
}

function headerOf(attachments: readonly Json[]): string | undefined {
  const header = attachments.flatMap(({ blocks }) => objectsIn(blocks)).find(({ type }) => type === 'header');
  return header && String((header.text as Json).text);
}

/** What is read of mrkdwn. */
function read(markup: string): string {
  return markup
    .replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<[^|>]*\|([^>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
