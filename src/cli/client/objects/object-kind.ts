import type { WrittenKind } from './written-objects.ts';

type Item = Readonly<Record<string, unknown>>;

/** How objects of a kind are asked for, put back and called. */
export interface ObjectKind {
  readonly kind: WrittenKind;
  /** The collection in the API, with its first slash. */
  readonly path: string;
  /** Words of the command line: `rules`. */
  readonly noun: string;
  idOf(item: Item): string;
  /** What of an answer can be written. */
  written(answer: Item): Item;
}

/** Members of answers that say how something does; a PUT passes them over. */
const FIGURES: ReadonlySet<string> = new Set([
  'file',
  'created_at',
  'last_modified_at',
  'warnings',
  'from',
  'action_details',
  'alert_details',
  'status',
  'status_reason',
  'node_status',
]);

/** In connectors and actions, who uses them; in rules, what they do. */
const USERS: readonly string[] = ['actions', 'sources', 'rules'];

function without(answer: Item, names: (name: string) => boolean): Item {
  return Object.fromEntries(Object.entries(answer).filter(([name]) => !FIGURES.has(name) && !names(name)));
}

const typed = (item: Item): string => `${String(item.type)}:${String(item.name)}`;

export const RULES: ObjectKind = {
  kind: 'rules',
  path: '/rules',
  noun: 'rules',
  idOf: ({ id }) => String(id),
  written: (answer) => without(answer, () => false),
};

export const ACTIONS: ObjectKind = {
  kind: 'actions',
  path: '/actions',
  noun: 'actions',
  idOf: typed,
  written: (answer) => without(answer, (name) => USERS.includes(name)),
};

/** @param noun channels are connectors, too */
export function connectorsAs(noun: 'channels' | 'connectors'): ObjectKind {
  return { ...ACTIONS, kind: 'connectors', path: '/connectors', noun };
}

export function pathOfObject({ path }: ObjectKind, id: string): string {
  return `${path}/${encodeURIComponent(id)}`;
}
