import {
  type ChannelMessage,
  type ChannelView,
  channelTypeOf,
  channelTypes,
  type WrittenMessage,
} from '../../../delivery/door.ts';
import type { Clock } from '../../../lib/clock.ts';
import { suggest } from '../../../lib/suggest.ts';
import { readZone } from '../../../lib/zoned-time.ts';
import type { Alert } from '../../alert.ts';
import { AlertError } from '../../alert-error.ts';
import type { AlertLinks } from '../wording.ts';
import { type MessageKind, type MessageTemplate, messageKindOf } from './message-template.ts';
import { DEFAULT_CHANNEL } from './message-templates.ts';
import { notificationAbout, sampleNotification } from './sample-notifications.ts';
import { type TemplateSource, wordedBy } from './templated-wording.ts';

/** What is to be shown. */
export interface PreviewRequest {
  /** The one that is stored, or the built-in text, when absent. */
  readonly template?: MessageTemplate | undefined;
  /** The id of a channel, or a type of channels. */
  readonly channel: string;
  /** That of the channel when absent. */
  readonly language?: 'en' | 'zh' | undefined;
  readonly kind: MessageKind;
  /** The id of an alert; one that might be when absent. */
  readonly alert?: string | undefined;
}

export interface TemplatePreview extends WrittenMessage {
  readonly language: 'en' | 'zh';
  readonly kind: MessageKind;
  readonly message: ChannelMessage;
  /** Why the built-in text is shown; undefined when the template was used, or there is none. */
  readonly failure: string | undefined;
}

interface PreviewOptions {
  readonly templates: TemplateSource;
  readonly links: AlertLinks | undefined;
  readonly channels: {
    find(channel: string): ChannelView | undefined;
    describe(channel: string, message: ChannelMessage): WrittenMessage;
  };
  readonly find: (alert: string) => Alert | undefined;
  readonly clock: Pick<Clock, 'now'>;
}

/** Shows what a message would look like, without a word to anybody. */
export class TemplatePreviews {
  readonly #options: PreviewOptions;

  constructor(options: PreviewOptions) {
    this.#options = options;
  }

  /** @throws AlertError for a channel or an alert that there is not */
  show(request: PreviewRequest): TemplatePreview {
    const { templates, links, channels, clock } = this.#options;
    const channel = this.#channelOf(request.channel);
    const language = request.language ?? channel.language;
    const notification = this.#notificationOf(request, channel.id, clock.now());
    const kind = messageKindOf(notification);
    const { zone, type: channelType, mention } = channel;
    const audience = { language, zone, channelType, mention };
    const template = request.template ?? templates.of(channel.id, language, kind);
    const { message, failure } = wordedBy(template, notification, audience, links);
    return { language, kind, message, failure, ...channels.describe(channel.id, message) };
  }

  #notificationOf({ alert, kind }: PreviewRequest, channel: string, now: number) {
    if (alert === undefined) return sampleNotification(kind, channel, now);
    const found = this.#options.find(alert);
    if (!found) throw new AlertError('NOT_FOUND', `there is no alert ${alert.slice(0, 64)}, or not any more`);
    return notificationAbout(found, kind, channel, now);
  }

  #channelOf(channel: string): Pick<ChannelView, 'id' | 'language' | 'mention' | 'type' | 'zone'> {
    const found = this.#options.channels.find(channel);
    if (found) return found;
    const type = channelTypeOf(channel);
    const types = channelTypes();
    const local = readZone('local');
    const zone = typeof local === 'string' ? local : 'UTC';
    if (channel === DEFAULT_CHANNEL) return { id: 'preview', type: 'preview', language: 'en', zone };
    if (!channel.includes(':') && types.includes(type)) return { id: type, type, language: 'en', zone };
    const meant = suggest(channel, types);
    throw new AlertError(
      'NOT_FOUND',
      `channel: there is no channel ${channel.slice(0, 128)}; write the id of one, or a type: ${types.join(', ')}` +
        (meant ? ` (did you mean ${meant}?)` : ''),
    );
  }
}
