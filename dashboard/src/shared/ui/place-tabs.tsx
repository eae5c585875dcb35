import { Link, useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
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
  const bar = useRef<HTMLElement>(null);
  // On a phone there are more of them than fit: the one that is open is among those that are seen.
  useEffect(() => {
    const active = pathname && bar.current?.querySelector('[data-active]');
    if (!active || !bar.current) return;
    const [tab, whole] = [active.getBoundingClientRect(), bar.current.getBoundingClientRect()];
    bar.current.scrollLeft += tab.left - whole.left - (whole.width - tab.width) / 2;
  }, [pathname]);
  return (
    <nav ref={bar} aria-label={label} className={styles.tabs}>
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
