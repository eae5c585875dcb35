/**
 * The durable outbox as the floors above see it. `connectors` and `actions` are what is configured, and answer in
 * the shapes of the API; `actions.run` hands over a row; `outbox.events` tells `settled`; `log` is what was sent.
 */
import type { Connectors as AllOfConnectors } from './connectors.ts';

export type { RenderWarning } from './action-kind.ts';
export type { ActionMetrics } from './action-metrics.ts';
export { actionDraftSchema } from './action-schemas.ts';
export type { ActionPreview, ActionView } from './action-views.ts';
export type { Actions } from './actions.ts';
export { connectorDraftSchema } from './connector-schemas.ts';
export type { ConnectorView } from './connectors.ts';
export type { Settled } from './delivery.ts';
export { DeliveryError } from './delivery-error.ts';
export { type Delivery, openDelivery } from './open-delivery.ts';
export type { TemplateRow } from './template.ts';

/** Without what is only for this folder. */
export type Connectors = Omit<AllOfConnectors, 'close' | 'events' | 'find' | 'open'>;
