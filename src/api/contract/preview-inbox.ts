import { z } from 'zod';
import { PageQuery, pageOf } from './values.ts';

export const PreviewQuery = PageQuery.extend({
  connector: z.string().optional().meta({ description: '`preview:inbox`, or its name' }),
});

export const PreviewClearQuery = z.object({
  connector: z.string().optional().meta({ description: 'Of this connector only' }),
});

export const PreviewMessage = z
  .object({
    id: z.string().meta({ description: 'Of the delivery, or of the test' }),
    connector: z.string(),
    received_at: z.int().meta({ description: 'Unix milliseconds' }),
    message: z.looseObject({}).meta({ description: 'Before any format: title, text, fields …' }),
    body: z
      .looseObject({})
      .nullable()
      .meta({ description: 'What would have gone to the channel of `as`, without secrets' }),
  })
  .meta({ id: 'PreviewMessage' });
export type PreviewMessage = z.output<typeof PreviewMessage>;

export const PreviewPage = pageOf(PreviewMessage);
