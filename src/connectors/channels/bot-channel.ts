import { z } from 'zod';
import { fingerprint } from '../../lib/fingerprint.ts';
import { maskUrl, redactHeaders } from '../../lib/secrets.ts';
import {
  type ConnectorHandle,
  type ConnectorKind,
  type Destination,
  type DestinationLimits,
  defineConnector,
  type Parcel,
} from '../connector.ts';
import { customHeadersField, mergeHeaders } from '../http/custom-headers.ts';
import { failureOf, type HttpAnswer, HttpClient } from '../http/http-client.ts';
import { outboundMembers } from '../http/outbound-settings.ts';
import type { Outcome } from '../outcome.ts';
import type { ChannelMessage } from './channel-message.ts';
import type { ChannelTraits } from './channel-traits.ts';

/**
 * A channel that is one HTTP request a message: the vendor's rules as data and pure functions. Everything else
 * (connections, TLS, proxy, pools of several bots, limits that can be lowered) is the same for all and lives here.
 */
export interface BotChannel<Own extends z.ZodRawShape> extends ChannelTraits {
  readonly type: string;
  readonly aliases?: readonly string[];
  /** What one bot is set up with: `url`, `secret`, `keyword` … Every bot of a pool has the same members. */
  readonly bot: z.ZodObject<Own>;
  /** The vendor's, for one bot. */
  readonly limits: DestinationLimits | ((bot: z.output<z.ZodObject<Own>>) => DestinationLimits);
  /** Its messages cannot be shared out: an alert is resolved where it was triggered. */
  readonly standsAlone?: boolean;
  /** What is wrong with members that are each right by themselves. */
  mistakeIn?(bot: z.output<z.ZodObject<Own>>): BotMistake | undefined;
  /** What makes it this bot and no other: the token of its URL, its routing key. */
  tokenOf(bot: z.output<z.ZodObject<Own>>): string;
  /** The vendor's request. Made anew for each attempt, so that a signature is always fresh. Pure. */
  write(message: ChannelMessage, bot: z.output<z.ZodObject<Own>>, moment: Moment): BotRequest;
  /** What the answer means, read from its body as the vendor documents it. */
  judge(answer: HttpAnswer): Outcome;
  /** The answer says that the bot's place is another one now: the request to there, which is sent at once. */
  follow?(answer: HttpAnswer, bot: z.output<z.ZodObject<Own>>, request: BotRequest): Elsewhere | undefined;
}

export interface BotMistake {
  readonly member: string;
  readonly message: string;
}

export interface Elsewhere {
  readonly request: BotRequest;
  /** For whoever looks at the delivery. */
  readonly note: string;
}

export interface Moment {
  /** Of the delivery: the same on all repeats. */
  id: string;
  /** Unix milliseconds, of this attempt. */
  now: number;
}

export interface BotRequest {
  /** With its query. */
  url: string;
  /** `POST` when absent. */
  method?: 'POST' | 'PUT' | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
  body: string;
}

const limitsField = z
  .strictObject({
    per_minute: z.number().positive().optional(),
    per_second: z.number().positive().optional(),
  })
  .default(() => ({}))
  .meta({ description: 'Lower than the vendor allows; a higher figure has no effect.' });

const OWN_HEADERS = { 'user-agent': 'tocsin', 'content-type': 'application/json; charset=utf-8' };

const ALONE = 'there can be no others beside this one: leave the list empty';

export function defineBotChannel<Own extends z.ZodRawShape>(channel: BotChannel<Own>): ConnectorKind {
  type Bot = z.output<z.ZodObject<Own>>;
  const refuseMistake = (bot: Bot, context: z.RefinementCtx): void => {
    const mistake = channel.mistakeIn?.(bot);
    if (mistake) context.addIssue({ code: 'custom', path: [mistake.member], message: mistake.message });
  };
  const shared = z.strictObject({
    ...outboundMembers,
    headers: customHeadersField,
    limits: limitsField,
    pool: z
      .array(channel.bot.superRefine(refuseMistake))
      .max(channel.standsAlone ? 0 : 50, { error: channel.standsAlone ? ALONE : 'at most 50 bots' })
      .default(() => [])
      .meta({
        description:
          'More bots of the same group: each has a limit of its own, and the messages are shared out.',
      }),
  });
  const settings = z
    .strictObject({ ...channel.bot.shape, ...shared.shape })
    .superRefine((all, context) => refuseMistake(all as unknown as Bot, context)) as unknown as typeof shared;
  type Settings = z.output<typeof shared>;
  const botsOf = (all: Settings): readonly Bot[] => [all as unknown as Bot, ...(all.pool as Bot[])];

  return defineConnector<typeof shared, ChannelMessage>({
    type: channel.type,
    ...(channel.aliases && { aliases: channel.aliases }),
    settings,
    channel,
    async open(all) {
      const client = await HttpClient.open(all);
      const bots = botsOf(all);
      const first = channel.write({ text: '' }, bots[0] as Bot, { id: '', now: 0 });
      return new BotHandle(client, all.pool_size, new URL(first.url).origin, {
        write: (message, index, moment) => channel.write(message, (bots[index] ?? bots[0]) as Bot, moment),
        judge: (answer) => channel.judge(answer),
        follow: (answer, index, request) =>
          channel.follow?.(answer, (bots[index] ?? bots[0]) as Bot, request),
        headersOf: ({ headers = {} }) => mergeHeaders(OWN_HEADERS, headers, all.headers),
      });
    },
    describe(all, message) {
      const moment = { id: '<id of the delivery>', now: Date.now() };
      const bot = all as unknown as Bot;
      const { method = 'POST', url, headers = {}, body } = channel.write(message, bot, moment);
      return {
        method,
        url: maskUrl(url),
        headers: redactHeaders(mergeHeaders(headers, all.headers)),
        body: withoutSecrets(body, channel.tokenOf(bot)),
      };
    },
    destinations: (all) => botsOf(all).map((bot) => toDestination(channel, bot, all.limits)),
    simplify: (message) => (message.plain ? undefined : { ...message, plain: true }),
  });
}

function withNote(outcome: Outcome, note: string): Outcome {
  const { answer } = outcome;
  return answer ? { ...outcome, answer: { ...answer, excerpt: `${note} ${answer.excerpt}` } } : outcome;
}

/** Some tokens and signatures go out in the body. */
function withoutSecrets(body: string, token: string): string {
  const unsigned = body.replace(/("sign":")[^"]*(?=")/g, '$1******');
  return token === '' ? unsigned : unsigned.replaceAll(JSON.stringify(token).slice(1, -1), '******');
}

function toDestination<Own extends z.ZodRawShape>(
  channel: BotChannel<Own>,
  bot: z.output<z.ZodObject<Own>>,
  lowered: z.output<typeof limitsField>,
): Destination {
  const limits = typeof channel.limits === 'function' ? channel.limits(bot) : channel.limits;
  return {
    key: `${channel.type}:${fingerprint(channel.tokenOf(bot))}`,
    limits: {
      ...limits,
      perMinute: lower(limits.perMinute, lowered.per_minute),
      perSecond: lower(limits.perSecond, lowered.per_second),
    },
  };
}

function lower(vendor: number | undefined, own: number | undefined): number | undefined {
  return vendor === undefined ? own : Math.min(vendor, own ?? vendor);
}

/** A channel with the bots of one connector, told apart by their number. */
interface Bots {
  write(message: ChannelMessage, bot: number, moment: Moment): BotRequest;
  judge(answer: HttpAnswer): Outcome;
  follow(answer: HttpAnswer, bot: number, request: BotRequest): Elsewhere | undefined;
  headersOf(request: BotRequest): Readonly<Record<string, string>>;
}

class BotHandle implements ConnectorHandle<ChannelMessage> {
  readonly concurrency: number;
  readonly #client: HttpClient;
  readonly #origin: string;
  readonly #bots: Bots;

  constructor(client: HttpClient, concurrency: number, origin: string, bots: Bots) {
    this.#client = client;
    this.concurrency = concurrency;
    this.#origin = origin;
    this.#bots = bots;
  }

  async send(
    { id, request, destination = 0 }: Parcel<ChannelMessage>,
    signal: AbortSignal,
  ): Promise<Outcome> {
    let host = new URL(this.#origin).host;
    try {
      const written = this.#bots.write(request, destination, { id, now: Date.now() });
      host = new URL(written.url).host;
      const answer = await this.#exchange(written, signal);
      const elsewhere = this.#bots.follow(answer, destination, written);
      if (!elsewhere) return this.#bots.judge(answer);
      const outcome = this.#bots.judge(await this.#exchange(elsewhere.request, signal));
      return withNote(outcome, elsewhere.note);
    } catch (error) {
      return failureOf(error, host, signal);
    }
  }

  #exchange(request: BotRequest, signal: AbortSignal): Promise<HttpAnswer> {
    const { origin, pathname, search } = new URL(request.url);
    return this.#client.request(
      {
        method: request.method ?? 'POST',
        origin,
        path: pathname + search,
        headers: Object.entries(this.#bots.headersOf(request)),
        body: request.body,
      },
      signal,
    );
  }

  probe(signal: AbortSignal) {
    return this.#client.probe(this.#origin, signal);
  }

  clockAhead(): number | undefined {
    return this.#client.clockAhead();
  }

  drain(): Promise<void> {
    return this.#client.drain();
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}
