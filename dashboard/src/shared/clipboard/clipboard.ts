import { useCallback, useEffect, useRef, useState } from 'react';

/** Milliseconds for which a button says that it copied. */
const SHOWN = 2_000;

/**
 * Copies a text. Over plain HTTP, as in most plants, browsers have no `navigator.clipboard`: what is selected can be
 * copied there too.
 * @returns whether it is in the clipboard
 */
export async function copyText(text: string): Promise<boolean> {
  if (window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Not allowed: perhaps the other way is.
    }
  }
  return copySelected(text);
}

function copySelected(text: string): boolean {
  const area = document.createElement('textarea');
  const focused = document.activeElement;
  area.value = text;
  area.readOnly = true;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  // Within a dialog, which keeps the focus to itself.
  const home = focused?.closest('[role="dialog"]') ?? document.body;
  home.append(area);
  area.select();
  const isCopied = document.execCommand('copy');
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return isCopied;
}

/** For a button that copies, and says for a moment that it did. */
export function useCopy(): { copied: boolean; copy: (text: string) => void } {
  const [copied, setCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = useCallback((text: string) => {
    void copyText(text).then((isCopied) => {
      clearTimeout(timer.current);
      setCopied(isCopied);
      timer.current = setTimeout(() => setCopied(false), SHOWN);
    });
  }, []);
  return { copied, copy };
}
