import { z } from 'zod';
import type { ConnectorKind } from '../../connectors/connector.ts';
import { connectorKinds } from '../../connectors/connector-kinds.ts';
import { durationField, durationOrInfinityField } from '../../lib/zod-fields.ts';
import { readZone } from '../../lib/zoned-time.ts';
import type { Language } from '../../texts/cut-notes.ts';
import { nameSchema } from './validation.ts';

const resourceOptions = z.strictObject({
  health_check_interval: durationField.default('15s'),
  health_check_timeout: durationOrInfinityField.default('60s'),
  start_after_created: z.boolean().default(true),
  start_timeout: durationField.default('5s').meta({
    description: 'How long a request that creates or changes the connector waits for its first connection.',
  }),
});

/** Of the kinds that have no limits of their vendors. */
const limits = z
  .strictObject({
    per_minute: z.number().positive().optional(),
    per_second: z.number().positive().optional(),
  })
  .optional()
  .meta({ description: 'How many requests it takes; what is more waits. Unlimited when absent.' });

export type Limits = z.output<typeof limits>;

/** What every connector has, whatever its kind. */
const common = {
  enable: z.boolean().default(true),
  description: z.string().default(''),
  tags: z.array(z.string()).default([]),
  resource_opts: resourceOptions.prefault({}),
};

const people = z.array(z.string().trim().min(1).max(256)).max(50);

/** Of those that speak to people. */
const ofChannels = {
  language: z.enum(['en', 'zh']).default('en').meta({ description: 'Of what Tocsin itself says there.' }),
  time_zone: z
    .string()
    .superRefine((name, context) => {
      const zone = readZone(name);
      if (typeof zone === 'string') return;
      const hint = zone.suggestion ? ` (did you mean ${zone.suggestion}?)` : '';
      const message = `write a time zone as Asia/Shanghai, UTC, +08:00 or local${hint}`;
      context.addIssue({ code: 'custom', message });
    })
    .default('local')
    .meta({ description: 'Of the times that Tocsin itself writes there; `local` is that of the server.' }),
  mention: z
    .union([people, z.strictObject({ critical: people, warning: people, info: people }).partial()], {
      error: 'write a list, or one for each severity: {"critical": ["all"]}',
    })
    .optional()
    .meta({
      description:
        'Whom messages about alerts that are open call by name, in the words of the channel: always, or per severity.',
    }),
};

/** Whom to call by name. */
export type MentionsBySeverity = Readonly<Record<'critical' | 'warning' | 'info', readonly string[]>>;

export type ConnectorConfig = z.output<z.ZodObject<typeof common>> & {
  language?: Language;
  time_zone?: string;
  mention?: readonly string[] | Partial<MentionsBySeverity>;
} & Record<string, unknown>;

/** What is stored of a connector, and what a PUT sends. */
export function configSchemaOf(kind: ConnectorKind) {
  const ours = {
    ...common,
    ...(kind.channel && ofChannels),
    ...('limits' in kind.settings.shape ? undefined : { limits }),
  };
  return kind.settings.safeExtend(ours as typeof common);
}

/** What a POST sends: the configuration, its type and its name. */
function draftSchemaOf(kind: ConnectorKind) {
  return configSchemaOf(kind).safeExtend({ type: z.literal(kind.type), name: nameSchema });
}

const [firstKind, ...otherKinds] = [...connectorKinds.values()].map(draftSchemaOf);

/** For the description of the API: a connector of any kind. */
export const connectorDraftSchema = firstKind
  ? z.discriminatedUnion('type', [firstKind, ...otherKinds])
  : z.never();
