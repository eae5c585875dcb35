import type { Connector } from '../../../../src/api/contract.ts';
import type { JsonSchema, Settings } from '../../shared/forms/json-schema.ts';

/**
 * The settings of a connector as somebody would have written them: what is as it is by default is left out, so that a form
 * shows it as the default, and saving does not nail it down.
 */
export function settingsOf(connector: Connector, schema: JsonSchema): Settings {
  return withoutDefaults(connector, schema);
}

function withoutDefaults(value: Settings, schema: JsonSchema): Settings {
  const members = Object.entries(schema.properties ?? {}).flatMap(([name, member]) => {
    const own = value[name];
    if (own === undefined || own === null) return [];
    if (member.properties && typeof own === 'object' && !Array.isArray(own)) {
      const inner = withoutDefaults(own as Settings, member);
      return Object.keys(inner).length === 0 && !schema.required?.includes(name) ? [] : [[name, inner]];
    }
    return isSame(own, member.default) ? [] : [[name, own]];
  });
  return Object.fromEntries(members);
}

/** By their JSON, where the order of members does not matter for what is compared here. */
function isSame(one: unknown, other: unknown): boolean {
  return other !== undefined && JSON.stringify(one) === JSON.stringify(other);
}
