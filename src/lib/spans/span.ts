import type { SpanContext } from './trace-context.ts';

export type SpanKind = 'internal' | 'client' | 'consumer';

/** One step of what became of an event. Times are Unix milliseconds. */
export interface Span {
  readonly context: SpanContext;
  readonly parent: string | undefined;
  readonly name: string;
  readonly kind: SpanKind;
  readonly startedAt: number;
  endedAt: number;
  readonly attributes: Record<string, string | number>;
  /** What was tried in between; few. */
  readonly events: { readonly at: number; readonly name: string; readonly text: string }[];
  /** Why it failed, if it did. */
  error: string | undefined;
}

/** By the numbers of the protocol (opentelemetry/proto/trace/v1). */
const KINDS: Readonly<Record<SpanKind, number>> = { internal: 1, client: 3, consumer: 5 };
const STATUS_OK = 1;
const STATUS_ERROR = 2;

/** The body of a request to `/v1/traces`: OTLP in its JSON form. */
export function otlpJson(
  spans: readonly Span[],
  resource: Readonly<Record<string, string>>,
  version: string,
): string {
  return JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: attributesOf(resource) },
        scopeSpans: [{ scope: { name: 'tocsin', version }, spans: spans.map(spanJson) }],
      },
    ],
  });
}

function spanJson({ context, parent, name, kind, startedAt, endedAt, attributes, events, error }: Span) {
  return {
    traceId: context.traceId,
    spanId: context.spanId,
    ...(context.traceState !== undefined && { traceState: context.traceState }),
    ...(parent !== undefined && { parentSpanId: parent }),
    name,
    kind: KINDS[kind],
    startTimeUnixNano: nanoseconds(startedAt),
    endTimeUnixNano: nanoseconds(Math.max(startedAt, endedAt)),
    attributes: attributesOf(attributes),
    events: events.map(({ at, name, text }) => ({
      timeUnixNano: nanoseconds(at),
      name,
      attributes: attributesOf({ reason: text }),
    })),
    status: error === undefined ? { code: STATUS_OK } : { code: STATUS_ERROR, message: error },
  };
}

/** 64-bit numbers are texts in the JSON of Protobuf. */
function nanoseconds(milliseconds: number): string {
  return String(BigInt(Math.round(milliseconds * 1000)) * 1000n);
}

function attributesOf(attributes: Readonly<Record<string, string | number>>) {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value:
      typeof value === 'string'
        ? { stringValue: value }
        : Number.isInteger(value)
          ? { intValue: String(value) }
          : { doubleValue: value },
  }));
}
