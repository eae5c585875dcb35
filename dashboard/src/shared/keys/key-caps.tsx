import { Group, Kbd } from '@mantine/core';

export const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

const NAMES: Readonly<Record<string, string>> = {
  mod: isMac ? '⌘' : 'Ctrl',
  shift: isMac ? '⇧' : 'Shift',
  Enter: '↵',
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
};

/** Keys as they are written on a keyboard. @param keys as `useShortcut` takes them */
export function KeyCaps({ keys }: { keys: string }) {
  const caps = keys.split(' ').flatMap((part) => part.split(/\+(?=.)/));
  return (
    <Group gap={2} wrap="nowrap" component="span" display="inline-flex">
      {caps.map((cap) => (
        <Kbd key={cap} size="xs">
          {NAMES[cap] ?? (cap.length === 1 ? cap.toUpperCase() : cap)}
        </Kbd>
      ))}
    </Group>
  );
}
