import { suggest } from '../../lib/suggest.ts';
import { membersAt } from '../../lib/zod-members.ts';
import { ListenerError } from './listener-error.ts';
import { type ListenerSettings, listenerName, listenerSchema } from './listener-settings.ts';
import { LISTENER_TYPES, type ListenerType } from './listener-types.ts';

/**
 * Type and name of a new listener.
 * @throws ListenerError
 */
export function parseDraft(body: Readonly<Record<string, unknown>>): { type: ListenerType; name: string } {
  const type = LISTENER_TYPES.find((known) => known === body.type);
  if (type === undefined) {
    const reason = `write one of ${LISTENER_TYPES.join(', ')}`;
    throw violation({ path: 'type', reason: body.type === undefined ? 'required_field' : reason });
  }
  const name = listenerName.safeParse(body.name);
  if (!name.success) {
    const reason = body.name === undefined ? 'required_field' : (name.error.issues[0]?.message ?? 'invalid');
    throw violation({ path: 'name', reason });
  }
  return { type, name: name.data };
}

/**
 * Settings with their defaults.
 * @throws ListenerError whose message is a JSON text, as EMQX writes it
 */
export function parseSettings(type: ListenerType, settings: unknown): ListenerSettings {
  const schema = listenerSchema(type);
  // Now and then: code that Zod would make for the schema does not pay.
  const result = schema.safeParse(settings, { jitless: true });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = (issue?.path ?? []).join('.') || 'root';
  if (issue?.code === 'unrecognized_keys') {
    const meant = suggest(issue.keys[0] ?? '', membersAt(schema, issue.path));
    throw violation({
      path,
      reason: 'unknown_fields',
      unknown: issue.keys.join(','),
      ...(meant !== undefined && { did_you_mean: meant }),
    });
  }
  const isMissing =
    issue?.code !== 'custom' &&
    issue?.input === undefined &&
    /undefined|Invalid input$/.test(issue?.message ?? '');
  throw violation({ path, reason: isMissing ? 'required_field' : (issue?.message ?? 'invalid') });
}

function violation(found: Readonly<Record<string, unknown>>): ListenerError {
  return new ListenerError('invalid', JSON.stringify({ kind: 'validation_error', ...found }));
}
