import { Drawer, NavLink, UnstyledButton } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTexts } from '../../shared/texts/texts.ts';
import { PLACES, type Place, placeTexts } from '../places.ts';
import { CriticalCount } from './navigation.tsx';
import styles from './shell.module.css';
import { shellTexts } from './shell.texts.ts';

/** What somebody with a telephone in the hand wants first. */
const FIRST = PLACES.filter(({ name }) => ['overview', 'alerts', 'clients', 'events'].includes(name));
const OTHERS = PLACES.filter((place) => !FIRST.includes(place));

/** The navigation of narrow windows. */
export function BottomBar({ place }: { place: Place | undefined }) {
  const words = useTexts(shellTexts);
  const names = useTexts(placeTexts);
  const [opened, setOpened] = useState(false);
  const isAmongOthers = OTHERS.some(({ name }) => name === place?.name);
  return (
    <nav aria-label={words.places} className={styles.bottom}>
      {FIRST.map(({ name, path, Icon }) => (
        <Link
          key={name}
          to={path}
          className={styles.bottomPlace ?? ''}
          {...(place?.name === name && { 'data-active': true, 'aria-current': 'page' as const })}
        >
          <Icon size={18} stroke={1.5} aria-hidden="true" />
          <span>{names[name]}</span>
          {name === 'alerts' && <CriticalCount />}
        </Link>
      ))}
      <UnstyledButton
        className={styles.bottomPlace ?? ''}
        mod={{ active: isAmongOthers }}
        aria-expanded={opened}
        onClick={() => setOpened(true)}
      >
        <IconDots size={18} stroke={1.5} aria-hidden="true" />
        <span>{words.more}</span>
      </UnstyledButton>
      <Drawer
        opened={opened}
        onClose={() => setOpened(false)}
        position="bottom"
        size="auto"
        title={words.more}
        closeButtonProps={{ 'aria-label': words.close }}
      >
        {OTHERS.map(({ name, path, Icon }) => (
          <NavLink
            key={name}
            component={Link}
            to={path}
            label={names[name]}
            leftSection={<Icon size={18} stroke={1.5} aria-hidden="true" />}
            active={place?.name === name}
            h={44}
            onClick={() => setOpened(false)}
          />
        ))}
      </Drawer>
    </nav>
  );
}
