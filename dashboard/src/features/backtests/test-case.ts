import type { Backtest, RecordedEvent } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';

type TriedAlert = Backtest['alerts'][number];

/** Milliseconds before and after the alert that belong to its story. */
const MARGIN = 1000;
const MOST_EVENTS = 200;

/** Columns of a made-up event that say what happened; the rest is filled in from the examples of the documentation. */
const TOLD = ['clientid', 'username', 'peername', 'reason', 'topic', 'payload', 'qos', 'name', 'result'];

/** The events around an alert as YAML, with the alert that they are to raise. */
export async function fetchTestCase(
  backtest: Backtest,
  alert: TriedAlert,
  signal: AbortSignal,
): Promise<string> {
  const from = Date.parse(alert.starts_at) - MARGIN;
  const to = alert.resolved_at === null ? Date.parse(backtest.to) : Date.parse(alert.resolved_at) + MARGIN;
  const isOfClient = backtest.rows.some(({ clientid }) => clientid === alert.key);
  const answer = await api.get<{ data: RecordedEvent[] }>(
    '/events',
    {
      from,
      to,
      order: 'asc',
      limit: MOST_EVENTS,
      event: namesIn(backtest.sql, isOfClient),
      ...(isOfClient && { clientid: alert.key }),
    },
    signal,
  );
  return testCaseYaml(backtest, alert, answer.data);
}

/** The events of FROM, and for clients their coming and going. */
function namesIn(sql: string, isOfClient: boolean): string[] {
  const names = [...sql.matchAll(/\$events\/([a-z_]+)\/([a-z_]+)/g)].map(
    ([, group = '', name = '']) => `${group}.${name}`,
  );
  const presence = isOfClient ? ['client.connected', 'client.disconnected'] : [];
  return [...new Set([...names, ...presence])];
}

export function testCaseYaml(
  { rule_id: rule }: Pick<Backtest, 'rule_id'>,
  alert: TriedAlert,
  events: readonly RecordedEvent[],
): string {
  const begin = events[0] ? Date.parse(events[0].at) : Date.parse(alert.starts_at);
  const after = (moment: string) => offset(Date.parse(moment) - begin);
  const members = [
    `at: ${after(alert.opened_at ?? alert.starts_at)}`,
    `key: ${scalar(alert.key)}`,
    `severity: ${alert.severity}`,
    ...(alert.resolved_at === null ? [] : ['status: resolved', `resolved_at: ${after(alert.resolved_at)}`]),
  ];
  return [
    ...(rule === undefined ? [] : [`# of the rule ${rule}`]),
    'tests:',
    `  - name: ${scalar(`${alert.title}: ${alert.key}`)}`,
    `    now: ${new Date(begin).toISOString()}`,
    '    events:',
    ...events.map((event) => `      - { ${eventMembers(event, begin).join(', ')} }`),
    '    alerts:',
    `      - { ${members.join(', ')} }`,
    '',
  ].join('\n');
}

function eventMembers({ at, event, columns }: RecordedEvent, begin: number): string[] {
  const passed = Date.parse(at) - begin;
  const told = TOLD.filter((name) => columns[name] !== undefined && columns[name] !== null);
  return [
    ...(passed === 0 ? [] : [`at: ${offset(passed)}`]),
    `event_type: ${event.replace('.', '_')}`,
    ...told.map((name) => `${name}: ${scalar(columns[name])}`),
  ];
}

function offset(milliseconds: number): string {
  return milliseconds % 1000 === 0 ? `+${milliseconds / 1000}s` : `+${milliseconds}ms`;
}

/** JSON is YAML, and quotes whatever could be read as something else. */
function scalar(value: unknown): string {
  const text = JSON.stringify(value);
  return typeof value === 'string' &&
    /^[A-Za-z][\w-]*$/.test(value) &&
    !/^(true|false|null|yes|no|on|off|y|n)$/i.test(value)
    ? value
    : text;
}
