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

interface WecomOptions extends BotSimulatorOptions {
  readonly key?: string;
}

const LONGEST = { text: 2048, markdown: 4096, markdown_v2: 4096 } as const;

/** WeCom's server with one group robot. Answers HTTP 200 to everything, as that one does. */
export class WecomSimulator extends BotSimulator {
  readonly #key: string;
  readonly #minute = new SlidingWindow(20, 60_000);

  constructor({ key = '693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa', ...options }: WecomOptions = {}) {
    super(options);
    this.#key = key;
  }

  get url(): string {
    return `${this.origin}/cgi-bin/webhook/send?key=${this.#key}`;
  }

  protected reply(request: ReceivedRequest): BotReply {
    const { searchParams } = new URL(request.url, this.origin);
    if (request.method !== 'POST') return this.#refuse(43002, 'require POST method');
    if (searchParams.get('key') !== this.#key) return this.#refuse(93000, 'invalid webhook url');
    if (!this.#minute.take(this.now())) return this.#refuse(45009, 'api freq out of limit');
    const body = parseObject(request.body);
    // Seen with 0, although nothing is delivered.
    if (!body) return this.#refuse(0, 'ok. Warning: wrong json format. ');
    return this.#take(body);
  }

  #take(body: Record<string, unknown>): BotReply {
    const kind = String(body.msgtype);
    if (!(kind in LONGEST)) return this.#refuse(40008, 'invalid message type');
    const member = body[kind] as Record<string, unknown> | undefined;
    const content = member?.content;
    if (typeof content !== 'string' || content.trim() === '') return this.#refuse(44004, 'empty content');
    const limit = LONGEST[kind as keyof typeof LONGEST];
    if (Buffer.byteLength(content) > limit) {
      return this.#refuse(40058, `${kind}.content exceed max length ${limit}. invalid Request Parameter`);
    }
    return { body: { errcode: 0, errmsg: 'ok' }, shows: this.#show(kind, content, member ?? {}, body) };
  }

  #show(kind: string, content: string, member: Record<string, unknown>, body: object): SeenMessage {
    const at = this.now();
    if (kind === 'text') {
      const listed = [member.mentioned_list, member.mentioned_mobile_list].flatMap(
        (list) => (list ?? []) as string[],
      );
      const mentions = [...new Set(listed.map((name) => (name === '@all' ? 'all' : name)))];
      return { kind, text: content, mentions, at, body };
    }
    // The second version has neither mentions nor colours; `<@all>` is drawn, and calls nobody.
    const first = kind === 'markdown';
    const called = first ? [...content.matchAll(/<@([^<>\s]+)>/g)].map(([, id = '']) => id) : [];
    return {
      kind,
      text: shownMarkdown(content),
      mentions: called.filter((id) => id !== 'all'),
      color: first ? /<font color="(info|comment|warning)">/.exec(content)?.[1] : undefined,
      links: linksOf(content),
      at,
      body,
    };
  }

  #refuse(errcode: number, message: string): BotReply {
    const hint = `hint: [${Math.floor(this.now() / 1000)}], from ip: 127.0.0.1`;
    const more = `more info at https://open.work.weixin.qq.com/devtool/query?e=${errcode}`;
    return { body: { errcode, errmsg: `${message}, ${hint}, ${more}` } };
  }
}
