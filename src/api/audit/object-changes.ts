import type { AuditChange } from './audit-record.ts';

/** What changes by itself, or says how an object does and not what it is. */
const FIGURES: ReadonlySet<string> = new Set([
  'acceptors',
  'action_details',
  'active',
  'certificates',
  'count',
  'created_at',
  'current_connections',
  'deliveries',
  'hiding',
  'last_at',
  'last_modified_at',
  'measured_at',
  'metrics',
  'node_metrics',
  'node_status',
  'notifications',
  'refused',
  'status_reason',
  'timeline',
  'updated_at',
  'value',
  'warnings',
]);

/** Objects whose `status` is how they do; of an alert it is what somebody changed. */
const WITH_HEALTH: ReadonlySet<string> = new Set([
  'actions',
  'authentication',
  'authorization',
  'connectors',
  'listeners',
  'monitors',
  'sources',
]);

/** Changes that are listed; the rest is counted. */
const MOST_CHANGES = 100;

/** Characters of a text, or of the JSON of anything else, that are kept. */
const LONGEST_VALUE = 2_000;

/**
 * What differs between two states of an object, member by member; undefined stands for an object that is not there.
 * @param type what kind of object it is: `rules`, `alerts`
 */
export function changesBetween(
  before: unknown,
  after: unknown,
  type: string,
): { readonly changes: readonly AuditChange[]; readonly more: number } {
  const found: AuditChange[] = [];
  const passesOver = (name: string, depth: number): boolean =>
    depth === 0 && (FIGURES.has(name) || (name === 'status' && WITH_HEALTH.has(type)));
  compare(before, after, [], found, passesOver);
  return { changes: found.slice(0, MOST_CHANGES), more: Math.max(0, found.length - MOST_CHANGES) };
}

function compare(
  before: unknown,
  after: unknown,
  path: readonly string[],
  found: AuditChange[],
  passesOver: (name: string, depth: number) => boolean,
): void {
  if (before === after || (isEmpty(before) && isEmpty(after))) return;
  const [left, right] = [membersOf(before), membersOf(after)];
  const goesInto =
    (left && (right || after === undefined)) || (right && (left || before === undefined)) || false;
  if (goesInto && Array.isArray(before ?? after) === Array.isArray(after ?? before)) {
    for (const name of new Set([...Object.keys(left ?? {}), ...Object.keys(right ?? {})])) {
      if (passesOver(name, path.length)) continue;
      compare(left?.[name], right?.[name], [...path, name], found, passesOver);
    }
    return;
  }
  found.push({
    path: path.join('.'),
    ...(before !== undefined && { before: shortened(before) }),
    ...(after !== undefined && { after: shortened(after) }),
  });
}

/** Two empty lists, or two empty objects, do not differ. */
function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const isObject = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  return isObject ? (value as Readonly<Record<string, unknown>>) : undefined;
}

function shortened(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const text = JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : value;
}
