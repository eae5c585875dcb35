import type { Config } from '../config.ts';
import type { ReadyReport } from '../ready-report.ts';
import type { CommandLineTexts } from '../texts/command-line.ts';

/**
 * What people read when everything listens: where, how to begin, how to stop.
 *
 * @param startedIn milliseconds
 */
export function readyTable(
  report: ReadyReport,
  config: Config,
  { ready }: CommandLineTexts,
  startedIn: number,
): string {
  const { tcp, ws } = report.listeners;
  const { dashboard } = report;
  const rows: Array<[label: string, url: string, host?: string]> = [];
  if (tcp) rows.push(['MQTT', `mqtt://${reachable(tcp.host)}:${tcp.port}`, tcp.host]);
  if (ws) rows.push([ready.webSocket, `ws://${reachable(ws.host)}:${ws.port}${ws.path}`, ws.host]);
  const site = `http://${reachable(dashboard.host)}:${dashboard.port}`;
  rows.push([ready.dashboard, site, dashboard.host], ['API', `${site}/api/v5`]);
  if (report.setup_url !== undefined) rows.push([ready.setUp, `${report.setup_url} ${ready.setUpNote}`]);

  const width = Math.max(...rows.map(([label]) => columns(label)));
  const lines = rows.map(([label, url, host]) => {
    const note = host !== undefined && isEveryAddress(host) ? `  ${ready.everyAddress}` : '';
    return `  ${label}${' '.repeat(width - columns(label))}  ${url}${note}`;
  });
  const head = `  Tocsin ${report.version} · ${report.node} · ${ready.data(config.node.data_dir)}`;
  const foot = [`  ${anonymousText(config, ready)}`, `  ${ready.stop((startedIn / 1000).toFixed(1))}`];
  return ['', head, '', ...lines, '', ...foot, '', ''].join('\n');
}

function anonymousText({ access }: Config, { anonymous }: CommandLineTexts['ready']): string {
  if (access.allow_anonymous === 'loopback') return anonymous.loopback;
  return access.allow_anonymous ? anonymous.everybody : anonymous.nobody;
}

function isEveryAddress(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

/** A host that a browser on this machine can open. */
function reachable(host: string): string {
  return isEveryAddress(host) ? 'localhost' : urlHost(host);
}

/** IPv6 addresses stand in brackets before a port. */
export function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** Chinese characters are two columns wide on a terminal. */
function columns(text: string): number {
  return [...text].reduce((width, character) => width + (/[\u2e80-\uffef]/.test(character) ? 2 : 1), 0);
}
