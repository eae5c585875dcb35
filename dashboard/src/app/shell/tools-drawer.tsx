import { Drawer, Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useShortcut } from '../../shared/keys/use-shortcut.ts';
import { useStore } from '../../shared/store/store.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { openedTool } from '../../shared/tools/opened-tools.ts';
import { shellTexts } from './shell.texts.ts';

export function openTools(): void {
  openedTool.set('client');
}

const Tools = lazy(async () => ({ default: (await import('../../pages/tools/tools.tsx')).Tools }));

/** `t`: what belongs to no page, beside any of them. */
export function ToolsDrawer() {
  const words = useTexts(shellTexts);
  const isOpen = useStore(openedTool) !== undefined;
  const toggle = () => openedTool.set(isOpen ? undefined : 'client');
  useShortcut('t', words.tools, toggle, { isFallback: true, inDialog: isOpen });
  return (
    <Drawer
      opened={isOpen}
      onClose={() => openedTool.set(undefined)}
      position="right"
      size="xl"
      title={words.tools}
      closeButtonProps={{ 'aria-label': words.close }}
      // What it is connected to goes on while it is closed.
      keepMounted
    >
      <Suspense fallback={<Skeleton height={120} animate={false} />}>
        <Kept isOpen={isOpen} />
      </Suspense>
    </Drawer>
  );
}

let wasOpen = false;

/** Not fetched before it is opened, and kept from then on. */
function Kept({ isOpen }: { isOpen: boolean }) {
  wasOpen ||= isOpen;
  return wasOpen && <Tools />;
}
