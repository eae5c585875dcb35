import { Navigate, useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSession } from '../shared/session/session.ts';
import { QueryView } from '../shared/ui/query-view.tsx';

/** Shows what is inside to whoever is signed in, and the others the way in. */
export function SignedIn({ children }: { children: ReactNode }) {
  const session = useSession();
  const { href } = useLocation();
  return (
    <QueryView query={session}>
      {(who) => (who ? children : <Navigate to="/login" search={{ back: href } as never} />)}
    </QueryView>
  );
}
