import { channelTypeOf, channelTypes } from '../../../delivery/door.ts';
import { suggest } from '../../../lib/suggest.ts';
import type { Definition, Definitions } from '../../../store/definitions.ts';
import { AlertError } from '../../alert-error.ts';
import type { MessageKind, MessageTemplate } from './message-template.ts';
import type { TemplateSource } from './templated-wording.ts';

/** What a template is for. */
export interface TemplatePlace {
  /** The id of a channel, a type of channels, or `default`. */
  readonly channel: string;
  readonly language: 'en' | 'zh';
  readonly kind: MessageKind;
}

export interface StoredTemplate extends TemplatePlace, MessageTemplate {
  /** Unix milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

interface Body extends TemplatePlace {
  readonly template: MessageTemplate;
}

const KIND = 'alert_template';

export const DEFAULT_CHANNEL = 'default';

/** The words of people's own: of one channel, of a type of channels, or of all of them. */
export class MessageTemplates implements TemplateSource {
  readonly #definitions: Definitions;
  readonly #templates = new Map<string, MessageTemplate>();

  constructor(definitions: Definitions) {
    this.#definitions = definitions;
    for (const { id, body } of definitions.list<Body>(KIND)) this.#templates.set(id, body.template);
  }

  /** That of the channel, else of its type, else of all. */
  of(channel: string, language: 'en' | 'zh', kind: MessageKind): MessageTemplate | undefined {
    if (this.#templates.size === 0) return undefined;
    for (const place of [channel, channelTypeOf(channel), DEFAULT_CHANNEL]) {
      const template = this.#templates.get(idOf({ channel: place, language, kind }));
      if (template) return template;
    }
    return undefined;
  }

  /** In the order of channel, language and kind. */
  list(): StoredTemplate[] {
    return this.#definitions.list<Body>(KIND).map(toStored);
  }

  get(place: TemplatePlace): StoredTemplate | undefined {
    const found = this.#definitions.get<Body>(KIND, idOf(known(place)));
    return found && toStored(found);
  }

  /** On disk when it returns. @throws AlertError BAD_REQUEST for a channel that there cannot be */
  put(place: TemplatePlace, template: MessageTemplate): StoredTemplate {
    const meant = known(place);
    if (template.markdown !== undefined && meant.channel === DEFAULT_CHANNEL) {
      const message = 'markdown: each channel has a markup of its own; write it for a channel, or write text';
      throw new AlertError('BAD_REQUEST', message);
    }
    const id = idOf(meant);
    const stored = this.#definitions.put<Body>(KIND, id, { ...meant, template });
    this.#templates.set(id, template);
    return toStored(stored);
  }

  /** The built-in text is back. False when there was none. */
  delete(place: TemplatePlace): boolean {
    const id = idOf(known(place));
    this.#templates.delete(id);
    return this.#definitions.delete(KIND, id);
  }
}

/** Under the name by which channels are known. @throws AlertError BAD_REQUEST for a type that there is not */
function known(place: TemplatePlace): TemplatePlace {
  const { channel } = place;
  if (channel === DEFAULT_CHANNEL) return place;
  const type = channelTypeOf(channel);
  const types = channelTypes();
  if (!types.includes(type)) {
    const meant = suggest(type, [...types, DEFAULT_CHANNEL]);
    throw new AlertError(
      'BAD_REQUEST',
      `channel: there is no type of channels ${type.slice(0, 64)}; there are ${types.join(', ')}, or default` +
        (meant ? ` (did you mean ${meant}?)` : ''),
    );
  }
  const colon = channel.indexOf(':');
  return { ...place, channel: colon === -1 ? type : type + channel.slice(colon) };
}

function idOf({ channel, language, kind }: TemplatePlace): string {
  return `${channel}/${language}/${kind}`;
}

function toStored({ body, createdAt, updatedAt }: Definition<Body>): StoredTemplate {
  const { channel, language, kind, template } = body;
  return { channel, language, kind, ...template, createdAt, updatedAt };
}
