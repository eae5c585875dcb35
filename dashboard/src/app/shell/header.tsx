import { ActionIcon, Kbd, Tooltip, UnstyledButton } from '@mantine/core';
import { IconBell, IconLanguage, IconSearch, IconTool } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { isMac } from '../../shared/keys/key-caps.tsx';
import { useFigures } from '../../shared/live/figures.ts';
import { changePreferences } from '../../shared/preferences/preferences.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { type Place, placeTexts } from '../places.ts';
import { LiveChip } from './live-chip.tsx';
import { openPalette } from './palette-slot.tsx';
import styles from './shell.module.css';
import { shellTexts } from './shell.texts.ts';
import { ThemeMenu } from './theme-menu.tsx';
import { openTools } from './tools-drawer.tsx';
import { UserMenu } from './user-menu.tsx';

export function Header({ place }: { place: Place | undefined }) {
  const words = useTexts(shellTexts);
  const names = useTexts(placeTexts);
  return (
    <header className={styles.header}>
      <span className={styles.placeName}>{place ? names[place.name] : 'Tocsin'}</span>
      <UnstyledButton
        className={`${styles.search} ${styles.wide}`}
        onClick={openPalette}
        aria-keyshortcuts="Control+K Meta+K"
      >
        <IconSearch size={14} stroke={1.5} aria-hidden="true" />
        <span className={styles.searchText}>{words.searchHint}</span>
        <Kbd size="xs" aria-hidden="true">
          {isMac ? '⌘K' : 'Ctrl K'}
        </Kbd>
      </UnstyledButton>
      <div className={styles.right}>
        <ActionIcon
          className={styles.narrow ?? ''}
          variant="subtle"
          color="gray"
          size={28}
          aria-label={words.search}
          onClick={openPalette}
        >
          <IconSearch size={16} stroke={1.5} />
        </ActionIcon>
        <LiveChip />
        <AlertBell />
        <Tooltip label={words.tools}>
          <ActionIcon
            className={styles.wide ?? ''}
            variant="subtle"
            color="gray"
            size={28}
            aria-label={words.tools}
            onClick={openTools}
          >
            <IconTool size={16} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
        <LanguageButton />
        <ThemeMenu className={styles.wide ?? ''} />
        <UserMenu />
      </div>
    </header>
  );
}

function AlertBell() {
  const words = useTexts(shellTexts);
  const critical = useFigures()?.alerts_open.critical ?? 0;
  const label = words.alerts(critical);
  return (
    <Tooltip label={label}>
      <Link to="/alerts" className={styles.bell ?? ''} aria-label={label}>
        <IconBell size={16} stroke={1.5} aria-hidden="true" />
        {critical > 0 && <span className={styles.bellCount}>{critical > 999 ? '999+' : critical}</span>}
      </Link>
    </Tooltip>
  );
}

function LanguageButton() {
  const words = useTexts(shellTexts);
  const language = useLanguage();
  return (
    <Tooltip label={words.language}>
      <ActionIcon
        className={styles.wide ?? ''}
        variant="subtle"
        color="gray"
        size={28}
        aria-label={words.language}
        onClick={() => changePreferences({ language: language === 'zh' ? 'en' : 'zh' })}
      >
        <IconLanguage size={16} stroke={1.5} />
      </ActionIcon>
    </Tooltip>
  );
}
