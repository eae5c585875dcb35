import { timeOfOrderedId } from '../../../lib/ids.ts';
import { crypto } from '../../../lib/late-crypto.ts';
import type { ChannelMessage } from '../channel-message.ts';
import { oneLine, withoutControls } from '../writing/plain-text.ts';
import { cutText } from '../writing/text-cutting.ts';

const LONGEST_SUMMARY = 1024;
const LONGEST_KEY = 255;
/** "512 KB", which Alertmanager reads as thousands. */
const LARGEST_EVENT = 512_000;
const LONGEST_LABEL = 255;

/**
 * The body of one event.
 * @param id of the delivery: the alert's name when it has none, so that a repeat opens no second incident
 */
export function writeEvent(message: ChannelMessage, routingKey: string, id: string): string {
  const { event = 'trigger', key, at = timeOfOrderedId(id) } = message;
  const head = {
    routing_key: routingKey,
    event_action: event,
    dedup_key: toDedupKey(key || id),
  };
  // Only a trigger has more: the other two change an alert that is there.
  if (event !== 'trigger') return JSON.stringify(head);
  const body = JSON.stringify({ ...head, ...triggerOf({ ...message, at }, detailsOf(message)) });
  const bytes = Buffer.byteLength(body);
  if (bytes <= LARGEST_EVENT) return body;
  const note = { left_out: `the details, since an event of ${bytes} bytes is more than PagerDuty takes` };
  return JSON.stringify({ ...head, ...triggerOf({ ...message, at, links: [] }, note) });
}

/** The same for trigger and resolve, on any node and after any restart. */
export function toDedupKey(text: string): string {
  const key = text.toWellFormed();
  return key.length <= LONGEST_KEY ? key : crypto().createHash('sha256').update(key).digest('hex');
}

function triggerOf(message: ChannelMessage, details: unknown) {
  const { links = [], extra = {}, severity = 'error', at, plain } = message;
  const row = rowOf(message);
  const summary =
    oneLine(
      withoutControls(extra.summary || message.title || firstLine(message.text ?? message.markdown ?? '')),
    ) || 'tocsin';
  return {
    payload: {
      summary: cutText(summary, { limit: LONGEST_SUMMARY, unit: 'utf16' }),
      source: cutLabel(extra.source) ?? textOf(row.node) ?? textOf(row.clientid) ?? 'tocsin',
      severity,
      timestamp: at === undefined ? undefined : new Date(at).toISOString(),
      component: cutLabel(extra.component) ?? textOf(row.clientid),
      group: cutLabel(extra.group),
      class: cutLabel(extra.class) ?? textOf(row.event),
      custom_details: plain ? undefined : details,
    },
    client: extra.client || 'Tocsin',
    client_url: isWebAddress(extra.client_url) ? extra.client_url : undefined,
    links: plain || links.length === 0 ? undefined : links.filter(({ url }) => isWebAddress(url)).map(toLink),
  };
}

/** The row as it is, and beside it what people were to read. */
function detailsOf(message: ChannelMessage): unknown {
  const { extra = {}, text, markdown, title, fields = [], data } = message;
  if (extra.custom_details) return parsed(extra.custom_details);
  const told = markdown ?? text;
  const named = Object.fromEntries(fields.map(({ name, value }) => [name, value]));
  const details = {
    ...(told && title ? { text: told } : {}),
    ...(isObject(data) ? data : data === undefined ? named : { ...named, row: data }),
  };
  return Object.keys(details).length > 0 ? details : undefined;
}

/** A text that is no JSON is shown as it is. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function rowOf({ data }: ChannelMessage): Readonly<Record<string, unknown>> {
  return isObject(data) ? data : {};
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? cutLabel(value) : undefined;
}

function cutLabel(text: string | undefined): string | undefined {
  return text ? cutText(text, { limit: LONGEST_LABEL, unit: 'utf16' }) : undefined;
}

function firstLine(text: string): string {
  return text.trimStart().split('\n', 1)[0] ?? '';
}

function toLink({ label, url }: { label: string; url: string }) {
  return { href: url, text: label };
}

function isWebAddress(url: string | undefined): boolean {
  return url !== undefined && /^https?:\/\//i.test(url);
}
