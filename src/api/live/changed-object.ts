import type { LiveObject } from '../contract.ts';

/** What the first segment of a path below the base is about. Paths that are not here change nothing that is configured. */
const KINDS: Readonly<Record<string, string>> = {
  actions: 'action',
  alert_settings: 'alert_settings',
  alert_templates: 'alert_template',
  api_key: 'api_key',
  authentication: 'authentication',
  authorization: 'authorization',
  backtests: 'backtest',
  banned: 'ban',
  connectors: 'connector',
  listeners: 'listener',
  maintenance_windows: 'maintenance_window',
  monitors: 'monitor',
  mqtt: 'mqtt',
  playbooks: 'rule',
  preview_inbox: 'preview_inbox',
  prometheus: 'prometheus',
  rule_engine: 'rule_engine',
  rules: 'rule',
  schema_registry: 'schema',
  silences: 'silence',
  sources: 'source',
  trace: 'trace',
  users: 'user',
};

/** The ends of paths whose POST only looks. */
const LOOKS = new Set(['explain', 'preview', 'render', 'test', 'recover']);

interface Write {
  readonly method: string;
  /** As the route declares it: `/api/v5/rules/:id`. */
  readonly route: string;
  readonly parameters: unknown;
  /** Of the answer, and of the request. */
  readonly bodies: readonly unknown[];
}

/** What a call that succeeded has changed; undefined for one that changes nothing that is configured. */
export function changedObject({ method, route, parameters, bodies }: Write): LiveObject | undefined {
  const [kindPath = '', ...rest] = route.replace(/^\/api\/v5\//, '').split('/');
  const last = rest.at(-1);
  if (kindPath === 'alerts' && last === 'silence')
    return { kind: 'silence', id: idIn(bodies), what: 'created' };
  const kind = KINDS[kindPath];
  if (kind === undefined || (method === 'POST' && last !== undefined && LOOKS.has(last))) return undefined;
  const named = Object.values((parameters ?? {}) as Record<string, unknown>).at(
    kindPath === 'banned' ? -1 : 0,
  );
  const isMade = method === 'POST' && (rest.length === 0 || last === 'create');
  const id = isMade ? idIn(bodies) : typeof named === 'string' ? named : '';
  if (isMade) return { kind, id, what: 'created' };
  const isWhole = rest.length === 1 || kindPath === 'banned';
  return { kind, id, what: method === 'DELETE' && isWhole ? 'deleted' : 'updated' };
}

function idIn(bodies: readonly unknown[]): string {
  for (const body of bodies) {
    if (typeof body !== 'object' || body === null) continue;
    const { id, name, type, username, who } = body as Record<string, unknown>;
    if (typeof id === 'string') return id;
    if (typeof name === 'string') return typeof type === 'string' ? `${type}:${name}` : name;
    for (const other of [username, who]) if (typeof other === 'string') return other;
  }
  return '';
}
