import type { ReceivedRequest } from '../http-receiver.ts';
import { type BotReply, BotSimulator, objectsIn, parseObject, SlidingWindow } from './bot-simulator.ts';

type Json = Record<string, unknown>;

const PATH =
  '/api/webhooks/123456789012345678/abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789abcd';

/** What may be how long. */
const LIMITS = { title: 256, description: 4096 };

/** One webhook of Discord. */
export class DiscordSimulator extends BotSimulator {
  readonly #window = new SlidingWindow(5, 2000);

  get url(): string {
    return this.origin + PATH;
  }

  protected reply(request: ReceivedRequest): BotReply {
    const { pathname, searchParams } = new URL(request.url, this.origin);
    if (pathname !== PATH) return { status: 404, body: { message: 'Unknown Webhook', code: 10015 } };
    if (!this.#window.take(this.now())) return rateLimited;
    const message = parseObject(request.body);
    if (!message)
      return { status: 400, body: { message: 'The request body contains invalid JSON.', code: 50109 } };
    const embeds = objectsIn(message.embeds);
    if (!message.content && embeds.length === 0) {
      return { status: 400, body: { message: 'Cannot send an empty message', code: 50006 } };
    }
    const mistakes = mistakesIn(message, embeds);
    if (Object.keys(mistakes).length > 0) {
      return { status: 400, body: { message: 'Invalid Form Body', code: 50035, errors: mistakes } };
    }
    const waits = searchParams.get('wait') === 'true';
    return {
      ...(waits ? { body: { id: String(this.messages.length + 1), type: 0 } } : { status: 204, body: '' }),
      shows: {
        kind: embeds.length > 0 ? 'embed' : 'text',
        title: embeds[0] && read(String(embeds[0].title ?? '')),
        text: textsOf(message, embeds).map(read).join('\n'),
        mentions: mentionsIn(message),
        color: embeds[0] && Number(embeds[0].color).toString(16).padStart(6, '0'),
        at: this.now(),
        body: message,
      },
    };
  }
}

const rateLimited: BotReply = {
  status: 429,
  headers: { 'retry-after': '1', 'x-ratelimit-scope': 'user' },
  body: { message: 'You are being rate limited.', retry_after: 0.376, global: false },
};

function mistakesIn(message: Json, embeds: readonly Json[]): Json {
  const errors: Json = {};
  const check = (path: string, value: unknown, limit: number, required = false): void => {
    const length = typeof value === 'string' ? value.length : 0;
    if (required && length === 0)
      errors[path] = { _errors: [{ code: 'BASE_TYPE_REQUIRED', message: 'This field is required' }] };
    if (length > limit) {
      errors[path] = {
        _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: `Must be ${limit} or fewer in length.` }],
      };
    }
  };
  check('content', message.content, 2000);
  if (embeds.length > 10)
    errors.embeds = {
      _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 10 or fewer in length.' }],
    };
  for (const [index, embed] of embeds.entries()) {
    check(`embeds.${index}.title`, embed.title, LIMITS.title);
    check(`embeds.${index}.description`, embed.description, LIMITS.description);
    check(`embeds.${index}.footer`, (embed.footer as Json | undefined)?.text, 2048);
    const fields = objectsIn(embed.fields);
    if (fields.length > 25)
      errors[`embeds.${index}.fields`] = { _errors: [{ message: 'Must be 25 or fewer in length.' }] };
    for (const [at, { name, value }] of fields.entries()) {
      check(`embeds.${index}.fields.${at}.name`, name, 256, true);
      check(`embeds.${index}.fields.${at}.value`, value, 1024, true);
    }
    const isEmpty = !embed.title && !embed.description && fields.length === 0;
    if (isEmpty) errors[`embeds.${index}`] = { _errors: [{ message: 'Cannot be empty' }] };
  }
  const total = embeds.flatMap((embed) => textsOf({}, [embed])).join('').length;
  if (total > 6000)
    errors.embeds = {
      _errors: [{ code: 'MAX_EMBED_SIZE_EXCEEDED', message: 'Embed size exceeds maximum size of 6000' }],
    };
  return errors;
}

function textsOf({ content }: Json, embeds: readonly Json[]): string[] {
  const texts = embeds.flatMap(({ title, description, footer, fields }) => [
    title,
    description,
    (footer as Json | undefined)?.text,
    ...objectsIn(fields).flatMap(({ name, value }) => [name, value]),
  ]);
  return [content, ...texts].filter((text) => typeof text === 'string');
}

/** Who is called: what stands in the text, and may be called. */
function mentionsIn({ content, allowed_mentions }: Json): string[] {
  const text = typeof content === 'string' ? content : '';
  const { parse, users, roles } = (allowed_mentions ?? { parse: ['everyone', 'users', 'roles'] }) as Record<
    string,
    string[]
  >;
  return [
    ...[...text.matchAll(/(?<!\\)@(everyone|here)/g)]
      .filter(() => parse?.includes('everyone'))
      .map(([all]) => all),
    ...[...text.matchAll(/(?<!\\)<@(\d+)>/g)].flatMap(([, id = '']) =>
      parse?.includes('users') || users?.includes(id) ? [id] : [],
    ),
    ...[...text.matchAll(/(?<!\\)<@&(\d+)>/g)].flatMap(([, id = '']) =>
      parse?.includes('roles') || roles?.includes(id) ? [`&${id}`] : [],
    ),
  ];
}

/** What is read when every backslash before a sign shows the sign. */
function read(markdown: string): string {
  return markdown.replace(/\\([^0-9A-Za-z\s])/g, '$1');
}
