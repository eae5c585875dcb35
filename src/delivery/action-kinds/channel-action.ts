import type { z } from 'zod';
import type { ChannelMessage, MessageField, MessageLink } from '../../connectors/channels/channel-message.ts';
import type { ChannelTraits } from '../../connectors/channels/channel-traits.ts';
import { solePlaceholder } from '../../lib/placeholder.ts';
import { readZone } from '../../lib/zoned-time.ts';
import { rowTexts } from '../../texts/row-texts.ts';
import type { ConnectorConfig } from '../configured/connector-schemas.ts';
import { type Audience, dataOf, momentOf, rowMessage } from '../messages/row-message.ts';
import {
  compileBody,
  compileTemplate,
  jsonFaultOf,
  type Template,
  type TemplateRow,
} from '../templates/template.ts';
import { type ActionKind, defineAction } from './action-kind.ts';
import { type ChannelParameters, channelParametersOf, toEvent, toSeverity } from './channel-parameters.ts';

/** What a rule sends to people: every channel takes the same parameters, and some take a few of their own. */
export function channelAction(type: string, channel: ChannelTraits): ActionKind {
  return defineAction<z.ZodType<ChannelParameters>>({
    type,
    parameters: channelParametersOf(channel) as unknown as z.ZodType<ChannelParameters>,
    jsonFault({ body }, connector) {
      const isOwn = channel.extras?.body !== undefined && typeof body === 'string';
      return isOwn ? jsonFaultOf(body, contentTypeOf(connector)) : undefined;
    },
    compile(parameters, connector) {
      const render = compileMessage(parameters, channel);
      const extras = compileExtras(parameters, channel, connector);
      const audience = audienceOf(connector);
      return (row, _warn, rule): ChannelMessage => {
        const message = render(row);
        const key = message.key ?? keyOf(row, rule);
        const told = { ...message, key, at: momentOf(row), data: dataOf(row), ...extras?.(row) };
        const { title, text, markdown } = message;
        if (text !== undefined || markdown !== undefined || title !== undefined) return told;
        const { title: happened, fields } = rowMessage(row, audience, rule);
        return { ...told, title: happened, fields: message.fields ?? fields };
      };
    },
    fallback({ row, action, reason, rule }, _parameters, connector): ChannelMessage {
      const audience = audienceOf(connector);
      const text = rowTexts[audience.language].templateFailed(action, reason);
      return { ...rowMessage(row, audience, rule), text, at: momentOf(row), data: dataOf(row) };
    },
  });
}

/** What a rule says of one client is about one alert, unless somebody names it: a second message opens no second incident. */
function keyOf(row: TemplateRow, rule: string | undefined): string | undefined {
  const client = known(row.text(['clientid']));
  return rule === undefined || client === undefined ? undefined : `${rule}/${client}`;
}

function audienceOf({ language = 'en', time_zone: name = 'local' }: ConnectorConfig): Audience {
  const zone = readZone(name);
  return { language, zone: typeof zone === 'string' ? zone : 'UTC' };
}

function compileMessage(
  parameters: ChannelParameters,
  channel: ChannelTraits,
): (row: TemplateRow) => ChannelMessage {
  const { title, text, markdown, mention, severity, event, key, fields, links } = parameters;
  const escaped = (value: string): string => channel.escape(value);
  const parts = {
    title: compileOptional(title),
    text: compileOptional(text),
    markdown: markdown === undefined ? undefined : compileTemplate(markdown, escaped),
    severity: compileOptional(severity),
    event: compileOptional(event),
    key: compileOptional(key),
    fields: fields && compileFields(fields),
    links: links?.map(({ label, url }) => ({
      label: compileTemplate(label, 'raw'),
      url: compileTemplate(url, solePlaceholder(url) ? 'raw' : 'path'),
    })),
    mention: (typeof mention === 'string' ? [mention] : mention).map((one) => compileTemplate(one, 'raw')),
  };
  return (row) => ({
    title: parts.title && oneLine(parts.title.render(row)),
    text: parts.text?.render(row),
    markdown: parts.markdown?.render(row),
    severity: parts.severity && toSeverity(parts.severity.render(row)),
    event: parts.event && toEvent(parts.event.render(row)),
    key: parts.key && known(parts.key.render(row)),
    fields: parts.fields?.map(
      ({ name, value }): MessageField => ({ name: name.render(row), value: value.render(row) }),
    ),
    links: parts.links?.map(({ label, url }): MessageLink => {
      const address = url.render(row);
      return { label: label.render(row) || address, url: address };
    }),
    mention: parts.mention.flatMap((one) => known(one.render(row).trim()) ?? []),
  });
}

/** A value that came out empty is left out, so that there is what the channel has instead. */
function compileExtras(
  parameters: ChannelParameters,
  { extras = {} }: ChannelTraits,
  connector: ConnectorConfig,
): ((row: TemplateRow) => Pick<ChannelMessage, 'extra'>) | undefined {
  const templates = Object.entries(extras).flatMap(([name, { isBody }]) => {
    const written = parameters[name];
    if (written === undefined) return [];
    const text = typeof written === 'string' ? written : JSON.stringify(written);
    const compiled = isBody ? compileBody(text, contentTypeOf(connector)) : compileTemplate(text, 'raw');
    return [[name, compiled] as const];
  });
  if (templates.length === 0) return undefined;
  return (row) => ({
    extra: Object.fromEntries(
      templates.flatMap(([name, one]) => {
        const value = known(one.render(row));
        return value === undefined ? [] : [[name, value]];
      }),
    ),
  });
}

function contentTypeOf({ headers = {} }: ConnectorConfig): string {
  const own = Object.entries(headers as Readonly<Record<string, string>>);
  return own.findLast(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? 'application/json';
}

function compileOptional(text: string | undefined): Template | undefined {
  return text === undefined ? undefined : compileTemplate(text, 'raw');
}

function compileFields(
  fields: NonNullable<ChannelParameters['fields']>,
): { name: Template; value: Template }[] {
  const pairs = Array.isArray(fields)
    ? fields
    : Object.entries(fields).map(([name, value]) => ({ name, value }));
  return pairs.map(({ name, value }) => ({
    name: compileTemplate(name, 'raw'),
    value: compileTemplate(value, 'raw'),
  }));
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** A missing value becomes the word `undefined`, which names nobody and nothing. */
function known(text: string): string | undefined {
  return text === '' || text === 'undefined' || text === 'null' ? undefined : text;
}
