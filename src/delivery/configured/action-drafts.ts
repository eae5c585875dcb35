import type { ActionKind } from '../action-kinds/action-kind.ts';
import { actionKinds } from '../action-kinds/action-kinds.ts';
import { DeliveryError } from '../delivery-error.ts';
import { type ActionConfig, actionSchemaOf, normalize } from './action-schemas.ts';
import { canonicalId, splitId } from './resource-id.ts';
import { checkTemplates } from './template-check.ts';
import { kindOf, toObject, validate, validateName, withoutReadOnlyFields } from './validation.ts';

/** What actions are checked against. */
interface KnownConnectors {
  find(id: string): object | undefined;
}

interface ActionDraft {
  kind: ActionKind;
  name: string;
  config: ActionConfig;
}

/** The body of a POST. @throws DeliveryError BAD_REQUEST */
export function readActionDraft(body: unknown, requestTtl: string, connectors: KnownConnectors): ActionDraft {
  const { type, name, ...config } = withoutReadOnlyFields(toObject(body));
  const kind = kindOf(actionKinds, 'action', type);
  return {
    kind,
    name: validateName(name),
    config: readActionConfig(kind, normalize(config, requestTtl), connectors),
  };
}

/** Settings whose connector is there. @throws DeliveryError BAD_REQUEST */
export function readActionConfig(
  kind: ActionKind,
  document: unknown,
  connectors: KnownConnectors,
): ActionConfig {
  const config = parseActionConfig(kind, document);
  // Some scripts write the id of the connector where its name belongs.
  const { type, name } = splitId(canonicalId(config.connector));
  const connector = type === kind.type ? name : config.connector;
  if (!connectors.find(`${kind.type}:${connector}`)) {
    throw new DeliveryError(
      'BAD_REQUEST',
      JSON.stringify({
        kind: 'validation_error',
        reason: 'connector_not_found_or_wrong_type',
        connector_name: connector,
        connector_type: kind.type,
      }),
    );
  }
  checkTemplates('parameters', config.parameters);
  return { ...config, connector };
}

/** @throws DeliveryError BAD_REQUEST */
export function parseActionConfig(kind: ActionKind, document: unknown): ActionConfig {
  return validate(actionSchemaOf(kind), document) as ActionConfig;
}

/** @throws DeliveryError BAD_REQUEST for a type that is not there */
export function actionKindOf(id: string): ActionKind {
  return kindOf(actionKinds, 'action', splitId(id).type);
}
