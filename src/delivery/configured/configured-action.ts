import type { ChannelMessage } from '../../connectors/channels/channel-message.ts';
import { connectorKinds } from '../../connectors/connector-kinds.ts';
import { parseByteSize } from '../../lib/byte-size.ts';
import { parseDuration } from '../../lib/duration.ts';
import type { SpanContext } from '../../lib/spans/trace-context.ts';
import type { Definition } from '../../store/definitions.ts';
import type { ActionKind, RenderRequest } from '../action-kinds/action-kind.ts';
import type { DeliveryDraft, Priority } from '../delivery.ts';
import type { Batching } from '../outbox/ready-rows.ts';
import { actionKindOf } from './action-drafts.ts';
import type { ActionCounters } from './action-metrics.ts';
import type { ActionConfig } from './action-schemas.ts';
import type { ActionPreview } from './action-views.ts';

/** An action at work. Its templates are parsed when the first row comes, and again when its connector changes. */
export interface ConfiguredAction {
  definition: Definition<ActionConfig>;
  kind: ActionKind;
  /** `http:wecom` */
  connector: string;
  ttl: number;
  maxBytes: number;
  batching: Batching;
  metrics: ActionCounters;
  render: RenderRequest | undefined;
  /** Settings of the connector, which may come to be known only later. */
  renderedWith?: object | undefined;
}

export const ONE_BY_ONE: Batching = { size: 1, time: 0 };

/** What a row comes from. */
export interface DeliveryOrigin {
  rule?: string | undefined;
  /** The id of an alert. */
  alert?: string | undefined;
  /** Deliveries of one connector and key are sent one after the other: the client id of the event, say. */
  key?: string | undefined;
  /** The rules that have handed on what the row is about. */
  trail?: readonly string[] | undefined;
  /** Of the trace to which it belongs, if it is traced. */
  span?: SpanContext | undefined;
  /** It takes the place of an action that failed. */
  isFallback?: boolean | undefined;
  /** That of the message when absent, else `normal`. */
  priority?: Priority | undefined;
}

/** @throws DeliveryError for a type that is not there */
export function configureAction(
  definition: Definition<ActionConfig>,
  metrics: ActionCounters,
): ConfiguredAction {
  const { id, body } = definition;
  const kind = actionKindOf(id);
  const options = body.resource_opts;
  return {
    definition,
    kind,
    connector: `${kind.type}:${body.connector}`,
    ttl: parseDuration(options.request_ttl) ?? Infinity,
    maxBytes: parseByteSize(options.max_buffer_bytes) ?? Infinity,
    batching: { size: options.batch_size ?? 1, time: parseDuration(options.batch_time ?? 0) ?? 0 },
    metrics,
    render: undefined,
  };
}

/** Why it sends nothing although it is there. */
export function switchedOff({ definition }: ConfiguredAction): ActionPreview['skipped'] {
  return definition.body.enable ? 'connector_disabled' : 'action_disabled';
}

export function isChannel({ type }: ActionKind): boolean {
  return connectorKinds.get(type)?.channel !== undefined;
}

interface DraftParts {
  request: unknown;
  /** The setting of the connector, if it has one. */
  poolSize: unknown;
  expiresAt: number | undefined;
}

/** What is queued for one row. */
export function draftOf(
  id: string,
  { definition, connector, kind, maxBytes }: ConfiguredAction,
  origin: DeliveryOrigin,
  { request, poolSize, expiresAt }: DraftParts,
): DeliveryDraft {
  // What is sent to people says itself what it is about.
  const message = isChannel(kind) ? (request as ChannelMessage) : undefined;
  // Batches keep the order of the whole action, unless several are sent at a time.
  const goesInOneOrder = kind.batch !== undefined && (typeof poolSize !== 'number' || poolSize === 1);
  return {
    connector,
    action: id,
    rule: origin.rule,
    alert: origin.alert,
    orderKey: goesInOneOrder ? id : (message?.key ?? origin.key),
    priority: origin.priority ?? (message?.severity === 'critical' ? 'critical' : 'normal'),
    request,
    expiresAt,
    maxAttempts: definition.body.resource_opts.max_attempts,
    maxBytes,
  };
}
