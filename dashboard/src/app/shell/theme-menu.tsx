import { ActionIcon, Menu } from '@mantine/core';
import { IconBrightness } from '@tabler/icons-react';
import { changePreferences, type Preferences, usePreferences } from '../../shared/preferences/preferences.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { shellTexts } from './shell.texts.ts';
import { Tick } from './tick.tsx';

export const THEMES: readonly Preferences['theme'][] = ['auto', 'light', 'dark'];

export function ThemeMenu({ className }: { className: string }) {
  const words = useTexts(shellTexts);
  const { theme } = usePreferences();
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon className={className} variant="subtle" color="gray" size={28} aria-label={words.theme}>
          <IconBrightness size={16} stroke={1.5} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {THEMES.map((name) => (
          <Menu.Item
            key={name}
            role="menuitemradio"
            aria-checked={name === theme}
            leftSection={<Tick isOn={name === theme} />}
            onClick={() => changePreferences({ theme: name })}
          >
            {words[name]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
