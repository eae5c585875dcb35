/**
 * The durable outbox as the floors above see it. `connectors` and `actions` are what is configured, and answer in
 * the shapes of the API; `actions.run` hands over a row; `outbox.events` tells `settled`; `log` is what was sent.
 */
import type { Connectors as AllOfConnectors } from './connectors.ts';

export type { ActionMetrics } from './action-metrics.ts';
export {
  type ActionConfig,
  actionDraftSchema,
  actionDraftSchemaOf,
  actionSchemaOf,
} from './action-schemas.ts';
export type { ActionView, NodeMetricsView, RuleReferences } from './action-views.ts';
export type { Actions } from './actions.ts';
export {
  type ConnectorConfig,
  configSchemaOf as connectorSchemaOf,
  connectorDraftSchema,
  draftSchemaOf as connectorDraftSchemaOf,
} from './connector-schemas.ts';
export type { ConnectorView } from './connectors.ts';
export type { AttemptView, DeliveryState, DeliveryView, Settled } from './delivery.ts';
export { DeliveryError, type DeliveryErrorCode } from './delivery-error.ts';
export type { DeliveryFilter, DeliveryLog } from './delivery-log.ts';
export { type Delivery, openDelivery } from './open-delivery.ts';
export type { Outbox } from './outbox.ts';
export type { NodeStatusView, Status, StatusView } from './status.ts';
export type { TemplateRow } from './template.ts';

/** Without what is only for this folder. */
export type Connectors = Omit<AllOfConnectors, 'close' | 'events' | 'find' | 'open'>;
