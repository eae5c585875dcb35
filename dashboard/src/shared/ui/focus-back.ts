import { useEffect, useState } from 'react';

/**
 * Gives the focus back to what had it when this was first shown: a dialog that is taken away together with its frame does
 * not do so by itself.
 */
export function useFocusBack(): void {
  // While it is drawn for the first time: behind that a field of it may have the focus.
  const [before] = useState(() => document.activeElement);
  useEffect(() => {
    return () => {
      // Behind whatever the frame does with the focus when it goes.
      setTimeout(() => {
        const isLost = document.activeElement === null || document.activeElement === document.body;
        if (isLost && before instanceof HTMLElement && before.isConnected) before.focus();
      });
    };
  }, [before]);
}
