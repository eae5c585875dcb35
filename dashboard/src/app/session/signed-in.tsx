import { useLocation, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { useSession } from '../../shared/session/session.ts';
import { QueryView } from '../../shared/ui/query-view.tsx';

/** Shows what is inside to whoever is signed in, and the others the way in. */
export function SignedIn({ children }: { children: ReactNode }) {
  const session = useSession();
  return <QueryView query={session}>{(who) => (who ? children : <ToSignIn />)}</QueryView>;
}

/** Leads to the way in, once: the address changes while that page is fetched. */
function ToSignIn() {
  const navigate = useNavigate();
  const { href, pathname } = useLocation();
  const wanted = useRef(href);
  useEffect(() => {
    if (pathname === '/login') return;
    const back = wanted.current === '/' ? undefined : wanted.current;
    void navigate({ to: '/login', search: { back } as never, replace: true });
  }, [navigate, pathname]);
  return null;
}
