import { ActionIcon, Menu } from '@mantine/core';
import { IconBrightness } from '@tabler/icons-react';
import { changePreferences, type Preferences, usePreferences } from '../../shared/preferences/preferences.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { shellTexts } from './shell.texts.ts';

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
          <Menu.RadioItem
            key={name}
            value={name}
            checked={name === theme}
            onChange={() => changePreferences({ theme: name })}
          >
            {words[name]}
          </Menu.RadioItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
