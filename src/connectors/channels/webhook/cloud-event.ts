import type { ChannelMessage } from '../channel-message.ts';
import { payloadData, type Told, typeOf } from './webhook-payload.ts';

/** The attributes of a CloudEvent, version 1.0. */
interface Attributes {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time: string;
  readonly subject?: string | undefined;
}

const STRUCTURED = 'application/cloudevents+json; charset=utf-8';

/** In the structured mode: one JSON document. */
export function structuredEvent(message: ChannelMessage, told: Told): HttpEvent {
  const event = {
    ...attributesOf(message, told),
    datacontenttype: 'application/json',
    data: payloadData(message),
  };
  return { headers: { 'content-type': STRUCTURED }, body: JSON.stringify(event) };
}

/** In the binary mode: the attributes are headers, the body is the data. */
export function binaryEvent(message: ChannelMessage, told: Told): HttpEvent {
  const headers = Object.entries(attributesOf(message, told)).flatMap(([name, value]) =>
    value === undefined ? [] : [[`ce-${name}`, inHeader(value)]],
  );
  return {
    headers: { ...Object.fromEntries(headers), 'content-type': 'application/json' },
    body: JSON.stringify(payloadData(message)),
  };
}

interface HttpEvent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function attributesOf(message: ChannelMessage, { id, at }: Told): Attributes {
  return {
    specversion: '1.0',
    id,
    source: sourceOf(message),
    type: `tocsin.${typeOf(message)}`,
    time: new Date(at).toISOString(),
    subject: subjectOf(message) || undefined,
  };
}

/** A reference to what raised it: the rule or monitor, if it is one. */
function sourceOf({ notice }: ChannelMessage): string {
  const sources = new Set(
    (notice?.alerts ?? []).map(({ rule_id, monitor }) =>
      rule_id === undefined
        ? `/tocsin/monitors/${encodeURIComponent(monitor ?? '')}`
        : `/tocsin/rules/${encodeURIComponent(rule_id)}`,
    ),
  );
  const [only] = sources;
  return sources.size === 1 && only !== undefined ? only : '/tocsin';
}

/** What the only alert is about, else the incident. */
function subjectOf({ notice, key }: ChannelMessage): string | undefined {
  const [only] = notice?.alerts ?? [];
  const isOne = notice?.alerts.length === 1 && notice.truncated_alerts === 0;
  return (isOne ? only?.key : undefined) || key;
}

/** As the HTTP binding has it (3.1.3.2): all but printable ASCII, and blank, quote and percent, as percent-encoded UTF-8. */
function inHeader(value: string): string {
  return value.toWellFormed().replace(/[^!#$&-~]/gu, (sign) => encodeURIComponent(sign));
}
