import { z } from 'zod';
import { MESSAGE_KINDS, messageTemplate } from '../../alerts/door.ts';
import { fileMember, Timestamp } from './values.ts';

const language = z.enum(['en', 'zh']);
const kind = z.enum(MESSAGE_KINDS).meta({
  description:
    'trigger, repeat, escalate, unstable, acknowledge, resolve: about one alert; digest, digest_resolve: about several',
});

export const AlertTemplatePath = z.object({
  channel: z.string().min(1).max(256).meta({
    description: 'The id of a channel (`wecom:ops`), a type of channels (`wecom`), or `default`',
  }),
  language,
  kind,
});

export type AlertTemplatePath = z.output<typeof AlertTemplatePath>;

export const AlertTemplateBody = messageTemplate.meta({ id: 'AlertTemplateBody' });

export const AlertTemplate = z
  .object({
    channel: z.string(),
    language,
    kind,
    title: z.string().optional(),
    text: z.string().optional(),
    markdown: z.string().optional(),
    fields: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
    created_at: Timestamp,
    updated_at: Timestamp,
    file: fileMember,
  })
  .meta({ id: 'AlertTemplate' });
export type AlertTemplate = z.output<typeof AlertTemplate>;

const variable = z.object({
  name: z.string(),
  description: z.string(),
  example: z.string().meta({ description: 'What it becomes' }),
});

export const AlertTemplateList = z
  .object({
    data: z.array(AlertTemplate),
    meta: z.object({ count: z.int() }),
    kinds: z.array(z.string()).meta({ description: 'Of messages that have templates' }),
    channels: z.array(z.string()).meta({ description: 'Types of channels' }),
    variables: z
      .array(variable)
      .meta({ description: 'What templates may be filled with, written as `${name}`' }),
  })
  .meta({ id: 'AlertTemplateList' });

export const AlertTemplatePreviewBody = z
  .strictObject({
    template: messageTemplate
      .optional()
      .meta({ description: 'To be tried; without it the stored one, else the built-in text' }),
    channel: z
      .string()
      .min(1)
      .max(256)
      .default('preview')
      .meta({ description: 'The id of a channel, or a type of channels', example: 'wecom' }),
    language: language.optional().meta({ description: 'That of the channel when absent' }),
    kind: kind.default('trigger'),
    alert: z
      .string()
      .min(1)
      .max(64)
      .optional()
      .meta({ description: 'The id of an alert; without it one that might be' }),
  })
  .meta({ id: 'AlertTemplatePreviewBody' });

export const AlertTemplatePreview = z
  .object({
    language,
    kind,
    message: z.looseObject({}).meta({ description: 'Before any format: title, text, fields …' }),
    body: z.looseObject({}).nullable().meta({ description: "The vendor's request, without secrets" }),
    size: z
      .object({
        bytes: z.int().meta({ description: 'Of the whole body' }),
        used: z.int().nullable().meta({ description: 'Of what the vendor counts' }),
        limit: z.int().nullable().meta({ description: 'The vendor’s; null where there is none' }),
        unit: z.enum(['bytes', 'characters']),
        cut: z.boolean().meta({ description: 'Something did not fit and is cut, with a note' }),
      })
      .nullable(),
    failure: z
      .string()
      .nullable()
      .meta({ description: 'Why the built-in text is shown in the place of the template' }),
  })
  .meta({ id: 'AlertTemplatePreview' });
