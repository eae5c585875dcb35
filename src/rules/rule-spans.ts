import type { Span } from '../lib/spans/span.ts';
import { parseTraceparent, type RemoteParent, type SpanContext } from '../lib/spans/trace-context.ts';
import type { TraceRoot, Tracer } from '../lib/spans/tracer.ts';
import { eventColumn, type RuleEvent } from './rule-event.ts';

interface RuleSpanOptions {
  readonly tracer: Tracer;
  /** Whether a trace that a publisher began goes on here. */
  readonly followsParent: boolean;
}

/** Spans of what rules make of events; there is none of these where traces are off. */
export class RuleSpans {
  readonly #tracer: Tracer;
  readonly #followsParent: boolean;

  constructor({ tracer, followsParent }: RuleSpanOptions) {
    this.#tracer = tracer;
    this.#followsParent = followsParent;
  }

  /** A rule works on an event; undefined when that is not sampled. */
  begin(rule: string, event: RuleEvent): Span | undefined {
    const root = this.#tracer.rootOf(
      subjectOf(event),
      () => (this.#followsParent ? parentOf(event) : undefined),
      () => rootOf(event),
    );
    return root && this.#tracer.begin(`rule ${rule}`, 'internal', root, { 'tocsin.rule': rule });
  }

  end(span: Span): void {
    this.#tracer.end(span);
  }

  /** What is heard of this message belongs to the rule that published it. */
  published(message: object, context: SpanContext): void {
    this.#tracer.adopt(message, context);
  }
}

/** What is told about a message later, such as its delivery, belongs to the trace of its PUBLISH. */
function subjectOf(event: RuleEvent): object {
  return 'message' in event ? (event.message as object) : event;
}

function rootOf(event: RuleEvent): TraceRoot {
  const name = eventColumn(event);
  const { client } = event as { client?: { readonly clientId: string } | undefined };
  const attributes: Record<string, string | number> = { 'messaging.system': 'mqtt' };
  if (client !== undefined) attributes['messaging.client.id'] = client.clientId;
  if (!('message' in event)) return { name, at: event.at, attributes };
  const { message } = event as Extract<RuleEvent, { name: 'message.publish' | 'source.message' }>;
  if ('from' in message) attributes['messaging.client.id'] = message.from.clientId;
  attributes['messaging.destination.name'] = message.topic;
  attributes['messaging.message.id'] = message.id;
  attributes['messaging.message.body.size'] = message.payloadLength ?? message.payload.length;
  attributes['mqtt.qos'] = message.qos;
  return {
    name,
    at: Math.min(event.at, message.receivedAt),
    attributes,
  };
}

/** Of a message, the trace that its publisher named. */
function parentOf(event: RuleEvent): RemoteParent | undefined {
  if (!('message' in event)) return undefined;
  const { message } = event as Extract<RuleEvent, { name: 'message.publish' | 'source.message' }>;
  const properties = message.properties.userProperties;
  const find = (wanted: string) => properties?.find(([name]) => name.toLowerCase() === wanted)?.[1];
  const traceparent = find('traceparent');
  return traceparent === undefined ? undefined : parseTraceparent(traceparent, find('tracestate'));
}
