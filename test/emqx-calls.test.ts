import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rights } from '../src/api/authentication/rights.ts';

/** What scripts for EMQX 5.10 call, by resource; a path without a method before it is that of GET. */
const CALLS: Readonly<Record<string, string>> = {
  login: 'POST /login, POST /logout',
  users: 'GET|POST /users, PUT|DELETE /users/:, POST /users/:/change_pwd',
  apiKeys: 'GET|POST /api_key, GET|PUT|DELETE /api_key/:',
  status: '/status, /nodes, /nodes/:, /nodes/:/stats, /nodes/:/metrics, /stats, /metrics, /cluster',
  monitor: '/monitor_current, /monitor_current/nodes/:, GET|DELETE /monitor, /monitor/nodes/:',
  errors: '/error_codes, /error_codes/:',
  clients:
    '/clients, /clients_v2, GET|DELETE /clients/:, POST /clients/kickout/bulk, /clients/:/subscriptions, POST /clients/:/subscribe, POST /clients/:/subscribe/bulk, POST /clients/:/unsubscribe, POST /clients/:/unsubscribe/bulk, GET|DELETE /clients/:/authorization/cache, /clients/:/mqueue_messages, /clients/:/inflight_messages, PUT /clients/:/keepalive, /sessions_count',
  topics: '/subscriptions, /topics, /topics/:',
  publish: 'POST /publish, POST /publish/bulk',
  retainer: 'GET|PUT /mqtt/retainer, GET|DELETE /mqtt/retainer/messages, GET|DELETE /mqtt/retainer/message/:',
  banned: 'GET|POST|DELETE /banned, DELETE /banned/:/:',
  alarms: 'GET|DELETE /alarms, POST /alarms/force_deactivate',
  rules:
    'GET|POST /rules, GET|PUT|DELETE /rules/:, /rules/:/metrics, PUT /rules/:/metrics/reset, POST /rules/:/test, POST /rule_test, /rule_events, GET|PUT /rule_engine',
  connectors:
    'GET|POST /connectors, GET|PUT|DELETE /connectors/:, PUT /connectors/:/enable/:, POST /connectors/:/:, POST /nodes/:/connectors/:/:, POST /connectors_probe',
  actions:
    'GET|POST /actions, GET|PUT|DELETE /actions/:, PUT /actions/:/enable/:, POST /actions/:/:, /actions/:/metrics, PUT /actions/:/metrics/reset, POST /actions_probe, /actions_summary, /action_types, /bridges, /bridges/:/metrics',
  authentication:
    'GET|POST /authentication, GET|PUT|DELETE /authentication/:, /authentication/:/status, PUT /authentication/:/position/:, PUT /authentication/order, GET|PUT /authentication/settings, GET|POST /authentication/:/users, GET|PUT|DELETE /authentication/:/users/:, POST /authentication/:/import_users',
  authorization:
    'GET|POST /authorization/sources, GET|PUT|DELETE /authorization/sources/:, /authorization/sources/:/status, POST /authorization/sources/:/move, PUT /authorization/sources/order, GET|PUT /authorization/settings, DELETE /authorization/cache',
  accessRules: ['users', 'clients']
    .map((owner) => `/authorization/sources/built_in_database/rules/${owner}`)
    .map((path) => `GET|POST ${path}, GET|PUT|DELETE ${path}/:`)
    .concat('GET|POST|DELETE /authorization/sources/built_in_database/rules/all')
    .concat('DELETE /authorization/sources/built_in_database/rules')
    .join(', '),
  listeners:
    'GET|POST /listeners, GET|PUT|DELETE /listeners/:, POST /listeners/:/start, POST /listeners/:/stop, POST /listeners/:/restart, /listeners_status',
  data: 'POST /data/export, GET|POST /data/files, GET|DELETE /data/files/:, POST /data/import',
  audit: '/audit',
  prometheus:
    '/prometheus/stats, /prometheus/auth, /prometheus/data_integration, /prometheus/topic_metrics, GET|PUT /prometheus',
  messages:
    'GET|PUT /mqtt/delayed, /mqtt/delayed/messages, DELETE /mqtt/delayed/messages/:, GET|DELETE /mqtt/delayed/messages/:/:, GET|POST|PUT /mqtt/topic_metrics, GET|DELETE /mqtt/topic_metrics/:, GET|PUT /mqtt/topic_rewrite, GET|PUT /mqtt/auto_subscribe',
  slow: 'GET|DELETE /slow_subscriptions, GET|PUT /slow_subscriptions/settings',
  trace:
    'GET|POST|DELETE /trace, DELETE /trace/:, PUT /trace/:/stop, /trace/:/download, /trace/:/log, /trace/:/log_detail',
};

test('every call that scripts for EMQX make has a route', () => {
  const routes = Object.keys(rights).map((route) => route.replace('/api/v5', '').replaceAll(/:\w+/g, ':'));
  const missing = Object.values(CALLS)
    .flatMap((calls) => calls.split(', '))
    .flatMap((call) => {
      const [path = '', methods = 'GET'] = call.split(' ').reverse();
      return methods.split('|').map((method) => `${method} ${path}`);
    })
    .filter((call) => !routes.some((route) => fits(call, route)));
  assert.deepEqual(missing, []);
});

/** A word of the call may be a parameter of the route. */
function fits(call: string, route: string): boolean {
  const [words, parts] = [call.split('/'), route.split('/')];
  return words.length === parts.length && words.every((word, at) => parts[at] === word || parts[at] === ':');
}
