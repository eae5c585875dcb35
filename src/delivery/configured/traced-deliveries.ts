import type { ChannelMessage } from '../../connectors/channels/channel-message.ts';
import { traceparentOf } from '../../lib/spans/trace-context.ts';
import type { Tracer } from '../../lib/spans/tracer.ts';
import type { DeliveryDraft } from '../delivery.ts';
import type { DeliveryOrigin } from './configured-action.ts';

/** Puts deliveries of traced rows into the queue, so that their requests and their ends are part of the trace. */
export class TracedDeliveries {
  /** Undefined while traces are off. */
  tracer: Tracer | undefined = undefined;

  /** The id of the delivery. */
  add(
    outbox: { add(draft: DeliveryDraft): string },
    draft: DeliveryDraft,
    { span: parent }: DeliveryOrigin,
  ): string {
    const { tracer } = this;
    if (tracer === undefined || parent === undefined) return outbox.add(draft);
    const { action, connector } = draft;
    const attributes = { 'tocsin.action': action, 'tocsin.connector': connector };
    const span = tracer.begin(`delivery ${action}`, 'client', parent, attributes);
    const id = outbox.add(withTrace(draft, traceparentOf(span.context), parent.traceState));
    span.attributes['tocsin.delivery'] = id;
    tracer.keep(id, span);
    return id;
  }
}

/**
 * Receivers that are programs are told which span a request belongs to. It lies in the queue with the request, so that
 * repeats, also after a restart, name the same span.
 */
function withTrace(draft: DeliveryDraft, traceparent: string, tracestate: string | undefined): DeliveryDraft {
  const { connector } = draft;
  if (connector.startsWith('http:')) {
    const request = draft.request as { readonly headers: Record<string, string> };
    const headers = { ...request.headers, traceparent, ...(tracestate !== undefined && { tracestate }) };
    return { ...draft, request: { ...request, headers } };
  }
  if (!connector.startsWith('webhook:')) return draft;
  const message = draft.request as ChannelMessage;
  return { ...draft, request: { ...message, trace: { traceparent, tracestate } } satisfies ChannelMessage };
}
