import type { Config } from '../config/config.ts';
import { terminalColumns } from '../lib/terminal-columns.ts';
import { isEveryAddress, reachableHost } from '../lib/url-host.ts';
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
  if (tcp) rows.push(['MQTT', `mqtt://${reachableHost(tcp.host)}:${tcp.port}`, tcp.host]);
  if (ws) rows.push([ready.webSocket, `ws://${reachableHost(ws.host)}:${ws.port}${ws.path}`, ws.host]);
  const site = `http://${reachableHost(dashboard.host)}:${dashboard.port}`;
  rows.push(['API', `${site}/api/v5`, dashboard.host]);
  if (report.setup_url !== undefined) rows.push([ready.setUp, `${report.setup_url} ${ready.setUpNote}`]);

  const width = Math.max(...rows.map(([label]) => terminalColumns(label)));
  const lines = rows.map(([label, url, host]) => {
    const note = host !== undefined && isEveryAddress(host) ? `  ${ready.everyAddress}` : '';
    return `  ${label}${' '.repeat(width - terminalColumns(label))}  ${url}${note}`;
  });
  const head = `  Tocsin ${report.version} · ${report.node} · ${ready.data(config.node.data_dir)}`;
  const foot = [`  ${anonymousText(config, ready)}`, `  ${ready.stop((startedIn / 1000).toFixed(1))}`];
  return ['', head, '', ...lines, '', ...foot, '', ''].join('\n');
}

function anonymousText({ access }: Config, { anonymous }: CommandLineTexts['ready']): string {
  if (access.allow_anonymous === 'loopback') return anonymous.loopback;
  return access.allow_anonymous ? anonymous.everybody : anonymous.nobody;
}
