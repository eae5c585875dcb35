import { preferences } from '../preferences/preferences.ts';

export interface Shortcut {
  /**
   * `e`, `shift+x`, `/`, `Escape`, `mod+k` (Ctrl, or Command on a Mac), `mod+shift+b`, or two after each other: `g o`.
   */
  readonly keys: string;
  /** What it does, for the list of keys. */
  readonly label: string;
  /** Also while a dialog is open. */
  readonly inDialog: boolean;
  /** Only where nothing else is on the key. */
  readonly isFallback: boolean;
  run(event: KeyboardEvent): void;
}

/** Milliseconds between the two keys of a sequence. */
const LONGEST_PAUSE = 1_200;

const shortcuts = new Set<Shortcut>();
let first: { readonly key: string; readonly at: number } | undefined;

/** What was added last goes before what others have on the same key. The function that is returned takes it away. */
export function addShortcut(shortcut: Shortcut): () => void {
  if (shortcuts.size === 0) addEventListener('keydown', onKey);
  shortcuts.add(shortcut);
  return () => {
    shortcuts.delete(shortcut);
    if (shortcuts.size === 0) removeEventListener('keydown', onKey);
  };
}

/** Those that work now, one for each key, in the order in which they came. */
export function activeShortcuts(): Shortcut[] {
  return [...new Map(inOrder().map((shortcut) => [shortcut.keys, shortcut])).values()];
}

/** What is found last goes first. */
function inOrder(): Shortcut[] {
  return [...shortcuts].toSorted((a, b) => Number(b.isFallback) - Number(a.isFallback));
}

/** Whether the key that comes now may be the second one of a sequence: `g s` goes to Settings, and silences nothing. */
export function awaitsSecondKey(at: number): boolean {
  if (first === undefined || at - first.at >= LONGEST_PAUSE) return false;
  const start = `${first.key} `;
  return [...shortcuts].some(({ keys }) => keys.startsWith(start));
}

/** Whether this one needs neither Ctrl nor Command: WCAG 2.1.4 wants those to be switched off. */
function isCharacter(keys: string): boolean {
  return !keys.startsWith('mod+') && keys.split(' ').every((key) => key.replace('shift+', '').length === 1);
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const key = nameOf(event);
  if (key === undefined) return;
  const isTyping = isEditable(event.target);
  const dialogIsOpen = isDialogOpen();
  const isSecond = first !== undefined && event.timeStamp - first.at < LONGEST_PAUSE;
  const names = isSecond ? [`${first?.key} ${key}`, key] : [key];
  first = isTyping || key.includes('+') ? undefined : { key, at: event.timeStamp };
  for (const name of names) {
    const shortcut = inOrder().findLast(
      ({ keys, inDialog }) =>
        keys === name &&
        (inDialog || !dialogIsOpen) &&
        (!isCharacter(keys) || (!isTyping && preferences().letterKeys)),
    );
    if (!shortcut) continue;
    first = undefined;
    event.preventDefault();
    shortcut.run(event);
    return;
  }
}

/** As `keys` writes it; undefined for a key that only goes with others. */
function nameOf(event: KeyboardEvent): string | undefined {
  const { key, shiftKey } = event;
  if (key === undefined || ['Shift', 'Control', 'Meta', 'Alt'].includes(key)) return undefined;
  const isLetter = /^\p{L}$/u.test(key);
  const hasMod = event.ctrlKey || event.metaKey;
  const name = key.length === 1 ? key.toLowerCase() : key;
  const shift = shiftKey && (isLetter || key.length > 1) ? 'shift+' : '';
  return `${hasMod ? 'mod+' : ''}${shift}${name}`;
}

/** Some stay in the page while they are closed. */
function isDialogOpen(): boolean {
  const dialogs = document.querySelectorAll('[role="dialog"][aria-modal="true"]');
  return [...dialogs].some((dialog) => dialog.checkVisibility());
}

function isEditable(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target instanceof HTMLTextAreaElement ||
      target instanceof HTMLSelectElement ||
      (target instanceof HTMLInputElement &&
        !['button', 'checkbox', 'radio', 'submit'].includes(target.type)))
  );
}
