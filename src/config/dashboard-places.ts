import { parseBind } from '../broker/listeners/bind.ts';
import type { ListenAddress } from '../broker/listeners/listening.ts';
import { urlHost } from '../lib/url-host.ts';
import type { Config } from './config.ts';

/** Where the dashboard and the API are to be reached, and by which setting. */
export interface DashboardPlace extends ListenAddress {
  readonly setting: string;
}

/** Those that are off are absent; the configuration has one of them at least. */
export interface DashboardPlaces {
  readonly http: DashboardPlace | undefined;
  readonly https: DashboardPlace | undefined;
}

/** EMQX's. */
export const HTTPS_PORT = 18_084;

export function dashboardPlaces({ dashboard: { host, port, listeners } }: Config): DashboardPlaces {
  const { http, https } = listeners;
  const isCertified = https.ssl_options.certfile !== undefined;
  return {
    http:
      http.bind === undefined
        ? { host, port, setting: 'dashboard.port' }
        : placeOf(http.bind, 'dashboard.listeners.http.bind'),
    https: placeOf(
      https.bind ?? (isCertified ? `${urlHost(host)}:${HTTPS_PORT}` : '0'),
      'dashboard.listeners.https.bind',
    ),
  };
}

/** Where people are sent, as far as the configuration says: over TLS, if that is on. */
export function dashboardSite(config: Config): ListenAddress & { readonly scheme: 'http' | 'https' } {
  const { http, https } = dashboardPlaces(config);
  const { host, port } = https ?? http ?? config.dashboard;
  return { scheme: https ? 'https' : 'http', host, port };
}

function placeOf(bind: string, setting: string): DashboardPlace | undefined {
  const address = bind === '0' ? undefined : parseBind(bind);
  return address && { ...address, setting };
}
