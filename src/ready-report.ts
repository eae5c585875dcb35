import { parseBind } from './broker/listeners/bind.ts';
import type { ListenerType } from './broker/listeners/listener-types.ts';
import type { ListenerView } from './broker/listeners/listener-view.ts';
import type { ListenAddress } from './broker/listeners/listening.ts';
import { isLoopback } from './lib/peer-address.ts';
import { isEveryAddress, reachableHost, urlHost } from './lib/url-host.ts';

/** What `tocsin start --json` prints in one line when everything listens; ports are the real ones, never 0. */
export interface ReadyReport extends ReadyDashboards {
  readonly event: 'ready';
  readonly listeners: ReadyListeners;
  /** Whether clients have to show who they are, and the listeners that run and do not ask. */
  readonly authentication: { readonly enabled: boolean; readonly open_listeners: readonly string[] };
  readonly node: string;
  readonly pid: number;
  readonly version: string;
  /** Where the first administrator is made; only while there is none. */
  readonly setup_url?: string | undefined;
}

/** Where the dashboard and the API are. */
export interface ReadyDashboards {
  /** Without TLS. The port is 0 where that is off, and in a program that embeds the broker without it. */
  readonly dashboard: { readonly host: string; readonly port: number };
  /** Over TLS, if that is on. */
  readonly dashboard_https?: SecureDashboard | undefined;
}

interface SecureDashboard {
  readonly host: string;
  readonly port: number;
  /** What to call it on this machine, so that the certificate fits. */
  readonly name: string;
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

/**
 * @param names that the certificate is for
 */
export function readyDashboards(
  { host }: { readonly host: string },
  listening: { readonly http: ListenAddress | undefined; readonly https: ListenAddress | undefined },
  names: readonly string[],
): ReadyDashboards {
  const { http = { host, port: 0 }, https } = listening;
  if (!https) return { dashboard: http };
  const isNamed = isEveryAddress(https.host) && !names.includes('localhost');
  const name = isNamed ? (names[0] ?? 'localhost') : reachableHost(https.host);
  return { dashboard: http, dashboard_https: { ...https, name: isNamed ? urlHost(name) : name } };
}

/** Where people on this machine are sent: over TLS, if that is on. */
export function siteUrl({ dashboard, dashboard_https: https }: ReadyDashboards): string {
  return https
    ? `https://${https.name}:${https.port}`
    : `http://${reachableHost(dashboard.host)}:${dashboard.port}`;
}

/** Where people elsewhere are sent, by a name of the certificate that is not this machine's alone. */
export function outsideOf(
  { dashboard, dashboard_https: https }: ReadyDashboards,
  names: readonly string[],
): ListenAddress & { readonly scheme: 'http' | 'https'; readonly name?: string | undefined } {
  if (!https) return { ...dashboard, scheme: 'http' };
  const name = names.find((one) => one !== 'localhost' && !isLoopback(one));
  return { host: https.host, port: https.port, scheme: 'https', name };
}
