import { HttpReceiver, type ReceivedRequest } from '../http-receiver.ts';

/** A message as people would see it in the chat. */
export interface SeenMessage {
  /** As the vendor calls it: `text`, `markdown`, `interactive` … */
  readonly kind: string;
  readonly title?: string | undefined;
  /** What is read, without marks of markup. */
  readonly text: string;
  /** Who is notified: user ids, mobiles, `all`. */
  readonly mentions: readonly string[];
  /** Of the header, or of what is coloured in the text. */
  readonly color?: string | undefined;
  readonly links?: readonly { readonly label: string; readonly url: string }[] | undefined;
  /** Unix milliseconds, by the simulator's clock. */
  readonly at: number;
  /** The body that arrived. */
  readonly body: unknown;
}

/** What the vendor answers; an object goes out as JSON. */
export interface BotReply {
  readonly status?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body: string | object;
  /** What people see now; absent: nothing. */
  readonly shows?: SeenMessage | undefined;
}

export interface BotSimulatorOptions {
  /** Unix milliseconds; the wall clock when absent. */
  readonly now?: () => number;
}

/**
 * The server of a vendor, as strict as the vendor is: a real HTTP server on a port of its own. A vendor says in
 * `reply` what it answers, and everything else is the same for all.
 */
export abstract class BotSimulator {
  /** What people have seen, the oldest first. */
  readonly messages: SeenMessage[] = [];
  protected readonly now: () => number;
  readonly #receiver = new HttpReceiver();
  readonly #scripted: BotReply[] = [];

  constructor({ now = Date.now }: BotSimulatorOptions = {}) {
    this.now = now;
    this.#receiver.answer = (request, response) => {
      const scripted = this.#scripted.shift();
      const { status = 200, headers, body, shows } = scripted ?? this.reply(request);
      if (shows) this.messages.push(shows);
      const json = typeof body !== 'string';
      response.writeHead(status, { ...(json && { 'content-type': 'application/json' }), ...headers });
      response.end(json ? JSON.stringify(body) : body);
    };
  }

  async open(): Promise<this> {
    await this.#receiver.open();
    return this;
  }

  /** It can be opened again, on the same port. */
  close(): void {
    this.#receiver.close();
  }

  /** `http://127.0.0.1:port` */
  get origin(): string {
    return `http://127.0.0.1:${this.#receiver.port}`;
  }

  /** The address that people would copy from the vendor. */
  abstract get url(): string;

  get requests(): readonly ReceivedRequest[] {
    return this.#receiver.requests;
  }

  /** Waits until that many requests have come, whatever became of them. */
  received(count: number): Promise<readonly ReceivedRequest[]> {
    return this.#receiver.received(count);
  }

  /** The next requests are answered with these, one each, whatever they hold. */
  answerNext(...replies: readonly BotReply[]): void {
    this.#scripted.push(...replies);
  }

  protected abstract reply(request: ReceivedRequest): BotReply;
}

/** Counts what came within a window: for limits such as "20 a minute". */
export class SlidingWindow {
  readonly #limit: number;
  readonly #length: number;
  #times: number[] = [];

  /** @param length milliseconds */
  constructor(limit: number, length: number) {
    this.#limit = limit;
    this.#length = length;
  }

  /** False when the limit is reached; then this one is not counted. */
  take(now: number): boolean {
    this.#times = this.#times.filter((time) => time > now - this.#length);
    if (this.#times.length >= this.#limit) return false;
    this.#times.push(now);
    return true;
  }
}

/** The object that a body is, or undefined. */
export function parseObject(body: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The objects of a list; none when it is no list. */
export function objectsIn(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? (value as Record<string, unknown>[]) : [];
}
