import { type RefObject, useEffect, useRef } from 'react';
import { awaitsSecondKey } from '../keys/shortcuts.ts';
import { preferences } from '../preferences/preferences.ts';

export interface TableActions {
  /** By so many rows; more than there are: to the end. */
  move(by: number): void;
  open(): void;
  select(toHere: boolean): void;
  menu(): void;
  /** False: there was nothing to leave. */
  leave(): boolean;
  /** Keys of the page, for the row of the cursor. */
  readonly others: Readonly<Record<string, () => void>>;
}

const PAGE = 15;
const FAR = Number.MAX_SAFE_INTEGER;

/**
 * The keys of a table. They work while it has the focus, and also while nothing has it, so that `j` is enough to begin.
 */
export function useTableKeys(table: RefObject<HTMLElement | null>, actions: TableActions): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const { target } = event;
      if (!(target instanceof Element) || isWriting(target)) return;
      const isInside = table.current?.contains(target) ?? false;
      if (!isInside && (target !== document.body || isCovered())) return;
      // Of what stands in a cell, Enter and the space bar belong to it.
      const isOwn = target === table.current || target === document.body;
      if (act(event, isOwn, latest.current)) event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [table]);
}

function act(event: KeyboardEvent, isOwn: boolean, actions: TableActions): boolean {
  const { key, shiftKey } = event;
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: PAGE,
    PageUp: -PAGE,
    Home: -FAR,
    End: FAR,
  };
  const step = moves[key];
  if (step !== undefined) {
    if (!isOwn || shiftKey) return false;
    actions.move(step);
    return true;
  }
  if (key === 'Enter' && isOwn) {
    actions.open();
    return true;
  }
  if (key === ' ' && isOwn) {
    actions.select(shiftKey);
    return true;
  }
  if (key === 'Escape') return actions.leave();
  return preferences().letterKeys && !awaitsSecondKey(event.timeStamp) && actByLetter(key, actions);
}

function actByLetter(key: string, actions: TableActions): boolean {
  const letters: Readonly<Record<string, () => void>> = {
    ...actions.others,
    j: () => actions.move(1),
    k: () => actions.move(-1),
    x: () => actions.select(false),
    X: () => actions.select(true),
    '.': () => actions.menu(),
  };
  const action = letters[key];
  action?.();
  return action !== undefined;
}

function isWriting(target: Element): boolean {
  if (target instanceof HTMLElement && target.isContentEditable) return true;
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox';
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** Whether a dialog or a menu lies over the page. */
function isCovered(): boolean {
  // Some are kept while they are closed.
  const covers = document.querySelectorAll('[role="dialog"], [role="menu"]');
  return [...covers].some((cover) => cover.checkVisibility());
}
