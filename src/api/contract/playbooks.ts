import { z } from 'zod';

const Words = z.object({ en: z.string(), zh: z.string() });

export const Playbook = z
  .object({
    id: z.string(),
    name: Words,
    description: Words,
    parameters: z.array(
      z.object({
        name: z.string(),
        type: z.enum([
          'duration',
          'integer',
          'text',
          'texts',
          'topic_filter',
          'channels',
          'severity',
          'choice',
        ]),
        label: Words,
        required: z.boolean(),
        default: z.unknown().meta({ description: 'null where it has to be given' }),
        minimum: z.number().optional(),
        maximum: z.number().optional(),
        options: z.array(z.string()).optional(),
      }),
    ),
    check: z.array(Words).meta({ description: 'What to look at when it rings' }),
    monitor: z.string().nullable().meta({ description: 'A monitor that tells of the same by itself' }),
  })
  .meta({ id: 'Playbook', description: 'A ready-made rule with an alert' });
export type Playbook = z.output<typeof Playbook>;

export const PlaybookPath = z.object({ id: z.string() });

export const PlaybookQuery = z.object({
  language: z
    .enum(['en', 'zh'])
    .optional()
    .meta({ description: 'Of the name and the description of the rule; by default as Accept-Language' }),
});

/** Read where playbooks are known. */
export const PlaybookValues = z
  .looseObject({
    params: z.record(z.string(), z.unknown()).optional().meta({ description: 'By their names' }),
  })
  .nullish()
  .meta({
    description: 'Parameters; those that are left out have their defaults',
    examples: [{ params: { prefix: 'dev-', grace: '90s', notify: ['wecom:ops'] } }],
  });

export const RenderedRule = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    sql: z.string(),
    enable: z.boolean(),
    alert: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'RenderedRule', description: 'The body of POST /rules' });
export type RenderedRule = z.output<typeof RenderedRule>;
