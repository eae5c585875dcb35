import { startRuledBroker } from './ruled-broker.ts';
import { endOfTurn } from './test-broker.ts';

type Kind = 'text' | 'int' | 'bool' | 'map' | 'text?' | 'int?';
export type Row = Record<string, unknown>;

const common = { event: 'text', timestamp: 'int', node: 'text', metadata: 'map' } as const;
const message = {
  id: 'text',
  clientid: 'text',
  username: 'text?',
  payload: 'text',
  peerhost: 'text',
  peername: 'text',
  topic: 'text',
  qos: 'int',
  flags: 'map',
  pub_props: 'map',
  publish_received_at: 'int',
} as const;
const who = { clientid: 'text', username: 'text?', peername: 'text' } as const;
const connection = { ...who, sockname: 'text', proto_name: 'text', proto_ver: 'int' } as const;
const delivery = { ...message, from_clientid: 'text', from_username: 'text?' } as const;
const subscription = { ...who, peerhost: 'text', topic: 'text', qos: 'int', client_attrs: 'map' } as const;
const alarm = { name: 'text', details: 'map', message: 'text', activated_at: 'int' } as const;

/** What EMQX's events carry, and those of this broker's own. */
export const COLUMNS: Record<string, Record<string, Kind>> = {
  'message.publish': { ...message, client_attrs: 'map' },
  'message.delivered': delivery,
  'message.acked': { ...delivery, puback_props: 'map' },
  'message.dropped': { ...message, reason: 'text' },
  'delivery.dropped': { ...delivery, reason: 'text' },
  'client.connected': {
    ...connection,
    mountpoint: 'text?',
    keepalive: 'int',
    clean_start: 'bool',
    receive_maximum: 'int',
    expiry_interval: 'int',
    is_bridge: 'bool',
    conn_props: 'map',
    connected_at: 'int',
    client_attrs: 'map',
  },
  'client.disconnected': {
    ...connection,
    reason: 'text',
    disconn_props: 'map',
    disconnected_at: 'int',
    connected_at: 'int',
    client_attrs: 'map',
    peerhost: 'text',
    keepalive: 'int',
    clean_start: 'bool',
    expiry_interval: 'int',
    duration_ms: 'int',
    closed_by: 'text',
    will_published: 'bool',
  },
  'client.connack': {
    ...connection,
    reason_code: 'text',
    clean_start: 'bool',
    keepalive: 'int',
    expiry_interval: 'int',
    connected_at: 'int?',
    conn_props: 'map',
  },
  'client.check_authn_complete': {
    ...who,
    reason_code: 'text',
    is_anonymous: 'bool',
    is_superuser: 'bool',
    client_attrs: 'map',
  },
  'client.check_authz_complete': {
    ...who,
    peerhost: 'text',
    topic: 'text',
    action: 'text',
    authz_source: 'text',
    result: 'text',
    client_attrs: 'map',
  },
  'session.subscribed': { ...subscription, sub_props: 'map' },
  'session.unsubscribed': { ...subscription, unsub_props: 'map' },
  'session.subscribe_refused': { ...subscription, sub_props: 'map', reason: 'text' },
  'connection.refused': {
    reason: 'text',
    message: 'text?',
    peerhost: 'text',
    peername: 'text',
    listener: 'text',
  },
  'alarm.activated': { ...alarm, activated_at_ms: 'int' },
  'alarm.deactivated': { ...alarm, activated_at_ms: 'int', deactivated_at: 'int', deactivated_at_ms: 'int' },
};

export function kindOf(value: unknown): string {
  if (typeof value === 'string') return value === 'undefined' ? 'undefined' : 'text';
  if (typeof value === 'boolean') return 'bool';
  if (Number.isInteger(value)) return 'int';
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? 'map' : String(value);
}

/** What is wrong with the columns of a row. */
export function flaws(row: Row): string[] {
  const expected = { ...common, ...COLUMNS[String(row.event)] };
  return Object.entries(expected).flatMap(([column, kind]) => {
    const found = kindOf(row[column]);
    if (found === kind.replace('?', '') || (kind.endsWith('?') && found === 'undefined')) return [];
    return `${row.event}: ${column} is ${found}, not ${kind}`;
  });
}

/** A broker with one rule on every event and one on every message, and their rows. */
export async function startStory(
  t: Parameters<typeof startRuledBroker>[0],
  options: Parameters<typeof startRuledBroker>[1] = {},
) {
  const broker = await startRuledBroker(t, options);
  broker.actions.create({ type: 'http', name: 'row', connector: 'hook', parameters: {} });
  broker.engine.create({ id: 'events', sql: 'SELECT * FROM "$events/#"', actions: ['http:row'] });
  broker.engine.create({ id: 'messages', sql: 'SELECT * FROM "#"', actions: ['http:row'] });
  let taken = 0;
  return {
    ...broker,
    /** The rows since the last call. */
    async rows(event?: string): Promise<Row[]> {
      await endOfTurn();
      const all = broker.stored().map((body) => JSON.parse(body) as Row);
      const news = all.slice(taken);
      taken = all.length;
      return event === undefined ? news : news.filter((row) => row.event === event);
    },
  };
}
