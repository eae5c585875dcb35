import { LISTENER_TYPES, type ListenerType } from '../broker/listeners/listener-types.ts';
import type { Config } from '../config/config.ts';
import { terminalColumns } from '../lib/terminal-columns.ts';
import { isEveryAddress, reachableHost } from '../lib/url-host.ts';
import { type ReadyListener, type ReadyReport, siteUrl } from '../ready-report.ts';
import type { CommandLineTexts } from '../texts/command-line.ts';

/**
 * What people read when everything listens: where, how to begin, how to stop.
 *
 * @param startedIn milliseconds
 * @param isNew there was no data before
 */
export function readyTable(
  report: ReadyReport,
  config: Config,
  { ready }: CommandLineTexts,
  startedIn: number,
  isNew: boolean,
): string {
  const { dashboard, dashboard_https: secure, listeners } = report;
  const { more = [], ...defaults } = listeners;
  const rows: Row[] = LISTENER_TYPES.flatMap((type) => {
    const place = defaults[type];
    return place ? [listenerRow(type, place, ready)] : [];
  });
  for (const { id, type, ...place } of more) rows.push([id, ...listenerUrl(type, place)]);
  if (secure) rows.push([ready.dashboard, siteUrl(report), secure.host]);
  if (dashboard.port !== 0) {
    const site = siteUrl({ dashboard });
    // Over TLS is where people are sent, if there is that.
    rows.push([secure ? '' : ready.dashboard, site, dashboard.host]);
  }
  if (report.setup_url !== undefined) rows.push([ready.setUp, `${report.setup_url} ${ready.setUpNote}`]);

  const width = Math.max(...rows.map(([label]) => terminalColumns(label)));
  const lines = rows.map(([label, url, host]) => {
    const note = host !== undefined && isEveryAddress(host) ? `  ${ready.everyAddress}` : '';
    return `  ${label}${' '.repeat(width - terminalColumns(label))}  ${url}${note}`;
  });
  const head = `  Tocsin ${report.version} · ${report.node} · ${ready.data(config.node.data_dir, isNew)}`;
  const foot = [`  ${accessText(report, config, ready)}`, `  ${ready.stop((startedIn / 1000).toFixed(1))}`];
  return ['', head, '', ...lines, '', ...foot, '', ''].join('\n');
}

type Row = [label: string, url: string, host?: string];

const SCHEMES: Readonly<Record<ListenerType, string>> = { tcp: 'mqtt', ssl: 'mqtts', ws: 'ws', wss: 'wss' };

function listenerRow(
  type: ListenerType,
  place: ReadyListener,
  { webSocket }: CommandLineTexts['ready'],
): Row {
  const labels: Readonly<Record<ListenerType, string>> = {
    tcp: 'MQTT',
    ssl: 'MQTT/TLS',
    ws: webSocket,
    wss: `${webSocket}/TLS`,
  };
  return [labels[type], ...listenerUrl(type, place)];
}

function listenerUrl(type: ListenerType, { host, port, path }: ReadyListener): [url: string, host: string] {
  return [`${SCHEMES[type]}://${reachableHost(host)}:${port}${path ?? ''}`, host];
}

function accessText(
  { authentication }: ReadyReport,
  { access }: Config,
  { anonymous, authenticated }: CommandLineTexts['ready'],
): string {
  if (authentication.enabled) return authenticated(authentication.open_listeners);
  if (access.allow_anonymous === 'loopback') return anonymous.loopback;
  return access.allow_anonymous ? anonymous.everybody : anonymous.nobody;
}
