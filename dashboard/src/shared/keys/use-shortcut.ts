import { useEffect, useRef } from 'react';
import { addShortcut, type Shortcut } from './shortcuts.ts';

interface ShortcutOptions {
  readonly enabled?: boolean;
  /** Also while a dialog is open. */
  readonly inDialog?: boolean;
  /** Only where nothing else on the page is on the key. */
  readonly isFallback?: boolean;
}

/**
 * A key that does something while the component is shown, and stands in the list that `?` opens. Keys without Ctrl or
 * Command do nothing while somebody types, and can be switched off.
 * @param keys see `Shortcut`
 * @param label what it does, in a few words
 */
export function useShortcut(
  keys: string,
  label: string,
  run: Shortcut['run'],
  { enabled = true, inDialog = false, isFallback = false }: ShortcutOptions = {},
): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    if (!enabled) return undefined;
    return addShortcut({ keys, label, inDialog, isFallback, run: (event) => latest.current(event) });
  }, [keys, label, enabled, inDialog, isFallback]);
}
