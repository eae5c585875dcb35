import { z } from 'zod';
import type { ChannelMessage } from '../../connectors/channels/channel-message.ts';
import type { ChannelTraits } from '../../connectors/channels/channel-traits.ts';
import { compileTemplate, type TemplateRow } from '../templates/template.ts';
import { type ActionKind, defineAction } from './action-kind.ts';

const template = z.string().max(32_768);

const parameters = z
  .strictObject({
    title: template.optional().meta({ description: 'Template of one line.' }),
    text: template.optional().meta({ description: 'Template of plain text.' }),
    markdown: template.optional().meta({
      description: "Template in the channel's own markup; values are escaped in it. Instead of `text`.",
    }),
    mention: z
      .array(template)
      .max(50)
      .default(() => [])
      .meta({
        description: 'Templates of whom to call by name, in the words of the channel, or `all`.',
      }),
  })
  .prefault({});

/** What a rule sends to people: every channel takes the same parameters. */
export function channelAction(type: string, channel: ChannelTraits): ActionKind {
  return defineAction<typeof parameters>({
    type,
    parameters,
    compile({ title, text, markdown, mention }) {
      const parts = {
        title: title === undefined ? undefined : compileTemplate(title, 'raw'),
        text: text === undefined ? undefined : compileTemplate(text, 'raw'),
        markdown:
          markdown === undefined ? undefined : compileTemplate(markdown, (value) => channel.escape(value)),
      };
      const called = mention.map((one) => compileTemplate(one, 'raw'));
      return (row): ChannelMessage => {
        const { title, text, markdown } = parts;
        const message: ChannelMessage = {
          title: title?.render(row),
          text: text?.render(row),
          markdown: markdown?.render(row),
          mention: called.map((one) => one.render(row)),
        };
        return text || markdown || title ? message : { ...message, ...defaultMessage(row) };
      };
    },
  });
}

/** Nobody wrote a text: what the row says, line by line. */
function defaultMessage(row: TemplateRow): ChannelMessage {
  const data: unknown = JSON.parse(row.json([]));
  const members = typeof data === 'object' && data !== null ? Object.keys(data) : [];
  const fields = members.map((name) => ({ name, value: row.text([name]) }));
  return { title: fields.find(({ name }) => name === 'clientid')?.value ?? 'tocsin', fields, data };
}
