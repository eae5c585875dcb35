/**
 * The durable outbox as the floors above see it. `connectors` and `actions` are what is configured, and answer in
 * the shapes of the API; `actions.run` hands over a row; `outbox.events` tells `settled`; `log` is what was sent.
 */
import type { Connectors as AllOfConnectors } from './configured/connectors.ts';

export type { AlertNotice, NoticeAlert } from '../connectors/channels/alert-notice.ts';
export type { ChannelMessage, MessageField, MessageLink } from '../connectors/channels/channel-message.ts';
export { oneLine, withoutControls } from '../connectors/channels/writing/plain-text.ts';
export { cutText } from '../connectors/channels/writing/text-cutting.ts';
export type { RenderWarning } from './action-kinds/action-kind.ts';
export type { ActionMetrics } from './configured/action-metrics.ts';
export { actionDraftSchema, DEFAULT_REQUEST_TTL, normalize } from './configured/action-schemas.ts';
export type { ActionPreview, ActionView } from './configured/action-views.ts';
export type { Actions } from './configured/actions.ts';
export { channelTypeOf, channelTypes, escapeOf, type WrittenMessage } from './configured/channel-writing.ts';
export { connectorDraftSchema } from './configured/connector-schemas.ts';
export type { ConnectorVerdict, TestMessage } from './configured/connector-test.ts';
export type { ConnectorReach, ConnectorView } from './configured/connectors.ts';
export type { RowKnowledge } from './configured/fallbacks.ts';
export type { ChannelView, Notice, Notices, SettledNotice } from './configured/notices.ts';
export { canonicalId } from './configured/resource-id.ts';
export { sourceDraftSchema } from './configured/source-schemas.ts';
export type { SourceAudience, Sources } from './configured/sources.ts';
export { describeTypes } from './configured/type-catalogue.ts';
export { writtenAction, writtenConnector, writtenSource } from './configured/written-drafts.ts';
export type { Priority, Requeued, Settled } from './delivery.ts';
export { DeliveryError } from './delivery-error.ts';
export type { DeliveryFollower, DeliveryNews } from './log/delivery-feed.ts';
export type { DeliveryFigures, DeliveryOutcome, DeliveryQueue } from './log/delivery-figures.ts';
export type { DeliveryFilter, LiveDeliveryFilter } from './log/delivery-filter.ts';
export type { DeliveryLog } from './log/delivery-log.ts';
export { type AttemptRecord, DELIVERY_STATUSES, type DeliveryRecord } from './log/delivery-record.ts';
export type { DeliveryCount } from './log/delivery-search.ts';
export type { PreviewInbox } from './log/preview-inbox.ts';
export type { RecoveryView } from './log/recoveries.ts';
export { factsOf } from './messages/row-message.ts';
export { type Delivery, openDelivery } from './open-delivery.ts';
export { DestinationGate } from './outbox/destination-gate.ts';
export { askOutside, mistakeInUrl, type OutsideRequest, requestOutside } from './outside-request.ts';
export { compileTemplate, mistakeInTemplate, type Template, type TemplateRow } from './templates/template.ts';

/** Without what is only for this folder. */
export type Connectors = Omit<
  AllOfConnectors,
  'bindSources' | 'close' | 'events' | 'find' | 'health' | 'ids' | 'open'
>;
