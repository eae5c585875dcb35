import { useEffect, useState } from 'react';

/**
 * Whether what is shown first has been painted, so that the rest may follow.
 * @param isShown whether what comes first has what it shows
 * @param longest milliseconds after which the rest does not wait any longer
 */
export function useIsPainted(isShown: boolean, longest: number): boolean {
  const [isPainted, setPainted] = useState(false);
  useEffect(() => {
    if (!isShown) {
      const timer = setTimeout(() => setPainted(true), longest);
      return () => clearTimeout(timer);
    }
    let behind: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      behind = setTimeout(() => setPainted(true));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(behind);
    };
  }, [isShown, longest]);
  return isPainted;
}
