import { useQuery } from '@tanstack/react-query';
import type { AuthorizationExplanation } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { Problem } from '../../shared/api/problem.ts';
import { queryClient } from '../../shared/api/query-client.ts';

export interface AccessRule {
  readonly topic: string;
  readonly permission: 'allow' | 'deny';
  readonly action: 'publish' | 'subscribe' | 'all';
  readonly qos?: number | readonly number[];
  readonly retain?: boolean | 'all';
  readonly ipaddr?: string;
}

/** Whose rules: of all, or of one user or client. */
export type Owner = { readonly kind: 'all' } | { readonly kind: 'users' | 'clients'; readonly name: string };

export interface Source {
  readonly type: string;
  readonly enable: boolean;
  readonly rules?: string;
  readonly path?: string;
}

export interface AuthorizationSettings {
  readonly no_match: 'allow' | 'deny';
  readonly deny_action: 'ignore' | 'disconnect';
  readonly cache: { readonly enable: boolean; readonly max_size: number; readonly ttl: string };
}

/** The rules of one owner, in their order. */
export interface OwnRules {
  readonly rules: readonly AccessRule[];
  /** The file that has them, which alone can change them. */
  readonly file?: string;
}

export interface OwnerRow {
  readonly username?: string;
  readonly clientid?: string;
  readonly file?: string;
  readonly rules: readonly AccessRule[];
}

const KEY = ['authorization'];
const BASE = '/authorization/sources/built_in_database/rules';

export function useSources() {
  return useQuery({
    queryKey: [...KEY, 'sources'],
    queryFn: async () => (await api.get<{ sources: Source[] }>('/authorization/sources')).sources,
  });
}

export function useAuthorizationSettings() {
  return useQuery({
    queryKey: [...KEY, 'settings'],
    queryFn: () => api.get<AuthorizationSettings>('/authorization/settings'),
  });
}

export async function changeSettings(change: object): Promise<void> {
  await api.put('/authorization/settings', change);
  await refresh();
}

export async function addSource(source: object): Promise<void> {
  await api.post('/authorization/sources', source);
  await refresh();
}

export async function changeSource(source: Source): Promise<void> {
  await api.put(`/authorization/sources/${source.type}`, source);
  await refresh();
}

export async function deleteSource(type: string): Promise<void> {
  await api.delete(`/authorization/sources/${type}`);
  await refresh();
}

export async function moveSource(types: readonly string[], type: string, place: number): Promise<void> {
  const others = types.filter((one) => one !== type);
  const order = [...others.slice(0, place), type, ...others.slice(place)];
  await api.put(
    '/authorization/sources/order',
    order.map((one) => ({ type: one })),
  );
  await refresh();
}

export function useRules(owner: Owner, isEnabled: boolean) {
  return useQuery({
    queryKey: [...KEY, 'rules', owner],
    queryFn: () => readRules(owner),
    enabled: isEnabled,
  });
}

/** Users or clients that have rules of their own. */
export function useOwners(kind: 'users' | 'clients', isEnabled: boolean) {
  return useQuery({
    queryKey: [...KEY, 'owners', kind],
    queryFn: () => api.get<{ data: OwnerRow[] }>(`${BASE}/${kind}`, { limit: 200 }),
    enabled: isEnabled,
  });
}

export async function readRules(owner: Owner): Promise<OwnRules> {
  try {
    return await api.get<OwnRules>(pathOf(owner));
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return { rules: [] };
    throw error;
  }
}

/** All rules of an owner, in their order. */
export async function writeRules(owner: Owner, rules: readonly AccessRule[]): Promise<void> {
  if (owner.kind === 'all') await api.post(`${BASE}/all`, { rules });
  else if (rules.length === 0) await api.delete(pathOf(owner));
  else {
    const name = owner.kind === 'users' ? { username: owner.name } : { clientid: owner.name };
    await api.put(pathOf(owner), { ...name, rules });
  }
  await refresh();
}

export interface Question {
  readonly clientid: string;
  readonly username?: string;
  readonly peerhost?: string;
  readonly action: 'publish' | 'subscribe';
  readonly topic: string;
  readonly qos: number;
  readonly retain: boolean;
}

export function explain(question: Question): Promise<AuthorizationExplanation> {
  return api.post('/authorization/explain', question);
}

/** So that rules of the built-in database are asked, and asked before the source of this type. @returns whether the order changed */
export async function askBuiltInFirst(before: string): Promise<boolean> {
  const { sources } = await api.get<{ sources: Source[] }>('/authorization/sources');
  const types = sources.map(({ type }) => type);
  const own = types.indexOf('built_in_database');
  if (own === -1) {
    await addSource({ type: 'built_in_database' });
    return types.length > 0;
  }
  const built = sources[own];
  if (built && !built.enable) await changeSource({ ...built, enable: true });
  const other = types.indexOf(before);
  if (other === -1 || own <= other) return false;
  await moveSource(types, 'built_in_database', 0);
  return true;
}

async function refresh(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: KEY });
}

function pathOf(owner: Owner): string {
  return owner.kind === 'all' ? `${BASE}/all` : `${BASE}/${owner.kind}/${encodeURIComponent(owner.name)}`;
}
