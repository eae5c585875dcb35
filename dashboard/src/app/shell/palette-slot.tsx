import { lazy, Suspense } from 'react';
import { useShortcut } from '../../shared/keys/use-shortcut.ts';
import { createStore, useStore } from '../../shared/store/store.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { shellTexts } from './shell.texts.ts';

const opened = createStore(false);

export function openPalette(): void {
  opened.set(true);
}

/** Fetched when it is opened for the first time. */
const PaletteDialog = lazy(async () => ({
  default: (await import('../palette/palette-dialog.tsx')).PaletteDialog,
}));

/** `Ctrl K`: find or do anything. */
export function Palette() {
  const words = useTexts(shellTexts);
  const isOpen = useStore(opened);
  useShortcut('mod+k', words.searchHint, openPalette);
  useShortcut('/', words.search, openPalette, { isFallback: true });
  return (
    isOpen && (
      <Suspense>
        <PaletteDialog onClose={() => opened.set(false)} />
      </Suspense>
    )
  );
}
