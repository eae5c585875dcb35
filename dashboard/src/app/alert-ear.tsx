import { lazy, Suspense } from 'react';
import { useListening } from '../features/alerts/listening/listening-choice.ts';

const Listener = lazy(async () => ({
  default: (await import('../features/alerts/listening/alert-listener.tsx')).AlertListener,
}));

/** Rings, shows or reads new alerts on every page, where somebody has asked for it. */
export function AlertEar() {
  const { sound, notification, aloud } = useListening();
  if (!sound && !notification && !aloud) return null;
  return (
    <Suspense fallback={null}>
      <Listener />
    </Suspense>
  );
}
