import { parseBind } from './broker/listeners/bind.ts';
import type { ListenerType } from './broker/listeners/listener-types.ts';
import type { ListenerView } from './broker/listeners/listener-view.ts';

/** What `tocsin start --json` prints in one line when everything listens; ports are the real ones, never 0. */
export interface ReadyReport {
  readonly event: 'ready';
  readonly listeners: ReadyListeners;
  /** The port is 0 in a program that embeds the broker without it. */
  readonly dashboard: { readonly host: string; readonly port: number };
  /** Whether clients have to show who they are, and the listeners that run and do not ask. */
  readonly authentication: { readonly enabled: boolean; readonly open_listeners: readonly string[] };
  readonly node: string;
  readonly pid: number;
  readonly version: string;
  /** Where the first administrator is made; only while there is none. */
  readonly setup_url?: string | undefined;
}

/** The listeners of the name `default` by their type, and all others. Those that do not run are absent. */
export interface ReadyListeners extends Partial<Record<ListenerType, ReadyListener>> {
  readonly more?: ReadonlyArray<ReadyListener & { readonly id: string; readonly type: ListenerType }>;
}

export interface ReadyListener {
  readonly host: string;
  readonly port: number;
  /** Of WebSocket. */
  readonly path?: string | undefined;
}

/** Listeners that run and let in everybody, whatever authenticators there are. */
export function openListeners(listeners: readonly ListenerView[]): string[] {
  return listeners
    .filter(({ running, settings }) => running && settings.enable_authn === false)
    .map(({ id }) => id);
}

export function readyListeners(listeners: readonly ListenerView[]): ReadyListeners {
  const running = listeners.flatMap(({ id, type, name, address, settings }) => {
    const bound = address === undefined ? undefined : parseBind(address);
    if (!bound) return [];
    const path = settings.websocket?.mqtt_path;
    return [{ id, type, name, place: path === undefined ? bound : { ...bound, path } }];
  });
  const defaults = running.filter(({ name }) => name === 'default');
  const more = running
    .filter(({ name }) => name !== 'default')
    .map(({ id, type, place }) => ({ id, type, ...place }));
  return {
    ...Object.fromEntries(defaults.map(({ type, place }) => [type, place])),
    ...(more.length > 0 && { more }),
  };
}
