import type { ReceivedRequest } from '../http-receiver.ts';
import {
  type BotReply,
  BotSimulator,
  type BotSimulatorOptions,
  parseObject,
  SlidingWindow,
} from './bot-simulator.ts';

export const TELEGRAM_TOKEN = '123456789:AAabcdefghijklmnopqrstuvwxyz_-01234';

const TAGS = new Set([
  'a',
  'b',
  'blockquote',
  'code',
  'del',
  'em',
  'i',
  'ins',
  'pre',
  's',
  'strong',
  'tg-spoiler',
  'u',
]);

/** The Bot API with one bot and its chats. HTML is read as strictly as Telegram does. */
export class TelegramSimulator extends BotSimulator {
  /** Old id of a group to its new one. */
  readonly migrated = new Map<string, number>();
  readonly #chats: ReadonlySet<string>;
  readonly #perSecond = new Map<string, SlidingWindow>();
  readonly #perMinute = new Map<string, SlidingWindow>();

  constructor({ chats, ...options }: BotSimulatorOptions & { chats: readonly (number | string)[] }) {
    super(options);
    this.#chats = new Set(chats.map(String));
  }

  get url(): string {
    return `${this.origin}/bot${TELEGRAM_TOKEN}/sendMessage`;
  }

  protected reply(request: ReceivedRequest): BotReply {
    const [, token, method] = /^\/bot([^/]+)\/(\w+)$/.exec(request.url) ?? [];
    if (token === undefined || !/^\d+:[\w-]+$/.test(token)) return refuse(404, 'Not Found');
    if (token !== TELEGRAM_TOKEN) return refuse(401, 'Unauthorized');
    if (method !== 'sendMessage') return refuse(404, 'Not Found: method not found');
    const message = parseObject(request.body);
    if (!message) return refuse(400, "Bad Request: can't parse JSON object");
    const chat = String(message.chat_id ?? '');
    if (chat === '') return refuse(400, 'Bad Request: chat_id is empty');
    const newId = this.migrated.get(chat);
    if (newId !== undefined) {
      return refuse(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
        migrate_to_chat_id: newId,
      });
    }
    if (!this.#chats.has(chat)) return refuse(400, 'Bad Request: chat not found');
    const wait = this.#waitFor(chat);
    if (wait > 0) return refuse(429, `Too Many Requests: retry after ${wait}`, { retry_after: wait });
    return this.#deliver(message, chat);
  }

  #deliver(message: Record<string, unknown>, chat: string): BotReply {
    const raw = typeof message.text === 'string' ? message.text : '';
    const read = message.parse_mode === 'HTML' ? readHtml(raw) : { text: raw, mentions: [], links: [] };
    if (typeof read === 'string') return refuse(400, `Bad Request: can't parse entities: ${read}`);
    if (read.text.trim() === '') return refuse(400, 'Bad Request: message text is empty');
    if (read.text.length > 4096) return refuse(400, 'Bad Request: message is too long');
    const names = [...read.text.matchAll(/(?<!\w)@(\w{5,32})/g)].map(([, name = '']) => name);
    return {
      body: {
        ok: true,
        result: { message_id: this.messages.length + 1, chat: { id: chat }, text: read.text },
      },
      shows: {
        kind: String(message.parse_mode ?? 'text'),
        text: read.text,
        mentions: [...read.mentions, ...names],
        links: read.links,
        at: this.now(),
        body: message,
      },
    };
  }

  #waitFor(chat: string): number {
    const now = this.now();
    const second = this.#window(this.#perSecond, chat, 1, 1000);
    if (!second.take(now)) return 1;
    const isGroup = !/^\d+$/.test(chat);
    return isGroup && !this.#window(this.#perMinute, chat, 20, 60_000).take(now) ? 35 : 0;
  }

  #window(windows: Map<string, SlidingWindow>, chat: string, limit: number, length: number): SlidingWindow {
    let window = windows.get(chat);
    window ??= new SlidingWindow(limit, length);
    windows.set(chat, window);
    return window;
  }
}

function refuse(code: number, description: string, parameters?: object): BotReply {
  return {
    status: code,
    body: { ok: false, error_code: code, description, ...(parameters && { parameters }) },
  };
}

interface Read {
  text: string;
  mentions: string[];
  links: { label: string; url: string }[];
}

/** What is read of it; a text when Telegram could not read it. */
function readHtml(html: string): Read | string {
  const open: { tag: string; url: string | undefined; start: number }[] = [];
  const read: Read = { text: '', mentions: [], links: [] };
  const pattern = /<(\/?)([a-z-]+)(?: href="([^"<>]*)")?>|&(lt|gt|amp|quot|#\d+);|([\s\S])/gu;
  for (const [, slash, tag, href, entity, character] of html.matchAll(pattern)) {
    if (character !== undefined) {
      if (character === '<') return `Unsupported start tag at byte offset ${Buffer.byteLength(read.text)}`;
      // A lone ampersand is taken as it is.
      read.text += character;
    } else if (entity !== undefined) {
      read.text +=
        { lt: '<', gt: '>', amp: '&', quot: '"' }[entity] ?? String.fromCodePoint(Number(entity.slice(1)));
    } else if (tag === undefined || !TAGS.has(tag)) {
      return `Unsupported start tag "${tag}"`;
    } else if (slash === '') {
      open.push({ tag, url: href && unescapeAll(href), start: read.text.length });
    } else {
      const opened = open.pop();
      if (opened?.tag !== tag)
        return `Unexpected end tag, expected "</${opened?.tag ?? ''}>", found "</${tag}>"`;
      const { url, start } = opened;
      if (url?.startsWith('tg://user?id=')) read.mentions.push(url.slice('tg://user?id='.length));
      else if (url) read.links.push({ label: read.text.slice(start), url });
    }
  }
  return open.length > 0 ? `Can't find end tag corresponding to start tag "${open.at(-1)?.tag}"` : read;
}

function unescapeAll(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
