import { createHmac } from 'node:crypto';
import type { ReceivedRequest } from '../http-receiver.ts';
import {
  type BotReply,
  BotSimulator,
  type BotSimulatorOptions,
  parseObject,
  SlidingWindow,
} from './bot-simulator.ts';
import { showCard, showPost, showText } from './shown-feishu.ts';

interface FeishuOptions extends BotSimulatorOptions {
  readonly token?: string;
  /** Signatures are checked when there is one. */
  readonly secret?: string;
  readonly keywords?: readonly string[];
  /** `false`: our address is not on the list of the bot. */
  readonly allowed?: boolean;
}

const HOUR = 3600;
const LARGEST_BODY = 20 * 1024;

/** Feishu's server, or Lark's, with one custom bot. */
export class FeishuSimulator extends BotSimulator {
  readonly #options: FeishuOptions;
  readonly #token: string;
  readonly #second = new SlidingWindow(5, 1000);
  readonly #minute = new SlidingWindow(100, 60_000);

  constructor({ token = '2dd4-43a9-9f5b-8e0f', ...options }: FeishuOptions = {}) {
    super(options);
    this.#token = token;
    this.#options = options;
  }

  get url(): string {
    return `${this.origin}/open-apis/bot/v2/hook/${this.#token}`;
  }

  protected reply(request: ReceivedRequest): BotReply {
    const token = /\/open-apis\/bot\/v2\/hook\/([^/?]+)/.exec(request.url)?.[1];
    if (token !== this.#token) {
      return refuse(19001, 'param invalid: incoming webhook access token invalid');
    }
    if (!this.#second.take(this.now())) return refuse(9499, 'too many request', 400);
    if (!this.#minute.take(this.now())) {
      return refuse(11232, 'frequency limited psm[lark.oapi.app_platform_runtime]appID[1500]');
    }
    const body = request.method === 'POST' ? parseObject(request.body) : undefined;
    if (!body || Buffer.byteLength(request.body) > LARGEST_BODY) return refuse(9499, 'Bad Request', 400);
    return this.#checkSender(body) ?? this.#take(body, request.body);
  }

  #checkSender({ timestamp, sign }: Record<string, unknown>): BotReply | undefined {
    const { secret, allowed = true } = this.#options;
    if (!allowed) return refuse(19022, 'Ip Not Allowed');
    if (!secret) return undefined;
    const expected = createHmac('sha256', `${timestamp}\n${secret}`).digest('base64');
    const isClose = Math.abs(Number(timestamp) - this.now() / 1000) <= HOUR;
    if (typeof timestamp === 'string' && isClose && sign === expected) return undefined;
    return refuse(19021, 'sign match fail or timestamp is not within one hour from current time');
  }

  #take(body: Record<string, unknown>, text: string): BotReply {
    const { keywords = [] } = this.#options;
    const { msg_type: kind, content, card } = body;
    if (kind === undefined) return refuse(19002, 'params error, msg_type need');
    const shown =
      kind === 'text'
        ? showText(content)
        : kind === 'post'
          ? showPost(content)
          : kind === 'interactive'
            ? showCard(card)
            : undefined;
    if (shown === 'bad card') return refuse(11246, 'ErrCode: 200621; ErrMsg: parse card json err');
    if (!shown) return refuse(9499, 'Bad Request', 400);
    if (keywords.length > 0 && !keywords.some((keyword) => text.includes(keyword))) {
      return refuse(19024, 'Key Words Not Found');
    }
    return {
      body: { StatusCode: 0, StatusMessage: 'success', code: 0, data: {}, msg: 'success' },
      shows: { ...shown, kind: String(kind), at: this.now(), body },
    };
  }
}

function refuse(code: number, msg: string, status = 200): BotReply {
  return { status, body: { code, data: {}, msg } };
}
