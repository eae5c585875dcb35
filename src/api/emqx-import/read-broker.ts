import type { BackupItem } from '../backup/backup-item.ts';
import {
  type EmqxConfig,
  isMembers,
  type Members,
  type Reason,
  reasonOf,
  type Unread,
} from './emqx-config.ts';
import { EmqxImportError } from './emqx-import-error.ts';
import { type EmqxAddress, type EmqxReader, openEmqxReader } from './emqx-reader.ts';
import { without } from './fit-to.ts';

const PAGE = 1000;
/** Pages of one list. */
const MOST_PAGES = 100;
/** Retained messages: each is asked for. */
const MOST_RETAINED = 2000;

/** What EMQX adds to the settings in its answers. */
const ANSWERED = [
  'status',
  'status_reason',
  'node_status',
  'actions',
  'sources',
  'rules',
  'type',
  'name',
  'id',
];

/** Everything that its API tells of a running EMQX. @throws EmqxImportError when it cannot be asked at all */
export async function readRunningEmqx(address: EmqxAddress): Promise<EmqxConfig> {
  const reader = await openEmqxReader(address);
  try {
    return await new BrokerReading(reader).read();
  } finally {
    await reader.close();
  }
}

class BrokerReading {
  readonly #reader: EmqxReader;
  readonly #unread: Unread[] = [];

  constructor(reader: EmqxReader) {
    this.#reader = reader;
  }

  async read(): Promise<EmqxConfig> {
    // It says whether there is an EMQX, and whether it believes the key.
    const nodes = await this.#reader.get('/nodes');
    if (!Array.isArray(nodes))
      throw new EmqxImportError('there is no EMQX at this address: it has no /api/v5/nodes');
    const version = String((nodes[0] as { version?: unknown } | undefined)?.version ?? '');
    const connectors = await this.#list('/connectors');
    // Before EMQX 5.4 there are bridges only; since then they are the same once more.
    const bridges = connectors === undefined ? await this.#list('/bridges') : [];
    const cluster = {
      rule_engine: await this.#ruleEngine(),
      connectors: byTypeAndName(connectors ?? []),
      actions: byTypeAndName((await this.#list('/actions')) ?? []),
      sources: byTypeAndName((await this.#list('/sources')) ?? []),
      bridges: byTypeAndName(bridges ?? []),
      authentication: (await this.#list('/authentication')) ?? [],
      authorization: await this.#authorization(),
      listeners: await this.#listeners(),
      retainer: await this.#ask('/mqtt/retainer'),
      delayed: await this.#ask('/mqtt/delayed'),
      rewrite: await this.#ask('/mqtt/topic_rewrite'),
      auto_subscribe: await this.#ask('/mqtt/auto_subscribe'),
      topic_metrics: await this.#ask('/mqtt/topic_metrics'),
      slow_subs: await this.#ask('/slow_subscriptions/settings'),
      schema_registry: await this.#schemas(),
    };
    await this.#users(cluster.authentication);
    const tables = await this.#tables();
    const filled = Object.fromEntries(Object.entries(cluster).filter(([, value]) => value !== undefined));
    return { version, cluster: filled, files: new Map(), tables, unread: this.#unread };
  }

  /** What one call cannot tell leaves out that, and nothing else. */
  async #ask(path: string): Promise<unknown> {
    try {
      return await this.#reader.get(path);
    } catch (error) {
      if (!(error instanceof EmqxImportError)) throw error;
      this.#miss('call', path, reasonOf('unreadable', { what: path, why: error.message }));
      return undefined;
    }
  }

  #miss(type: string, name: string, reason: Reason): void {
    this.#unread.push({ type, name, reason });
  }

  /** Of a list, or of all pages of one; undefined: it has none. */
  async #list(path: string): Promise<Members[] | undefined> {
    const rows: Members[] = [];
    for (let page = 1; page <= MOST_PAGES; page++) {
      const answer = await this.#ask(`${path}?page=${page}&limit=${PAGE}`);
      if (answer === undefined) return page === 1 ? undefined : rows;
      if (Array.isArray(answer)) return answer.filter(isMembers);
      const { data, sources, meta } = answer as {
        data?: unknown;
        sources?: unknown;
        meta?: { hasnext?: unknown };
      };
      const found = data ?? sources;
      if (Array.isArray(found)) rows.push(...found.filter(isMembers));
      if (meta?.hasnext !== true) break;
    }
    return rows;
  }

  async #ruleEngine(): Promise<Members> {
    const settings = await this.#ask('/rule_engine');
    const rules = ((await this.#list('/rules')) ?? []).map(
      ({ id, name, sql, actions, enable, description }) =>
        [String(id), { name, sql, actions, enable, description }] as const,
    );
    return { ...(isMembers(settings) && settings), rules: Object.fromEntries(rules) };
  }

  async #authorization(): Promise<Members> {
    const settings = await this.#ask('/authorization/settings');
    const sources = ((await this.#list('/authorization/sources')) ?? []).map((source) => source);
    return { ...(isMembers(settings) && settings), sources };
  }

  async #listeners(): Promise<Members> {
    const ids = ((await this.#list('/listeners')) ?? []).map(({ id }) => String(id));
    const full: Members[] = [];
    for (const id of ids) {
      const listener = await this.#ask(`/listeners/${encodeURIComponent(id)}`);
      if (!isMembers(listener)) continue;
      const [type, name] = id.split(':');
      full.push({ ...listener, type, name });
    }
    return byTypeAndName(full);
  }

  async #schemas(): Promise<Members> {
    const schemas = (await this.#list('/schema_registry')) ?? [];
    return { schemas: Object.fromEntries(schemas.map(({ name, ...schema }) => [String(name), schema])) };
  }

  async #users(authenticators: readonly Members[]): Promise<void> {
    for (const { id, mechanism, backend } of authenticators) {
      if (backend !== 'built_in_database') continue;
      const own = String(id ?? `${String(mechanism)}:${backend}`);
      const users = await this.#list(`/authentication/${encodeURIComponent(own)}/users`);
      if (users && users.length > 0)
        this.#miss('user', own, reasonOf('usersByApi', { count: String(users.length) }));
    }
  }

  async #tables(): Promise<Map<string, readonly BackupItem[]>> {
    const rules = '/authorization/sources/built_in_database/rules';
    const all = await this.#ask(`${rules}/all`);
    const tables = new Map<string, readonly BackupItem[]>([
      ['access_rules_of_users', (await this.#list(`${rules}/users`)) ?? []],
      ['access_rules_of_clients', (await this.#list(`${rules}/clients`)) ?? []],
      [
        'access_rules_for_all',
        isMembers(all) && Array.isArray(all.rules) && all.rules.length > 0 ? [all] : [],
      ],
      ['bans', (await this.#list('/banned')) ?? []],
      ['retained', await this.#retained()],
    ]);
    return tables;
  }

  async #retained(): Promise<BackupItem[]> {
    const all = (await this.#list('/mqtt/retainer/messages')) ?? [];
    // Every broker says these of itself.
    const rows = all.filter(({ topic }) => !String(topic).startsWith('$SYS/'));
    const items: BackupItem[] = [];
    for (const { topic } of rows.slice(0, MOST_RETAINED)) {
      const message = await this.#ask(`/mqtt/retainer/message/${encodeURIComponent(String(topic))}`);
      if (!isMembers(message) || message.payload === undefined) continue;
      items.push({ topic: message.topic, qos: message.qos, payload: message.payload });
    }
    if (rows.length > MOST_RETAINED) {
      const values = { count: String(rows.length), taken: String(MOST_RETAINED) };
      this.#miss('retained', '…', reasonOf('retainedMany', values));
    }
    return items;
  }
}

function byTypeAndName(rows: readonly Members[]): Members {
  const types = new Map<string, [string, Members][]>();
  for (const row of rows) {
    const type = String(row.type);
    types.set(type, [...(types.get(type) ?? []), [String(row.name), without(row, ANSWERED)]]);
  }
  return Object.fromEntries([...types].map(([type, named]) => [type, Object.fromEntries(named)]));
}
