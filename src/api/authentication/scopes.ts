import { ApiError } from '../api-error.ts';
import type { ApiScope } from '../contract.ts';
import type { Principal } from './principal.ts';

/**
 * To which area each part of the API belongs, by the first word of its path below `/api/v5`; the names of areas are those of
 * EMQX's API keys.
 */
const SCOPE_OF: Readonly<Record<string, ApiScope>> = {
  clients: 'connections',
  clients_v2: 'connections',
  client_search: 'connections',
  client_registry: 'connections',
  sessions_count: 'connections',
  subscriptions: 'connections',
  subscription_search: 'connections',
  topics: 'connections',
  topic_levels: 'connections',
  topic_activity: 'connections',
  simulations: 'connections',
  publish: 'publish',
  mqtt: 'publish',
  rules: 'data_integration',
  rules_summary: 'data_integration',
  rule_engine: 'data_integration',
  rule_events: 'data_integration',
  rule_functions: 'data_integration',
  rule_test: 'data_integration',
  rule_check: 'data_integration',
  rule_send: 'data_integration',
  rule_explain: 'data_integration',
  backtests: 'data_integration',
  schema_registry: 'data_integration',
  connectors: 'data_integration',
  connectors_summary: 'data_integration',
  connectors_probe: 'data_integration',
  connectors_recognize: 'data_integration',
  connector_types: 'data_integration',
  actions: 'data_integration',
  actions_summary: 'data_integration',
  actions_probe: 'data_integration',
  action_types: 'data_integration',
  sources: 'data_integration',
  sources_summary: 'data_integration',
  sources_probe: 'data_integration',
  source_types: 'data_integration',
  bridges: 'data_integration',
  deliveries: 'data_integration',
  preview_inbox: 'data_integration',
  authentication: 'access_control',
  authorization: 'access_control',
  banned: 'access_control',
  alarms: 'monitoring',
  alerts: 'monitoring',
  alert_groups: 'monitoring',
  alert_links: 'monitoring',
  alert_settings: 'monitoring',
  alert_templates: 'monitoring',
  silences: 'monitoring',
  maintenance_windows: 'monitoring',
  monitors: 'monitoring',
  playbooks: 'monitoring',
  monitor: 'monitoring',
  monitor_current: 'monitoring',
  stats: 'monitoring',
  metrics: 'monitoring',
  prometheus: 'monitoring',
  live: 'monitoring',
  events: 'monitoring',
  trace: 'monitoring',
  slow_subscriptions: 'monitoring',
  nodes: 'cluster_operations',
  cluster: 'cluster_operations',
  listeners: 'cluster_operations',
  listeners_status: 'cluster_operations',
  certificates: 'cluster_operations',
  settings: 'system',
  system: 'system',
  backup: 'system',
  data: 'system',
  emqx_import: 'system',
  object_files: 'system',
  audit: 'audit',
};

/** Routes whose first word says little. */
const EXCEPTIONS: ReadonlyArray<readonly [path: RegExp, scope: ApiScope]> = [
  [/^\/api\/v5\/clients\/:clientid\/authorization\b/, 'access_control'],
  [/^\/api\/v5\/nodes\/:node\/(connectors|actions)\b/, 'data_integration'],
  [/^\/api\/v5\/nodes\/:node\/(stats|metrics)\b/, 'monitoring'],
  [/^\/api\/v5\/mqtt\/(topic_rewrite|auto_subscribe)\b/, 'system'],
  [/^\/api\/v5\/mqtt\/topic_metrics\b/, 'monitoring'],
];

/** Of a route by its pattern; undefined: it has none, and keys with scopes may not call it. */
export function scopeOf(url: string): ApiScope | undefined {
  const exception = EXCEPTIONS.find(([path]) => path.test(url));
  if (exception) return exception[1];
  const word = /^\/api\/v5\/(\w+)/.exec(url)?.[1] ?? '';
  return Object.hasOwn(SCOPE_OF, word) ? SCOPE_OF[word] : undefined;
}

/** @throws ApiError 403 for a key that is for other areas than this route */
export function checkScope(principal: Principal, url: string): void {
  if (principal.kind !== 'apiKey' || principal.scopes === undefined) return;
  const scope = scopeOf(url);
  if (scope !== undefined && principal.scopes.includes(scope)) return;
  const needed = scope === undefined ? 'a key without scopes' : `the scope ${scope}`;
  throw new ApiError(
    403,
    'UNAUTHORIZED_ROLE',
    `This needs ${needed}; the key has ${principal.scopes.join(', ')}`,
  );
}
