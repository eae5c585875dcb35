import { z } from 'zod';
import type { ConnectorKind } from '../../connectors/connector.ts';
import { connectorKinds } from '../../connectors/connector-kinds.ts';
import { durationField, durationOrInfinityField, unusedField } from '../../lib/zod-fields.ts';
import { nameSchema } from './validation.ts';

/** The connector has these; EMQX's scripts send them with sources too. */
const resourceOptions = z.strictObject({
  health_check_interval: unusedField(durationField),
  health_check_interval_jitter: unusedField(durationField),
  health_check_timeout: unusedField(durationOrInfinityField),
  resume_interval: unusedField(durationField),
});

/** What every source has, whatever its kind. */
const common = {
  connector: z.string().min(1).meta({ description: 'The name of a connector of the same type.' }),
  enable: z.boolean().default(true),
  description: z.string().default(''),
  tags: z.array(z.string()).default([]),
  resource_opts: resourceOptions.prefault({}),
};

export type SourceConfig = z.output<z.ZodObject<typeof common>> & { parameters: unknown };

/** The kinds of connectors that have sources, by their type. */
export const sourceKinds: ReadonlyMap<string, ConnectorKind> = new Map(
  [...connectorKinds].filter(([, { source }]) => source !== undefined),
);

/** What is stored of a source, and what a PUT sends. */
export function sourceSchemaOf({ source }: ConnectorKind) {
  return z.strictObject({ ...common, parameters: source?.parameters ?? z.never() });
}

/** What a POST sends. */
function draftSchemaOf(kind: ConnectorKind) {
  return sourceSchemaOf(kind).safeExtend({ type: z.literal(kind.type), name: nameSchema });
}

const [firstKind, ...otherKinds] = [...sourceKinds.values()].map(draftSchemaOf);

/** For the description of the API: a source of any kind. */
export const sourceDraftSchema = firstKind
  ? z.discriminatedUnion('type', [firstKind, ...otherKinds])
  : z.never();
