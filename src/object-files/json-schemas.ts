import { z } from 'zod';
import { scheduleSchema } from '../alerts/door.ts';
import { KIND_SCHEMAS } from '../api/backup/kind-schemas.ts';
import { configSchema } from '../config/config.ts';

export const JSON_SCHEMAS = ['objects', 'settings'] as const;
export type JsonSchemaName = (typeof JSON_SCHEMAS)[number];

/** What editors complete and check files by: those of objects, and the one of the settings. */
export function jsonSchemaOf(name: JsonSchemaName): object {
  const schema = name === 'settings' ? configSchema : objectFile;
  return {
    ...z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'ref', override: withTexts }),
    title: name === 'settings' ? 'Settings of Tocsin' : 'Objects of Tocsin in a file',
  };
}

/** Hours are written as a text most of the time, of which the schema behind it knows nothing. */
function withTexts({
  zodSchema,
  jsonSchema,
}: {
  zodSchema: unknown;
  jsonSchema: z.core.JSONSchema.BaseSchema;
}): void {
  if (zodSchema !== scheduleSchema) return;
  const { id, description, ...written } = jsonSchema;
  for (const name of Object.keys(written)) delete jsonSchema[name];
  jsonSchema.anyOf = [{ type: 'string' }, written];
}

const lists = Object.fromEntries(
  Object.entries(KIND_SCHEMAS).map(([kind, item]) => [
    kind,
    (kind === 'alert_settings' || kind === 'access_rules_for_all'
      ? z.union([item, z.array(item)])
      : z.array(item)
    ).optional(),
  ]),
);

const { rules: rule = z.never(), connectors: connector = z.never() } = KIND_SCHEMAS;

/** Lists by their kinds, or one rule. */
const objectFile = z.union([z.strictObject({ ...lists, channels: z.array(connector).optional() }), rule]);
