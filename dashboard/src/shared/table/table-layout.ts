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
    // What stands above it may grow, such as a box with chips, and come and go, such as the banner of a server that is gone.
    const sizes = new ResizeObserver(measure);
    const places = new MutationObserver(() => watch());
    const watch = () => {
      measure();
      sizes.disconnect();
      sizes.observe(document.body);
      for (let inner = element.current as Element | null; inner && inner !== document.body; ) {
        const outer: Element | null = inner.parentElement;
        for (const sibling of outer?.children ?? []) {
          if (sibling !== inner) sizes.observe(sibling);
        }
        if (outer) places.observe(outer, { childList: true });
        inner = outer;
      }
    };
    watch();
    window.addEventListener('resize', measure);
    return () => {
      sizes.disconnect();
      places.disconnect();
      window.removeEventListener('resize', measure);
    };
  }, [element]);
  return room;
}
