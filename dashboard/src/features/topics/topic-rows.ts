import type { TopicLevelRow, TopicLevels, TopicUse } from '../../../../src/api/contract.ts';
import { FIRST_ROWS, MOST_ROWS, type OpenLevel } from './topic-activity.ts';

/** A line of the tree or of the list. */
export type TopicRow =
  | {
      readonly kind: 'level';
      readonly depth: number;
      readonly isOpen: boolean;
      readonly level: TopicLevelRow;
    }
  | { readonly kind: 'topic'; readonly topic: TopicUse }
  | {
      readonly kind: 'more';
      readonly depth: number;
      readonly below: string;
      readonly left: number;
      readonly isFull: boolean;
    }
  | { readonly kind: 'loading'; readonly depth: number; readonly below: string };

/** No topic has U+0000 in it [MQTT-1.5.4-2]. */
export function idOfRow(row: TopicRow): string {
  if (row.kind === 'level') return row.level.topic;
  if (row.kind === 'topic') return row.topic.topic;
  return `${row.below}\0${row.kind}`;
}

/** What is known of the topic of a row; undefined for a line that is none. */
export function usedByRow(row: TopicRow): TopicUse | undefined {
  if (row.kind === 'level') return row.level;
  return row.kind === 'topic' ? row.topic : undefined;
}

/** The topic itself, or all below it where it is only the way to others. */
export function filterOfRow(row: TopicRow): string | undefined {
  if (row.kind === 'topic') return row.topic.topic;
  if (row.kind !== 'level') return undefined;
  const { topic, children } = row.level;
  if (children === 0 || topic.endsWith('#')) return topic;
  return `${topic}/#`;
}

/** The lines of the tree: of what is open, what lies below. */
export function rowsOfTree(
  open: readonly OpenLevel[],
  found: readonly (TopicLevels | undefined)[],
): TopicRow[] {
  const byPath = new Map(open.map(({ below, limit }, index) => [below, { limit, levels: found[index] }]));
  const rows: TopicRow[] = [];
  const walk = (below: string, depth: number): void => {
    const here = byPath.get(below);
    if (!here?.levels) {
      if (here && depth > 0) rows.push({ kind: 'loading', depth, below });
      return;
    }
    const { data, meta } = here.levels;
    for (const level of data) {
      const path = `${level.topic}/`;
      const isOpen = level.children > 0 && byPath.has(path);
      rows.push({ kind: 'level', depth, isOpen, level });
      if (isOpen) walk(path, depth + 1);
    }
    const left = (meta.count ?? data.length) - data.length;
    if (left > 0) rows.push({ kind: 'more', depth, below, left, isFull: here.limit >= MOST_ROWS });
  };
  walk('', 0);
  return rows;
}

/** Levels that are open at a time: each of them is asked for every few seconds. */
const MOST_OPEN = 60;

export const ROOT: readonly OpenLevel[] = [{ below: '', limit: FIRST_ROWS }];

export function opened(open: readonly OpenLevel[], below: string): readonly OpenLevel[] {
  const others = open.filter((one) => one.below !== below);
  // The first is the root; of too many the one that was opened first closes.
  const kept = others.length < MOST_OPEN ? others : [...others.slice(0, 1), ...others.slice(2)];
  return [...kept, { below, limit: FIRST_ROWS }];
}

/** It, and what lies below it. */
export function closed(open: readonly OpenLevel[], below: string): readonly OpenLevel[] {
  return open.filter((one) => one.below === '' || !one.below.startsWith(below));
}

export function withMore(open: readonly OpenLevel[], below: string): readonly OpenLevel[] {
  return open.map((one) =>
    one.below === below
      ? { below, limit: Math.min(MOST_ROWS, one.limit < 1000 ? 1000 : one.limit * 3) }
      : one,
  );
}
