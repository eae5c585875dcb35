import { reasonText } from '../../../texts/reason-words.ts';
import type { Fact } from '../../output/printer.ts';
import { tsvOf } from '../../output/rows.ts';
import { ClientError } from '../client-error.ts';
import type { ClientRun } from '../client-run.ts';
import { clientPath, rowsOf, stateOf } from './client-rows.ts';
import { type MqttClientWords, shortText } from './list-clients.ts';

/** What there is of a client that has a session. */
interface Session {
  readonly proto_name: string;
  readonly proto_ver: number;
  readonly port: number;
  readonly keepalive: number;
  readonly clean_start: boolean;
  readonly expiry_interval: number;
  readonly mqueue_max: number;
  readonly inflight_cnt: number;
  readonly inflight_max: number;
  readonly recv_msg: number;
  readonly send_msg: number;
}

interface Connection {
  readonly tls: { readonly version: string; readonly cipher: string } | null;
  readonly certificate: { readonly not_after?: string } | null;
}

export interface ShownSubscription {
  readonly clientid: string;
  readonly topic: string;
  readonly qos: number;
  readonly nl: number;
  readonly rap: number;
  readonly rh: number;
}

/** Connection, session and subscriptions. Exit code 1 when nobody has heard of it. */
export async function showClient(
  { api, print, out, error }: ClientRun,
  id: string,
  { words, language }: MqttClientWords,
): Promise<number> {
  const [row] = await rowsOf(api, [id]);
  if (!row) {
    error(words.unknown(shortText(id)));
    return 1;
  }
  const path = `/clients/${clientPath(id)}`;
  const hasSession = row.state === 'online' || row.state === 'offline';
  const session = hasSession ? await unlessGone(api.get<Session>(path)) : null;
  const connection =
    row.state === 'online' ? await unlessGone(api.get<Connection>(`${path}/connection`)) : null;
  const subscriptions = session
    ? await unlessGone(api.get<readonly ShownSubscription[]>(`${path}/subscriptions`))
    : null;
  const { facts } = words;
  const lines: readonly (readonly [keyof typeof facts, string | null | undefined, Partial<Fact>?])[] = [
    ['state', stateOf(row), { shown: words.states[stateOf(row)], kind: 'state' }],
    ['user', row.username],
    ['address', row.ip_address && `${row.ip_address}${session ? `:${session.port}` : ''}`],
    ['listener', row.listener],
    ['protocol', session && `${session.proto_name} ${session.proto_ver}`],
    ['connected', row.connected_at, { kind: 'time' }],
    ['seen', row.connected_at === undefined ? row.last_seen_at : undefined, { kind: 'time' }],
    ['reason', row.reason, { shown: row.reason === null ? undefined : reasonText(row.reason, language) }],
    ['flaps', String(row.flaps_24h)],
    ['keepalive', session && String(session.keepalive)],
    ['cleanStart', session && String(session.clean_start)],
    ['expiry', session && String(session.expiry_interval)],
    ['queue', session && `${row.mqueue_len}/${session.mqueue_max}`],
    ['inflight', session && `${session.inflight_cnt}/${session.inflight_max}`],
    ['tls', connection?.tls && `${connection.tls.version} ${connection.tls.cipher}`],
    ['certificate', connection?.certificate?.not_after, { kind: 'time' }],
    ['received', session && String(session.recv_msg)],
    ['sent', session && String(session.send_msg)],
  ];
  print.thing({
    answer: { ...row, session, connection, subscriptions: subscriptions ?? [] },
    name: row.clientid,
    facts: [
      { name: 'id', label: words.columns.id, value: row.clientid },
      ...lines.flatMap(([name, value, about]) =>
        value ? [{ name, label: facts[name], value, ...about }] : [],
      ),
    ],
  });
  const topics = subscriptions ?? [];
  if (print.output === 'tsv') out(tsvOf(topics.map((one) => ['subscription', one.topic, optionsOf(one)])));
  if (!print.isForPeople || topics.length === 0) return 0;
  out('\n');
  return print.list({
    answer: topics,
    rows: topics,
    name: ({ topic }) => topic,
    nothing: '',
    columns: [
      { title: words.columns.topic, value: ({ topic }) => topic },
      { title: words.columns.options, value: optionsOf },
    ],
  });
}

/** `qos 1 nl rap rh 2` */
export function optionsOf({ qos, nl, rap, rh }: ShownSubscription): string {
  return [`qos ${qos}`, nl === 1 && 'nl', rap === 1 && 'rap', rh > 0 && `rh ${rh}`].filter(Boolean).join(' ');
}

/** Null where it went while somebody asked. */
async function unlessGone<Answer>(answer: Promise<Answer>): Promise<Answer | null> {
  try {
    return await answer;
  } catch (error) {
    const isGone =
      error instanceof ClientError && error.failure.kind === 'refused' && error.failure.status === 404;
    if (isGone) return null;
    throw error;
  }
}
