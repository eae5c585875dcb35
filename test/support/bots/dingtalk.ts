import { createHmac } from 'node:crypto';
import type { ReceivedRequest } from '../http-receiver.ts';
import {
  type BotReply,
  BotSimulator,
  type BotSimulatorOptions,
  parseObject,
  type SeenMessage,
  SlidingWindow,
} from './bot-simulator.ts';
import { linksOf, shownMarkdown } from './shown-markdown.ts';

interface DingtalkOptions extends BotSimulatorOptions {
  readonly token?: string;
  /** Signatures are checked when there is one. */
  readonly secret?: string;
  readonly keywords?: readonly string[];
  /** `false`: our address is not on the list of the robot. */
  readonly allowed?: boolean;
  /** Today's servers answer in Chinese; the documented texts are English. */
  readonly language?: 'en' | 'zh';
}

const HOUR = 3_600_000;
const MUTE = 600_000;
const LARGEST_BODY = 20_000;

const texts = {
  en: {
    keyword: 'keywords not in content',
    timestamp: 'invalid timestamp',
    sign: 'sign not match',
    ip: 'ip 127.0.0.1 not in whitelist',
  },
  zh: {
    keyword:
      'description:关键词不匹配;solution:请联系群管理员查看此机器人的关键词，并在发送的信息中包含此关键词;',
    timestamp: 'description:机器人发送签名过期;solution:签名生成时间和发送时间请保持在 timestampms 以内;',
    sign: 'description:机器人发送签名不匹配;solution:请确认签名和生成签名的时间戳必须都放在调用的网址中;',
    ip: 'description:来源ip不在白名单;solution:请联系群管理员查看此机器人的IP白名单;',
  },
} as const;

/** DingTalk's server with one custom robot. Answers HTTP 200 to everything, as that one does. */
export class DingtalkSimulator extends BotSimulator {
  readonly #options: DingtalkOptions;
  readonly #token: string;
  readonly #minute = new SlidingWindow(20, 60_000);
  #mutedUntil = -Infinity;

  constructor({ token = 'bf9c8e21b3c6f4d2a', ...options }: DingtalkOptions = {}) {
    super(options);
    this.#token = token;
    this.#options = options;
  }

  get url(): string {
    return `${this.origin}/robot/send?access_token=${this.#token}`;
  }

  protected reply(request: ReceivedRequest): BotReply {
    const { searchParams } = new URL(request.url, this.origin);
    if (request.method !== 'POST') return refuse(43002, 'need POST request method');
    const contentType = request.headers['content-type'] ?? '';
    if (!/^application\/json\b/i.test(contentType)) return refuse(43004, 'invalid Content-Type');
    const token = searchParams.get('access_token');
    if (!token) return refuse(40035, 'param error: access_token is missing');
    if (token !== this.#token) return refuse(300005, 'token is not exist');
    const tooFast = this.#checkRate();
    if (tooFast) return tooFast;
    if (Buffer.byteLength(request.body) > LARGEST_BODY) {
      return refuse(460101, 'message too long, exceed 20000 bytes');
    }
    const insecure = this.#checkSender(searchParams);
    if (insecure) return insecure;
    const body = parseObject(request.body);
    if (!body) return refuse(40035, 'param error: body is not json');
    return this.#take(body);
  }

  #checkRate(): BotReply | undefined {
    const now = this.now();
    if (now < this.#mutedUntil) return refuse(660026, 'sending too many messages per minute');
    if (this.#minute.take(now)) return undefined;
    this.#mutedUntil = now + MUTE;
    return refuse(130101, 'send too fast, exceed 20 times per minute');
  }

  #checkSender(query: URLSearchParams): BotReply | undefined {
    const { secret, allowed = true, language = 'en' } = this.#options;
    const says = texts[language];
    if (!allowed) return refuse(310000, says.ip);
    if (!secret) return undefined;
    const timestamp = query.get('timestamp');
    if (timestamp === null) return refuse(310000, says.sign);
    const isClose = Math.abs(Number(timestamp) - this.now()) <= HOUR;
    if (!/^\d+$/.test(timestamp) || !isClose) return refuse(310000, says.timestamp);
    const sign = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
    return query.getAll('sign').join() === sign ? undefined : refuse(310000, says.sign);
  }

  #take(body: Record<string, unknown>): BotReply {
    const { keywords = [], language = 'en' } = this.#options;
    const kind = String(body.msgtype);
    const member = (body[kind] ?? {}) as Record<string, unknown>;
    if (kind !== 'text' && kind !== 'markdown' && kind !== 'actionCard' && kind !== 'link') {
      return refuse(400105, 'unsupported msgtype');
    }
    const content = kind === 'text' ? member.content : member.text;
    const title = kind === 'text' ? undefined : member.title;
    if (!isText(content) || (kind !== 'text' && !isText(title))) {
      return refuse(300001, 'message param title or text is null');
    }
    // Whether a keyword in the title counts is not written down.
    const hasKeyword = keywords.length === 0 || keywords.some((keyword) => content.includes(keyword));
    if (!hasKeyword) return refuse(310000, texts[language].keyword);
    return { body: { errcode: 0, errmsg: 'ok' }, shows: this.#show(kind, title, content, body) };
  }

  #show(kind: string, title: unknown, content: string, body: Record<string, unknown>): SeenMessage {
    const {
      atMobiles = [],
      atUserIds = [],
      isAtAll,
    } = (body.at ?? {}) as {
      atMobiles?: string[];
      atUserIds?: string[];
      isAtAll?: boolean;
    };
    const mentionable = kind === 'text' || kind === 'markdown';
    // Only who is called in the text as well is notified.
    const called = [...atMobiles, ...atUserIds].filter((name) => content.includes(`@${name}`));
    return {
      kind,
      title: isText(title) ? title : undefined,
      text: kind === 'text' ? content : shownMarkdown(content),
      mentions: mentionable ? [...(isAtAll ? ['all'] : []), ...called] : [],
      links: kind === 'text' ? [] : linksOf(content),
      at: this.now(),
      body,
    };
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function refuse(errcode: number, errmsg: string): BotReply {
  return { body: { errcode, errmsg } };
}
