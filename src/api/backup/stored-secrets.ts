import type { Documents } from '../authentication/documents.ts';
import type { BackupItem } from './backup-item.ts';

/** Kinds whose documents have the members of what the API answers, and how they are called there. */
const DOCUMENTS: Readonly<Record<string, { kind: string; ids: (item: BackupItem) => readonly string[] }>> = {
  connectors: {
    kind: 'connector',
    ids: ({ type, name }) => [`${String(type)}:${String(name)}`, String(name)],
  },
  actions: { kind: 'action', ids: ({ type, name }) => [`${String(type)}:${String(name)}`, String(name)] },
  sources: { kind: 'source', ids: ({ type, name }) => [`${String(type)}:${String(name)}`, String(name)] },
  authenticators: { kind: 'authenticator', ids: ({ id }) => [String(id)] },
  alert_settings: { kind: 'alert_settings', ids: () => ['alert_settings', 'current'] },
};

const MASK = '******';

/** The item with what the API masks, where it is stored under the same names; what is not found stays masked. */
export function withStoredSecrets(documents: Documents, kind: string, item: BackupItem): BackupItem {
  const place = DOCUMENTS[kind];
  const body = place?.ids(item).flatMap((id) => documents.get(place.kind, id)?.body ?? [])[0];
  return body === undefined ? item : (unmasked(item, body) as BackupItem);
}

function unmasked(shown: unknown, stored: unknown): unknown {
  if (typeof shown === 'string') return shown.includes(MASK) && typeof stored === 'string' ? stored : shown;
  if (typeof shown !== 'object' || shown === null) return shown;
  const known = (typeof stored === 'object' && stored !== null ? stored : {}) as Record<string, unknown>;
  if (Array.isArray(shown)) return shown.map((item, index) => unmasked(item, known[index]));
  return Object.fromEntries(
    Object.entries(shown).map(([name, value]) => [name, unmasked(value, known[name])]),
  );
}
