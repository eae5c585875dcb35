import { readActionDraft } from './action-drafts.ts';
import { parseDraft } from './connectors.ts';
import { sourceKinds, sourceSchemaOf } from './source-schemas.ts';
import { kindOf, toObject, validate, validateName, withoutReadOnlyFields } from './validation.ts';

/** A draft of a connector with its defaults, as it would be answered, references as they were written. @throws DeliveryError BAD_REQUEST */
export function writtenConnector(body: unknown): Record<string, unknown> {
  const { kind, name, settings } = parseDraft(body);
  return { type: kind.type, name, ...settings.written };
}

/** The same of a source; its connector may still be to come. @throws DeliveryError BAD_REQUEST */
export function writtenSource(body: unknown): Record<string, unknown> {
  const { type, name, ...config } = withoutReadOnlyFields(toObject(body));
  const kind = kindOf(sourceKinds, 'source', type);
  return { type: kind.type, name: validateName(name), ...validate(sourceSchemaOf(kind), config) };
}

/** The same of an action. @param requestTtl by default */
export function writtenAction(body: unknown, requestTtl: string): Record<string, unknown> {
  const anyConnector = { find: () => ({}) };
  const { kind, name, config } = readActionDraft(toObject(body), requestTtl, anyConnector);
  return { type: kind.type, name, ...config };
}
