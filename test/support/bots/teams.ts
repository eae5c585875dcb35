import type { ReceivedRequest } from '../http-receiver.ts';
import { type BotReply, BotSimulator, objectsIn, parseObject, SlidingWindow } from './bot-simulator.ts';

type Json = Record<string, unknown>;

const PATH = '/workflows/0123456789abcdef/triggers/manual/paths/invoke?api-version=2016-06-01&sig=s3cret';

/** A workflow of Power Automate that posts the cards it gets. */
export class TeamsSimulator extends BotSimulator {
  readonly #window = new SlidingWindow(4, 1000);

  get url(): string {
    return this.origin + PATH;
  }

  protected reply(request: ReceivedRequest): BotReply {
    if (request.url !== PATH) {
      return {
        status: 401,
        body: {
          error: { code: 'DirectApiAuthorizationRequired', message: 'The request is not authorized.' },
        },
      };
    }
    if (Buffer.byteLength(request.body) > 28 * 1024) return { status: 413, body: 'Request Entity too large' };
    if (!this.#window.take(this.now())) return { status: 429, body: '' };
    const message = parseObject(request.body);
    const card = message && cardOf(message);
    if (!card)
      return { status: 400, body: { error: { code: 'TriggerInputSchemaMismatch', message: 'no card' } } };
    const blocks = objectsIn(card.body);
    const texts = blocks.flatMap(textsOf);
    const entities = objectsIn((card.msteams as Json | undefined)?.entities);
    const markup = texts.join('\n');
    // A mention needs both; either one alone makes Teams refuse the card, after it has said 202.
    const tags = [...markup.matchAll(/<at>([^<]*)<\/at>/g)].map(([tag]) => tag);
    const isWhole =
      tags.every((tag) => entities.some(({ text }) => text === tag)) &&
      entities.every(({ text }) => tags.includes(String(text)));
    const isCard = card.version === '1.4' && blocks.length > 0 && blocks.every(isBlock) && isWhole;
    return {
      status: 202,
      body: '',
      ...(isCard && {
        shows: {
          kind: 'card',
          title: blocks[0]?.weight === 'Bolder' ? read(String(blocks[0].text)) : undefined,
          text: read(markup),
          mentions: entities.map(({ mentioned }) => String((mentioned as Json).id)),
          color: String(blocks[0]?.color),
          links: objectsIn(card.actions).map(({ title, url }) => ({
            label: String(title),
            url: String(url),
          })),
          at: this.now(),
          body: message,
        },
      }),
    };
  }
}

function cardOf(message: Json): Json | undefined {
  const [attachment] = objectsIn(message.attachments);
  const isCard =
    message.type === 'message' && attachment?.contentType === 'application/vnd.microsoft.card.adaptive';
  return isCard ? (attachment.content as Json) : undefined;
}

function isBlock(block: Json): boolean {
  if (block.type === 'TextBlock') return typeof block.text === 'string' && block.text !== '';
  return (
    block.type === 'FactSet' &&
    objectsIn(block.facts).every(({ title, value }) => typeof title === 'string' && Boolean(value))
  );
}

function textsOf(block: Json): string[] {
  if (block.type === 'TextBlock') return [String(block.text)];
  return objectsIn(block.facts).flatMap(({ title, value }) => [String(title), String(value)]);
}

function read(markdown: string): string {
  return markdown
    .replaceAll('\u200b', '')
    .replace(/\\([^0-9A-Za-z\s])/g, '$1')
    .replace(/\n\n/g, '\n');
}
