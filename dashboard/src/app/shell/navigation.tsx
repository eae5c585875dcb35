import { Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useFigures } from '../../shared/live/figures.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { PLACES, type Place, placeTexts } from '../places.ts';
import { BrandMark } from './brand-mark.tsx';
import styles from './shell.module.css';
import { shellTexts } from './shell.texts.ts';

/** The seven places: a column, or icons alone where the window is narrow. */
export function Navigation({ place }: { place: Place | undefined }) {
  const words = useTexts(shellTexts);
  const names = useTexts(placeTexts);
  return (
    <nav aria-label={words.places} className={styles.navigation}>
      <Link to="/" className={styles.brand ?? ''} aria-label="Tocsin">
        <BrandMark />
        <span className={styles.label}>Tocsin</span>
      </Link>
      <ul className={styles.places}>
        {PLACES.map(({ name, path, Icon }) => (
          <li key={name}>
            <Tooltip label={names[name]} position="right" classNames={{ tooltip: styles.railOnly ?? '' }}>
              <Link
                to={path}
                className={styles.place ?? ''}
                {...(place?.name === name && { 'data-active': true, 'aria-current': 'page' as const })}
              >
                <Icon size={16} stroke={1.5} aria-hidden="true" />
                <span className={styles.label}>{names[name]}</span>
                {name === 'alerts' && <CriticalCount />}
              </Link>
            </Tooltip>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** How many critical alerts are open; the bell says the same in words. */
export function CriticalCount() {
  const critical = useFigures()?.alerts_open.critical ?? 0;
  return critical === 0 ? null : (
    <span className={styles.count} aria-hidden="true">
      {critical > 99 ? '99+' : critical}
    </span>
  );
}
