import type { RecordedEvent } from './recorded-event.ts';

/** What events are looked for by. All that is given has to hold; of several kinds or clients, one. */
export interface EventFilter {
  readonly events?: readonly string[] | undefined;
  readonly clientIds?: readonly string[] | undefined;
  readonly username?: string | undefined;
  /** Stands in the value of some column, in upper or lower case. */
  readonly text?: string | undefined;
  readonly columns?: readonly ColumnFilter[] | undefined;
}

/** `reason` is `kicked`, `client_attrs.site` is `x`, `proto_ver` is `5`. */
export interface ColumnFilter {
  readonly path: string;
  readonly value: string;
}

/** Whether a recorded event is one of those that are looked for. */
export function matchesFilter(record: RecordedEvent, filter: EventFilter): boolean {
  const { events, clientIds, username } = filter;
  if (events && !events.includes(record.event)) return false;
  if (clientIds && (record.clientId === undefined || !clientIds.includes(record.clientId))) return false;
  if (username !== undefined && record.username !== username) return false;
  return matchesColumns(record.columns, filter);
}

/** The part of it that looks into the columns. */
export function matchesColumns(json: string, { text, columns = [] }: EventFilter): boolean {
  if (text === undefined && columns.length === 0) return true;
  // Most events are ruled out by their text alone, without reading it as JSON.
  if (columns.some((filter) => !json.includes(textOf(filter)))) return false;
  const wanted = text?.toLowerCase();
  if (wanted !== undefined && !json.toLowerCase().includes(inJson(wanted))) return false;
  const values: unknown = JSON.parse(json);
  return (
    columns.every(({ path, value }) => isWritten(columnAt(values, path), value)) &&
    (wanted === undefined || holdsText(values, wanted))
  );
}

/** What stands in the JSON of every event that a filter finds; the empty text when nothing is sure to. */
export function textOf({ path, value }: ColumnFilter): string {
  // Within a payload a number or a text may be written in several ways, and other numbers are written in one of ours.
  if (value === NOTHING || path.startsWith(PAYLOAD)) return '';
  return NUMBER.test(value) && String(Number(value)) !== value ? '' : inJson(value);
}

/** A text as it stands within a string of JSON. */
export function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** What is not there is found by this word. */
const NOTHING = 'null';
/** A payload that is JSON is a map, as in a rule. */
const PAYLOAD = 'payload.';
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function columnAt(values: unknown, path: string): unknown {
  if (!path.startsWith(PAYLOAD)) return valueAt(values, path);
  const payload = valueAt(values, PAYLOAD.slice(0, -1));
  if (typeof payload !== 'string') return undefined;
  try {
    return valueAt(JSON.parse(payload), path.slice(PAYLOAD.length));
  } catch {
    return undefined;
  }
}

/** A path may go into maps, whose keys may hold dots themselves. */
function valueAt(values: unknown, path: string): unknown {
  if (typeof values !== 'object' || values === null) return undefined;
  if (Object.hasOwn(values, path)) return (values as Record<string, unknown>)[path];
  for (let dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
    const key = path.slice(0, dot);
    if (!Object.hasOwn(values, key)) continue;
    const inner = valueAt((values as Record<string, unknown>)[key], path.slice(dot + 1));
    if (inner !== undefined) return inner;
  }
  return undefined;
}

function isWritten(found: unknown, wanted: string): boolean {
  if (found === undefined || found === null) return wanted === NOTHING;
  if (typeof found === 'number') return NUMBER.test(wanted) && Number(wanted) === found;
  return typeof found !== 'object' && String(found) === wanted;
}

function holdsText(value: unknown, wanted: string): boolean {
  if (typeof value === 'object' && value !== null)
    return Object.values(value).some((inner) => holdsText(inner, wanted));
  return value !== null && String(value).toLowerCase().includes(wanted);
}
