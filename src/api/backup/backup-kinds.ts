import { canonicalId } from '../../delivery/door.ts';
import { type ApiCaller, type BackupItem, type BackupKind, BackupRefusal } from './backup-item.ts';

const PAGE = 10_000;

/** Members that say how something does, or when it was changed. */
const ANSWERED = [
  'status',
  'status_reason',
  'node_status',
  'warnings',
  'created_at',
  'updated_at',
  'last_modified_at',
];

interface ListOptions {
  readonly name: string;
  /** Where all of them are listed. */
  readonly path: string;
  readonly id: readonly string[];
  /** By default those members with colons between them. */
  readonly idOf?: BackupKind['idOf'];
  /** Below the list, by default the id. */
  readonly place?: (item: BackupItem) => string;
  readonly drop?: readonly string[];
  /** What the address already says, and the body of PUT does not take. */
  readonly onlyInPost?: readonly string[];
  readonly keep?: (row: BackupItem) => boolean;
  /** PUT makes it too, or nothing else does. */
  readonly putCreates?: boolean;
  /** What PUT needs for that. */
  readonly putQuery?: string;
  /** A file may have it, which its answer says then. Of the others files have what stands in the configuration. */
  readonly isOwnable?: boolean;
  readonly cannotAdd?: BackupKind['cannotAdd'];
}

/** Things that have a list, and each an address below it. */
function listed(options: ListOptions): BackupKind {
  const { name, path, id, drop = [], onlyInPost = [], keep = () => true } = options;
  const [address = path] = path.split('?');
  const idOf =
    options.idOf ?? ((item: BackupItem) => id.map((member) => String(item[member] ?? '')).join(':'));
  const placeOf = options.place ?? ((item) => encodeURIComponent(idOf(item)));
  return {
    name,
    idOf,
    async read(caller) {
      const rows = await rowsAt(caller, path);
      const fixed = rows.filter(({ file }) => typeof file === 'string').map(idOf);
      const shown = rows.filter((row) => (options.isOwnable || typeof row.file !== 'string') && keep(row));
      return { items: shown.map((row) => without(row, [...ANSWERED, 'file', ...drop])), fixed };
    },
    put(caller, item, before) {
      if (before === undefined && !options.putCreates) return caller.send('POST', address, item);
      return caller.send(
        'PUT',
        `${address}/${placeOf(item)}${options.putQuery ?? ''}`,
        without(item, onlyInPost),
      );
    },
    remove: (caller, item) => caller.send('DELETE', `${address}/${placeOf(item)}`),
    ...(options.cannotAdd && { cannotAdd: options.cannotAdd }),
  };
}

/** Settings of which there is one. */
function single(name: string, path: string, drop: readonly string[] = []): BackupKind {
  return {
    name,
    idOf: () => name,
    async read(caller) {
      const settings = await caller.get(path);
      if (settings === undefined) return { items: [] };
      if (Array.isArray(settings)) return { items: [{ list: settings }] };
      const { file } = settings as BackupItem;
      const items = [without(settings as BackupItem, drop)];
      return { items, fixed: typeof file === 'string' ? [name] : [] };
    },
    put: (caller, item) => caller.send('PUT', path, 'list' in item ? item.list : item),
  };
}

/** Rules of the built-in database: all in one item for each owner. */
function accessRules(name: string, owners: 'users' | 'clients', member: string): BackupKind {
  const base = '/authorization/sources/built_in_database/rules';
  return {
    ...listed({
      name,
      path: `${base}/${owners}?limit=${PAGE}`,
      id: [member],
      putCreates: true,
      isOwnable: true,
    }),
    put: (caller, item) =>
      caller.send('PUT', `${base}/${owners}/${encodeURIComponent(String(item[member]))}`, item),
  };
}

const rulesForAll: BackupKind = {
  name: 'access_rules_for_all',
  idOf: () => 'all',
  async read(caller) {
    const rules = (await caller.get('/authorization/sources/built_in_database/rules/all')) as
      | BackupItem
      | undefined;
    if (!rules || (rules.rules as unknown[]).length === 0) return { items: [] };
    return { items: [without(rules, ['file'])], fixed: typeof rules.file === 'string' ? ['all'] : [] };
  },
  put: (caller, item) => caller.send('POST', '/authorization/sources/built_in_database/rules/all', item),
  remove: (caller) => caller.send('DELETE', '/authorization/sources/built_in_database/rules/all'),
};

/** Their list says little: each is asked for. */
const listeners: BackupKind = {
  ...listed({
    name: 'listeners',
    path: '/listeners',
    id: ['type', 'name'],
    onlyInPost: ['type', 'name'],
  }),
  async read(caller) {
    const ids = rowsOf(await caller.get('/listeners')).map(({ id }) => String(id));
    const items: BackupItem[] = [];
    for (const id of ids) {
      const full = (await caller.get(`/listeners/${encodeURIComponent(id)}`)) as BackupItem | undefined;
      if (full) items.push(without(full, [...ANSWERED, ...LISTENER_STATE]));
    }
    return { items };
  },
};

const LISTENER_STATE = [
  'id',
  'running',
  'current_connections',
  'address',
  'refused',
  'certificates',
  'acceptors',
  'zone',
];

/** A ban has no address of its own for changes: it is lifted and made again. */
const bans: BackupKind = {
  ...listed({ name: 'bans', path: `/banned?limit=${PAGE}`, id: ['as', 'who'], isOwnable: true }),
  async put(caller, item, before) {
    if (before) await caller.send('DELETE', banPath(item));
    await caller.send('POST', '/banned', item);
  },
  remove: (caller, item) => caller.send('DELETE', banPath(item)),
};

function banPath({ as, who }: BackupItem): string {
  return `/banned/${encodeURIComponent(String(as))}/${encodeURIComponent(String(who))}`;
}

const MONITOR_SETTINGS = [
  'name',
  'enable',
  'severity',
  'threshold',
  'clear_threshold',
  'window',
  'notify',
  'repeat',
];

const monitors: BackupKind = {
  name: 'monitors',
  idOf: ({ name }) => String(name),
  async read(caller) {
    const rows = rowsOf(await caller.get('/monitors'));
    const fixed = rows.filter(({ file }) => typeof file === 'string').map(({ name }) => String(name));
    return { items: rows.map((row) => only(row, MONITOR_SETTINGS)), fixed };
  },
  put: (caller, item) =>
    caller.send('PUT', `/monitors/${encodeURIComponent(String(item.name))}`, without(item, ['name'])),
  cannotAdd: () => 'unknown_here',
};

/** Who made it, and what it does at this moment. */
const QUIET_STATE = ['state', 'created_by', 'updated_by', 'ended_at', 'ended_by', 'hides', 'next_change_at'];
const isNotOver = ({ state }: BackupItem) => state !== 'expired' && state !== 'over' && state !== 'ended';

/** The types of such things have other names, too. */
const resourceId = ({ type, name }: BackupItem) => canonicalId(`${String(type)}:${String(name)}`);

function resources(name: 'connectors' | 'actions' | 'sources', drop: readonly string[]): BackupKind {
  return listed({
    name,
    path: `/${name}`,
    id: ['type', 'name'],
    idOf: resourceId,
    drop: ['id', ...drop],
    onlyInPost: ['type', 'name'],
    isOwnable: true,
  });
}

/** One that is over cannot be changed: it begins anew. */
const silences: BackupKind = {
  ...listed({
    name: 'silences',
    path: `/silences?limit=${PAGE}`,
    id: ['id'],
    drop: QUIET_STATE,
    keep: isNotOver,
    isOwnable: true,
  }),
  async put(caller, item) {
    const place = `/silences/${encodeURIComponent(String(item.id))}`;
    try {
      await caller.send('PUT', `${place}?create=true`, item);
    } catch (error) {
      if (!(error instanceof BackupRefusal) || error.status !== 409) throw error;
      await caller.send('DELETE', place);
      await caller.send('PUT', `${place}?create=true`, item);
    }
  },
};

/** In the order in which they are made: what is named by others comes before them. */
export const BACKUP_KINDS: readonly BackupKind[] = [
  listed({
    name: 'schemas',
    path: '/schema_registry',
    id: ['name'],
    onlyInPost: ['name', 'type'],
    isOwnable: true,
  }),
  { ...resources('connectors', ['actions', 'sources']), isSlow: true },
  resources('actions', ['rules']),
  resources('sources', ['rules']),
  listed({
    name: 'rules',
    path: `/rules?limit=${PAGE}`,
    id: ['id'],
    drop: ['from', 'action_details', 'alert_details', 'metrics'],
    isOwnable: true,
  }),
  single('rule_engine', '/rule_engine'),
  listed({ name: 'authenticators', path: '/authentication', id: ['id'] }),
  {
    ...listed({ name: 'authorization_sources', path: '/authorization/sources', id: ['type'] }),
    async arrange(caller, ids) {
      const present = rowsOf(await caller.get('/authorization/sources')).map(({ type }) => String(type));
      const wanted = ids.filter((id) => present.includes(id));
      const order = [...wanted, ...present.filter((type) => !wanted.includes(type))];
      await caller.send(
        'PUT',
        '/authorization/sources/order',
        order.map((type) => ({ type })),
      );
    },
  },
  single('authorization_settings', '/authorization/settings'),
  accessRules('access_rules_of_users', 'users', 'username'),
  accessRules('access_rules_of_clients', 'clients', 'clientid'),
  rulesForAll,
  bans,
  listeners,
  single('retainer', '/mqtt/retainer'),
  single('delayed', '/mqtt/delayed'),
  single('slow_subscriptions', '/slow_subscriptions/settings'),
  listed({
    name: 'topic_metrics',
    path: '/mqtt/topic_metrics',
    id: ['topic'],
    drop: ['create_time', 'reset_time', 'metrics'],
  }),
  single('topic_rewrite', '/mqtt/topic_rewrite'),
  single('auto_subscribe', '/mqtt/auto_subscribe'),
  single('prometheus', '/prometheus', ['push_gateway', 'collectors']),
  single('alert_settings', '/alert_settings', ['status', 'file']),
  listed({
    name: 'alert_templates',
    path: '/alert_templates',
    id: ['channel', 'language', 'kind'],
    place: ({ channel, language, kind }) =>
      [channel, language, kind].map((part) => encodeURIComponent(String(part))).join('/'),
    onlyInPost: ['channel', 'language', 'kind'],
    putCreates: true,
    isOwnable: true,
  }),
  monitors,
  listed({
    name: 'monitor_peers',
    path: '/monitors/peer_down/peers',
    id: ['name'],
    drop: ['state', 'reason', 'last', 'since', 'checked_at', 'duration'],
    onlyInPost: ['name'],
    isOwnable: true,
  }),
  silences,
  listed({
    name: 'maintenance_windows',
    path: `/maintenance_windows?limit=${PAGE}`,
    id: ['id'],
    drop: QUIET_STATE,
    keep: isNotOver,
    putCreates: true,
    putQuery: '?create=true',
    isOwnable: true,
  }),
];

/** Messages that are retained, on request: as they were kept, with the payload in base64. */
export const RETAINED: BackupKind = {
  name: 'retained',
  idOf: ({ topic }) => String(topic),
  async read(caller) {
    const rows = await rowsAt(caller, `/mqtt/retainer/messages?limit=${PAGE}`);
    const items: BackupItem[] = [];
    for (const { topic } of rows) {
      // Every broker says these of itself.
      if (String(topic).startsWith('$SYS/')) continue;
      const message = (await caller.get(`${retainedPath(topic)}?whole=true`)) as BackupItem | undefined;
      if (message === undefined) continue;
      const publish_at = new Date(String(message.publish_at)).toISOString();
      items.push({ ...without(message, ['msgid', 'payload_size']), publish_at });
    }
    return { items };
  },
  put: (caller, { topic, ...message }) => caller.send('PUT', retainedPath(topic), message),
  remove: (caller, { topic }) => caller.send('DELETE', retainedPath(topic)),
};

const retainedPath = (topic: unknown) => `/mqtt/retainer/message/${encodeURIComponent(String(topic))}`;

/** Of a list; of all its pages, where the path says how large one is. */
async function rowsAt(caller: ApiCaller, path: string): Promise<BackupItem[]> {
  const rows: BackupItem[] = [];
  for (let page = 1; ; page++) {
    const answer = await caller.get(page === 1 ? path : `${path}&page=${page}`);
    for (const row of rowsOf(answer)) rows.push(row);
    const { meta } = (answer ?? {}) as { meta?: { hasnext?: boolean } };
    if (meta?.hasnext !== true) return rows;
  }
}

/** Of a bare list, a page, or what holds one under a name. */
function rowsOf(answer: unknown): BackupItem[] {
  if (Array.isArray(answer)) return answer as BackupItem[];
  const { data, sources } = (answer ?? {}) as { data?: BackupItem[]; sources?: BackupItem[] };
  return data ?? sources ?? [];
}

function without(item: BackupItem, names: readonly string[]): BackupItem {
  return Object.fromEntries(Object.entries(item).filter(([name]) => !names.includes(name)));
}

function only(item: BackupItem, names: readonly string[]): BackupItem {
  return Object.fromEntries(names.flatMap((name) => (name in item ? [[name, item[name]]] : [])));
}
