import { z } from 'zod';
import { connectorKinds } from '../../connectors/connector-kinds.ts';
import { actionKinds } from '../action-kinds/action-kinds.ts';
import { actionSchemaOf } from './action-schemas.ts';
import { configSchemaOf } from './connector-schemas.ts';

/** A type of connector as forms are drawn from it. */
export interface TypeDescription {
  type: string;
  /** Other words that are taken for it. */
  aliases: string[];
  /** Whether it speaks to people. */
  channel: boolean;
  /** JSON Schema of the connector, without type and name. */
  connector: Record<string, unknown>;
  /** JSON Schema of its actions, without type and name; null when there are none. */
  action: Record<string, unknown> | null;
}

let described: readonly TypeDescription[] | undefined;

/** Every type, in the order of their names. Made with the first call, which takes some milliseconds a type. */
export function describeTypes(): readonly TypeDescription[] {
  if (described?.length === connectorKinds.size) return described;
  described = [...connectorKinds.values()]
    .map((kind) => {
      const action = actionKinds.get(kind.type);
      return {
        type: kind.type,
        aliases: [...(kind.aliases ?? [])],
        channel: kind.channel !== undefined,
        connector: toJsonSchema(configSchemaOf(kind)),
        action: action ? toJsonSchema(actionSchemaOf(action)) : null,
      };
    })
    .sort((a, b) => (a.type < b.type ? -1 : 1));
  return described;
}

function toJsonSchema(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return described;
}
