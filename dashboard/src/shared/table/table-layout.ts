import { useMediaQuery } from '@mantine/hooks';
import { type RefObject, useLayoutEffect, useState } from 'react';
import { usePreferences } from '../preferences/preferences.ts';

export interface TableLayout {
  readonly isPhone: boolean;
  /** Pixels of a row. */
  readonly rowHeight: number;
}

const CARD = 56;

export function useTableLayout(hasCard: boolean): TableLayout {
  const isPhone =
    useMediaQuery('(max-width: 767.98px)', matchMedia('(max-width: 767.98px)').matches) ?? false;
  const { density } = usePreferences();
  const line = density === 'comfortable' ? 40 : 32;
  return { isPhone, rowHeight: isPhone ? (hasCard ? CARD : Math.max(line, 44)) : line };
}

const LOWEST = 240;
/** Pixels below the table: the padding of the page. */
const BELOW = 18;

/** Pixels from the top of the element to the end of the window. */
export function useRoomBelow(element: RefObject<HTMLElement | null>): number {
  const [room, setRoom] = useState(() => Math.max(LOWEST, window.innerHeight - 220));
  useLayoutEffect(() => {
    const measure = () => {
      if (!element.current) return;
      const top = element.current.getBoundingClientRect().top + window.scrollY;
      setRoom(Math.max(LOWEST, Math.floor(window.innerHeight - top - BELOW)));
    };
    measure();
    // What stands above it may grow, such as a box with chips.
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    const { parentElement } = element.current ?? {};
    for (const sibling of parentElement?.children ?? []) {
      if (sibling !== element.current) observer.observe(sibling);
    }
    window.addEventListener('resize', measure);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', measure);
    };
  }, [element]);
  return room;
}
