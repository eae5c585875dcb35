import { useQuery } from '@tanstack/react-query';
import type { Session, SignedOut } from '../../../../src/api/contract.ts';
import { api, whenSignedOut } from '../api/client.ts';
import { Problem } from '../api/problem.ts';
import { queryClient } from '../api/query-client.ts';
import { createStore, useStore } from '../store/store.ts';

const KEY = ['session'];

export type Role = Session['role'];

/** Whether the session of who works here has ended: the page stays, and a dialog asks for the password. */
const over = createStore(false);

whenSignedOut(() => {
  if (knownSession()) over.set(true);
});

function knownSession(): Session | null | undefined {
  return queryClient.getQueryData<Session | null>(KEY);
}

/** Who is signed in; null: nobody. */
export function useSession() {
  return useQuery({ queryKey: KEY, queryFn: readSession, staleTime: 60_000 });
}

export function useIsSessionOver(): boolean {
  return useStore(over);
}

async function readSession(): Promise<Session | null> {
  try {
    const session = await api.get<Session>('/session');
    // Somebody signed in again in another tab.
    over.set(false);
    return session;
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return knownSession() ?? null;
    throw error;
  }
}

/** A session that the server has begun, and the pages have not. */
export interface BegunSession {
  /** To be shown this one time, before the pages are. */
  readonly recoveryCodes: readonly string[] | undefined;
  goOn(): void;
}

/** @param code of the second step @throws Problem 401 for a wrong name or password, and for a code that is missing or wrong */
export async function signIn(username: string, password: string, code?: string): Promise<BegunSession> {
  const { recovery_codes: recoveryCodes, ...session } = await api.post<Session>('/session', {
    username,
    password,
    ...(code !== undefined && { mfa_token: code }),
  });
  return { recoveryCodes, goOn: () => begin(session) };
}

/** After something about who is signed in was changed. */
export async function refreshSession(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: KEY });
}

/** Makes the first administrator, who is signed in then. @throws Problem 401 for a token that is good no more */
export async function setUp(token: string, username: string, password: string): Promise<void> {
  await api.post('/setup', { token, username, password });
  (await signIn(username, password)).goOn();
}

/** Ends all sessions of who is signed in; the answer brings a new cookie for this one. @throws Problem */
export async function changeOwnPassword(before: string, after: string): Promise<void> {
  const name = knownSession()?.username ?? '';
  await api.post(`/users/${encodeURIComponent(name)}/change_pwd`, { old_pwd: before, new_pwd: after });
}

/** What somebody else was shown is forgotten; what the same one was shown may be shown on. */
function begin(session: Session): void {
  const before = knownSession();
  if (before?.username !== session.username || before.role !== session.role) forgetAll();
  queryClient.setQueryData(KEY, session);
  over.set(false);
}

/** All but who is signed in, which is being watched. */
function forgetAll(): void {
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== KEY[0] });
}

export async function signOut(): Promise<void> {
  let answer: SignedOut | undefined;
  try {
    answer = await api.delete<SignedOut | undefined>('/session');
  } catch (error) {
    // It is over already.
    if (!(error instanceof Problem && error.status === 401)) throw error;
  }
  forgetAll();
  queryClient.setQueryData(KEY, null);
  over.set(false);
  // Who came by a provider is signed in there still, and would be here again with one click.
  if (answer) location.assign(answer.sso_logout_url);
}

const ranks = { viewer: 0, operator: 1, editor: 2, administrator: 3 } as const;

/** Whether who is signed in may do what this role may; what they may not is shown, but switched off. */
export function useMay(role: Role): boolean {
  const { data } = useSession();
  return data !== null && data !== undefined && ranks[data.role] >= ranks[role];
}
