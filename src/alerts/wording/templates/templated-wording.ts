import {
  type ChannelMessage,
  channelTypeOf,
  compileTemplate,
  escapeOf,
  oneLine,
  type TemplateRow,
} from '../../../delivery/door.ts';
import type { Logger } from '../../../lib/logger.ts';
import { alertTexts } from '../../../texts/alert-texts.ts';
import type { Notification } from '../../notification.ts';
import { dressed, say } from '../alert-wording.ts';
import type { AlertLinks, Audience, Wording } from '../wording.ts';
import { type MessageKind, type MessageTemplate, messageKindOf } from './message-template.ts';
import { rowOfVariables, variablesOf } from './variable-values.ts';

/** Where templates of one's own come from; undefined: what is built in. */
export interface TemplateSource {
  of(channel: string, language: 'en' | 'zh', kind: MessageKind): MessageTemplate | undefined;
}

export interface WordedMessage {
  readonly message: ChannelMessage;
  /** Why the template was not used; undefined when it was, or when there is none. */
  readonly failure: string | undefined;
}

interface WordingOptions {
  readonly links: AlertLinks | undefined;
  readonly templates: TemplateSource;
  readonly logger: Logger;
}

/** In the words of the templates that there are; a template that fails loses nothing, and the message says so. */
export function templatedWording({ links, templates, logger }: WordingOptions): Wording {
  return {
    message(notification, audience) {
      const kind = messageKindOf(notification);
      const template = templates.of(notification.channel, audience.language, kind);
      const { message, failure } = wordedBy(template, notification, audience, links);
      if (failure !== undefined) {
        const about = { channel: notification.channel, kind, reason: failure };
        logger.warn(about, 'the template of an alert message failed: the built-in text was sent');
      }
      return message;
    },
  };
}

export function wordedBy(
  template: MessageTemplate | undefined,
  notification: Notification,
  audience: Audience,
  links: AlertLinks | undefined,
): WordedMessage {
  const said = say(notification, audience);
  const builtIn = dressed(said, notification, audience, links);
  if (!template) return { message: builtIn, failure: undefined };
  const texts = alertTexts[audience.language];
  try {
    const row = rowOfVariables(variablesOf(notification, audience, texts, said, builtIn));
    return { message: filled(template, row, builtIn, audience.channelType), failure: undefined };
  } catch (error) {
    const failure = (error as Error).message;
    const text = [builtIn.text, texts.templateFailed(failure)].filter(Boolean).join('\n');
    return { message: { ...builtIn, text }, failure };
  }
}

function filled(
  { title, text, markdown, fields }: MessageTemplate,
  row: TemplateRow,
  builtIn: ChannelMessage,
  channelType: string,
): ChannelMessage {
  const raw = (template: string): string => compileTemplate(template, 'raw').render(row);
  const firstLine = title === undefined ? builtIn.title : oneLine(raw(title));
  if (firstLine === '') throw new Error('its title is empty');
  const message: ChannelMessage = {
    ...builtIn,
    title: firstLine,
    ...(text !== undefined && { text: raw(text) }),
    ...(fields && { fields: fields.map(({ name, value }) => ({ name: raw(name), value: raw(value) })) }),
  };
  if (markdown === undefined) return message;
  const escaped = compileTemplate(markdown, escapeOf(channelTypeOf(channelType))).render(row);
  return { ...message, text: undefined, markdown: escaped };
}
