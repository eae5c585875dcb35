import type { BackupItem } from '../backup/backup-item.ts';

/** What is in EMQX's tables, by the words of its `table_sets`, and the kinds of a backup that it is here. */
export const TABLE_SETS: Readonly<Record<string, readonly string[]>> = {
  banned: ['bans'],
  builtin_authn: ['mqtt_users'],
  builtin_authz: ['access_rules_of_users', 'access_rules_of_clients', 'access_rules_for_all'],
  builtin_retainer: ['retained'],
  dashboard_users: ['dashboard_users'],
  api_keys: ['api_keys'],
};

/** Who gets into the dashboard and the API: of no concern to API keys. */
export const PRIVATE_KINDS: readonly string[] = ['dashboard_users', 'api_keys'];

/** What is in EMQX's configuration, by the words of its `root_keys`. `tocsin` is what EMQX does not have. */
export const ROOT_KEYS: Readonly<Record<string, readonly string[]>> = {
  connectors: ['connectors'],
  actions: ['actions'],
  sources: ['sources'],
  rule_engine: ['rule_engine', 'rules'],
  authentication: ['authenticators'],
  authorization: ['authorization_sources', 'authorization_settings'],
  listeners: ['listeners'],
  retainer: ['retainer'],
  delayed: ['delayed'],
  rewrite: ['topic_rewrite'],
  auto_subscribe: ['auto_subscribe'],
  topic_metrics: ['topic_metrics'],
  slow_subs: ['slow_subscriptions'],
  schema_registry: ['schemas'],
  prometheus: ['prometheus'],
  tocsin: [
    'alert_settings',
    'alert_templates',
    'monitors',
    'monitor_peers',
    'silences',
    'maintenance_windows',
  ],
  // Settings of the process, which its own file has.
  ...Object.fromEntries(
    [
      'mqtt',
      'log',
      'alarm',
      'dashboard',
      'sysmon',
      'sys_topics',
      'limiter',
      'flapping_detect',
      'bridges',
    ].map((name) => [name, []]),
  ),
};

type Objects = Readonly<Record<string, readonly BackupItem[]>>;

/** The configuration as EMQX lays it out; what EMQX has no member for is left out. */
export function clusterOf(objects: Objects): Record<string, unknown> {
  const byTypeAndName = (kind: string) => {
    const types: Record<string, Record<string, unknown>> = {};
    for (const { type, name, ...settings } of objects[kind] ?? []) {
      const names = types[String(type)] ?? {};
      names[String(name)] = settings;
      types[String(type)] = names;
    }
    return Object.keys(types).length > 0 ? types : undefined;
  };
  const one = (kind: string) => objects[kind]?.[0];
  const list = (kind: string) => one(kind)?.list;
  const rules = objects.rules?.map(({ id, name, sql, actions, enable, description }) => [
    String(id),
    { name, sql, actions, enable, description },
  ]);
  const cluster = {
    connectors: byTypeAndName('connectors'),
    actions: byTypeAndName('actions'),
    sources: byTypeAndName('sources'),
    rule_engine: (rules || one('rule_engine')) && {
      ...one('rule_engine'),
      ...(rules && { rules: Object.fromEntries(rules) as unknown }),
    },
    authentication: objects.authenticators?.map(({ id: _, ...settings }) => settings),
    authorization: (objects.authorization_sources || one('authorization_settings')) && {
      ...one('authorization_settings'),
      sources: objects.authorization_sources ?? [],
    },
    listeners: byTypeAndName('listeners'),
    retainer: one('retainer'),
    delayed: one('delayed'),
    rewrite: list('topic_rewrite'),
    auto_subscribe: list('auto_subscribe') && { topics: list('auto_subscribe') },
    topic_metrics: objects.topic_metrics,
    slow_subs: one('slow_subscriptions'),
  };
  return Object.fromEntries(Object.entries(cluster).filter(([, value]) => value !== undefined));
}
