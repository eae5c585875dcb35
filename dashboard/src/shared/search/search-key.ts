import { type RefObject, useEffect } from 'react';
import { preferences } from '../preferences/preferences.ts';

/** `/` goes to the search box of the page. */
export function useSearchKey(field: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.defaultPrevented || !preferences().letterKeys) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const { target } = event;
      if (
        !(target instanceof Element) ||
        target.closest('input, textarea, select, [contenteditable], [role="dialog"]')
      )
        return;
      event.preventDefault();
      field.current?.focus();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [field]);
}
