import { ListenerError } from './listener-error.ts';
import type { ListenerSettings } from './listener-settings.ts';
import { LISTENER_TYPES, type ListenerType } from './listener-types.ts';

/** A listener of the configuration: where those of the API begin, and what comes back when they let go. */
export interface BaseListener {
  readonly type: ListenerType;
  readonly name: string;
  readonly settings: ListenerSettings;
  /** The path of its port in the configuration, for messages: `listeners.tcp.port`. */
  readonly setting: string;
}

/** What the API changed of a listener, as it is stored: what it set over the configuration, or that it deleted it. */
export interface StoredListener {
  readonly isDeleted?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** What stands in the place of a password in every answer; sent back, it means "as it was". */
export const REDACTED = '******';

/** What the API adds to its answers; sent back, it is not a mistake. */
const READ_ONLY = new Set([
  'id',
  'type',
  'name',
  'running',
  'current_connections',
  'status',
  'node_status',
  'number',
  'address',
  'refused',
  'certificates',
]);

/** @throws ListenerError */
export function parseId(id: string): { type: ListenerType; name: string } {
  const colon = id.indexOf(':');
  const type = LISTENER_TYPES.find((known) => known === id.slice(0, Math.max(0, colon)));
  if (type === undefined) throw new ListenerError('unknown', `there is no listener ${id}`);
  return { type, name: id.slice(colon + 1) };
}

/** The members of a request body that are settings. */
export function settingsIn(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !READ_ONLY.has(name)));
}

/** One document over another: objects are merged, everything else is replaced. */
export function mergeSettings(
  base: Readonly<Record<string, unknown>>,
  change: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...base };
  for (const [name, value] of Object.entries(change)) {
    const there = merged[name];
    merged[name] = isObject(there) && isObject(value) ? mergeSettings(there, value) : value;
  }
  return merged;
}

/** What `part` names of a document, with the values that the document has now. */
export function partOf(
  document: Readonly<Record<string, unknown>>,
  part: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const entries = Object.entries(part).map(([name, value]) => {
    const now = document[name];
    return [name, isObject(now) && isObject(value) ? partOf(now, value) : now] as const;
  });
  return Object.fromEntries(entries);
}

/** The settings as the API shows them: passwords as `******`. */
export function withoutSecrets(settings: ListenerSettings): ListenerSettings {
  const { ssl_options: tls } = settings;
  if (!tls) return settings;
  const hide = <Holder extends { password?: string | undefined }>(holder: Holder): Holder =>
    holder.password === undefined ? holder : { ...holder, password: REDACTED };
  return { ...settings, ssl_options: { ...hide(tls), sni: tls.sni.map(hide) } };
}

/** Passwords that were sent back as they were shown are the ones of before. */
export function withSecretsOf(
  settings: ListenerSettings,
  before: ListenerSettings | undefined,
): ListenerSettings {
  const { ssl_options: tls } = settings;
  if (!tls) return settings;
  const known = before?.ssl_options;
  const restore = <Holder extends { password?: string | undefined }>(
    holder: Holder,
    old: { password?: string | undefined } | undefined,
  ): Holder => {
    if (holder.password !== REDACTED) return holder;
    const { password: _, ...rest } = holder;
    return { ...rest, ...(old?.password !== undefined && { password: old.password }) } as Holder;
  };
  const sni = tls.sni.map((pair) =>
    restore(
      pair,
      known?.sni.find(({ server_name }) => server_name === pair.server_name),
    ),
  );
  return { ...settings, ssl_options: { ...restore(tls, known), sni } };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
