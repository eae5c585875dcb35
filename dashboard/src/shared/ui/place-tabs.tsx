import { Link, useLocation } from '@tanstack/react-router';
import styles from './place-tabs.module.css';

export interface PlaceTab {
  readonly to: string;
  readonly label: string;
  /** Pages that belong to this tab: those about one of its rows. */
  readonly also?: readonly string[];
}

/** The pages of a place. They are links, so that each has an address. */
export function PlaceTabs({ label, tabs }: { label: string; tabs: readonly PlaceTab[] }) {
  const { pathname } = useLocation();
  return (
    <nav aria-label={label} className={styles.tabs}>
      {tabs.map(({ to, label: name, also = [] }) => {
        const isActive = pathname === to || also.includes(pathname);
        return (
          <Link
            key={to}
            to={to}
            className={styles.tab ?? ''}
            {...(isActive && { 'data-active': true, 'aria-current': 'page' as const })}
          >
            {name}
          </Link>
        );
      })}
    </nav>
  );
}
