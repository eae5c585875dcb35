import type { ChannelMessage, MessageField } from '../../connectors/channels/channel-message.ts';
import { cutText } from '../../connectors/channels/writing/text-cutting.ts';
import { formatDuration } from '../../lib/duration.ts';
import { timeOf, writeTime, type Zone } from '../../lib/zoned-time.ts';
import type { Language } from '../../texts/cut-notes.ts';
import { knownReason } from '../../texts/reason-words.ts';
import { rowTexts } from '../../texts/row-texts.ts';
import type { TemplateRow } from '../templates/template.ts';

/** For whom a row is put into words. */
export interface Audience {
  readonly language: Language;
  readonly zone: Zone;
}

/** Of one value, in UTF-16 units; the payload of a message may be megabytes. */
const LONGEST_VALUE = 300;
const MOST_FIELDS = 40;
const MOST_BYTES_SHOWN = 32;
/** Of the row that goes along for receivers that are programs, as JSON. */
const LONGEST_DATA = 256 * 1024;

/** Where the event came from, which everybody knows who made the rule. */
const NOT_SHOWN = new Set([
  'metadata',
  'flags',
  'headers',
  'id',
  'client_attrs',
  'peerport',
  'mountpoint',
  'is_bridge',
]);

/** Of a whole event (`SELECT *`), what nobody needs who is woken by it; who selects one of these sees it. */
const DETAILS_OF_EVENTS = new Set([
  'clean_start',
  'closed_by',
  'conn_props',
  'connected_at',
  'disconn_props',
  'dup',
  'event',
  'expiry_interval',
  'from_clientid',
  'keepalive',
  'peerhost',
  'proto_name',
  'proto_ver',
  'pub_props',
  'publish_received_at',
  'receive_maximum',
  'sequence',
  'sockname',
  'sub_props',
  'unsub_props',
  'will_published',
]);

/** What a row says when nobody wrote a text for it: what happened as its title, and its columns as fields. */
export function rowMessage(row: TemplateRow, audience: Audience, rule: string | undefined): ChannelMessage {
  const names = columnsOf(row);
  const fields = shownOf(row, names).map((name) => toField(row, name, audience));
  return {
    title: titleOf(row, names, audience.language) ?? plainTitle(rule, fields),
    fields: fields.slice(0, MOST_FIELDS),
  };
}

/** The columns that are worth showing to people, as text, in their order: not more than 40, none longer than 300 characters. */
export function factsOf(row: TemplateRow): Record<string, string> {
  const facts: Record<string, string> = {};
  for (const name of shownOf(row, columnsOf(row)).slice(0, MOST_FIELDS)) {
    const value = row.value([name]);
    facts[name] = cut(Buffer.isBuffer(value) ? value.toString('hex', 0, MOST_BYTES_SHOWN) : row.text([name]));
  }
  return facts;
}

function shownOf(row: TemplateRow, names: readonly string[]): string[] {
  const isWholeEvent = names.includes('metadata');
  return names
    .filter((name) => !NOT_SHOWN.has(name) && !(isWholeEvent && isDetail(name, names)))
    .filter((name) => isWorthShowing(row, name));
}

/** The row as it is, unless it is too large to be kept twice. */
export function dataOf(row: TemplateRow): unknown {
  const json = row.json([]);
  return json.length <= LONGEST_DATA ? JSON.parse(json) : undefined;
}

/** When it happened, as far as the row knows: Unix milliseconds. */
export function momentOf(row: TemplateRow): number | undefined {
  for (const name of ['disconnected_at', 'timestamp', 'publish_received_at', 'connected_at']) {
    const time = typeof row.value([name]) === 'number' ? timeOf(row.text([name])) : undefined;
    if (time !== undefined) return time;
  }
  return undefined;
}

function columnsOf(row: TemplateRow): readonly string[] {
  if (row.names) return row.names();
  const whole: unknown = JSON.parse(row.json([]));
  return typeof whole === 'object' && whole !== null && !Array.isArray(whole) ? Object.keys(whole) : [];
}

/** The time of the event is told once, as what happened then. */
function isDetail(name: string, names: readonly string[]): boolean {
  return DETAILS_OF_EVENTS.has(name) || (name === 'timestamp' && names.includes('disconnected_at'));
}

/** An empty map or list, or nothing at all, tells nothing. */
function isWorthShowing(row: TemplateRow, name: string): boolean {
  const value = row.value([name]);
  if (value === undefined || value === null || value === '') return false;
  if (typeof value !== 'object' || Buffer.isBuffer(value)) return true;
  const json = row.json([name]);
  return json !== '{}' && json !== '[]';
}

function toField(row: TemplateRow, name: string, { language, zone }: Audience): MessageField {
  const { labels, bytes } = rowTexts[language];
  const label = Object.hasOwn(labels, name) ? (labels[name] ?? name) : name;
  const value = row.value([name]);
  if (Buffer.isBuffer(value)) {
    const beginning = value.subarray(0, MOST_BYTES_SHOWN).toString('hex');
    const more = value.length > MOST_BYTES_SHOWN ? '…' : '';
    return { name: label, value: bytes(value.length, beginning + more) };
  }
  const text = row.text([name]);
  const time = isTimeColumn(name) && typeof value === 'number' ? timeOf(text) : undefined;
  if (time !== undefined) return { name: label, value: writeTime(time, zone) };
  if (name === 'duration_ms' && typeof value === 'number') {
    return { name: label, value: formatDuration(value < 1000 ? value : Math.round(value / 1000) * 1000) };
  }
  if (name === 'reason') {
    const words = knownReason(text, language);
    if (words !== undefined) return { name: label, value: `${words} (${text})` };
  }
  return { name: label, value: cut(text) };
}

function isTimeColumn(name: string): boolean {
  return name === 'timestamp' || name.endsWith('_at');
}

function cut(text: string): string {
  return cutText(text, { limit: LONGEST_VALUE, unit: 'utf16' });
}

/** What happened, of an event that the columns give away. */
function titleOf(row: TemplateRow, names: readonly string[], language: Language): string | undefined {
  const { titles, somebody } = rowTexts[language];
  const of = (...columns: string[]): string => {
    const found = columns.find((name) => names.includes(name) && isWorthShowing(row, name));
    return found === undefined ? '' : cut(row.text([found]));
  };
  const reason = of('reason');
  const event = eventOf(row, names);
  return titles[event]?.({
    who: of('clientid', 'username', 'peername', 'peerhost') || somebody,
    reason: knownReason(reason, language) ?? reason,
    topic: of('topic'),
    name: of('name'),
    message: of('message'),
    result: of('result', 'reason_code'),
  });
}

/** Its name when it was selected, else the columns that only one event has. */
function eventOf(row: TemplateRow, names: readonly string[]): string {
  const has = (...columns: string[]): boolean => columns.every((name) => names.includes(name));
  if (has('event')) return row.text(['event']);
  if (has('disconnected_at')) return 'client.disconnected';
  if (has('deactivated_at', 'name')) return 'alarm.deactivated';
  if (has('activated_at', 'name')) return 'alarm.activated';
  if (has('connected_at', 'clientid')) return 'client.connected';
  return '';
}

/** The rule and the first column, or the first two columns. */
function plainTitle(rule: string | undefined, fields: readonly MessageField[]): string {
  const [first, second] = fields;
  if (rule !== undefined) return first ? `${rule}: ${first.value}` : rule;
  const shown = [first, second].flatMap((field) => (field ? [`${field.name}: ${field.value}`] : []));
  return shown.join(', ') || 'tocsin';
}
