import type { Clock } from '../../lib/clock.ts';
import type { Will } from '../../mqtt/packets.ts';
import type { Authorization } from '../access/authorization/authorization.ts';
import type { ClientInfo } from '../events.ts';
import type { MessageDispatch } from '../messages/message-dispatch.ts';
import type { BrokerMetrics } from '../metrics.ts';

export interface WillPublicationParts {
  readonly authorization: Authorization;
  readonly messages: MessageDispatch;
  readonly metrics: BrokerMetrics;
  readonly clock: Clock;
}

/** Whether the client has the right to publish its will at this moment: it may have lost it while it was there. */
export function mayPublishWill(
  { authorization, clock }: WillPublicationParts,
  info: ClientInfo,
  will: Will,
): boolean | Promise<boolean> {
  return authorization.mayPublishWill(info, will, clock.now());
}

/** Publishes a will (§3.1.2.5), if its client has the right to. */
export function publishWill(
  parts: WillPublicationParts,
  info: ClientInfo,
  will: Will,
  verdict = mayPublishWill(parts, info, will),
): void {
  const { messages, metrics } = parts;
  const conclude = (mayPublish: boolean): void => {
    if (!mayPublish) {
      metrics['packets.publish.auth_error']++;
      return;
    }
    const { willDelayInterval: _, ...properties } = will.properties;
    messages.publish({ ...will, properties, from: info });
  };
  if (verdict instanceof Promise) void verdict.then(conclude);
  else conclude(verdict);
}
