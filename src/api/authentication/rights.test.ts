import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Caller, checkTable, startApi } from '../../../test/support/api-scenario.ts';
import { DASHBOARD_PAGES } from '../contract/dashboard-pages.ts';
import { ApiKey, ApiScope } from '../contract.ts';
import type { Right } from './right.ts';
import { rights } from './rights.ts';
import { scopeOf } from './scopes.ts';

const callers: readonly Caller[] = [
  'nobody',
  'adminKey',
  'viewerKey',
  'operatorKey',
  'editorKey',
  'publisherKey',
  'admin',
  'viewer',
];

/** Files, which tell nothing. */
const dashboard = new Set([...DASHBOARD_PAGES, '/assets/*', '/bell.svg']);

type Verdict = 'in' | 401 | 403;

/** In the order of `callers`. */
const everybody = (...verdicts: readonly Verdict[]) =>
  Object.fromEntries(callers.map((caller, index) => [caller, verdicts[index]])) as Record<Caller, Verdict>;

/** What each kind of right means for each caller: the status that the guard answers, or `in` when it lets pass. */
const expected: Record<string, Record<Caller, Verdict>> = {
  open: everybody('in', 'in', 'in', 'in', 'in', 'in', 'in', 'in'),
  view: everybody(401, 'in', 'in', 'in', 'in', 403, 'in', 'in'),
  operate: everybody(401, 'in', 403, 'in', 'in', 403, 'in', 403),
  edit: everybody(401, 'in', 403, 403, 'in', 403, 'in', 403),
  manage: everybody(401, 'in', 403, 403, 403, 403, 'in', 403),
  publish: everybody(401, 'in', 403, 403, 403, 'in', 'in', 403),
  viewSignedIn: everybody(401, 401, 401, 401, 401, 401, 'in', 'in'),
  manageSignedIn: everybody(401, 401, 401, 401, 401, 401, 'in', 403),
};

/** What editors take care of. */
const EDITED =
  /^\/api\/v5\/(rules|rule_(explain|test|send)|backtests|schema_registry|(nodes\/:node\/)?connectors|(connectors|actions|sources)_probe|connectors_recognize|actions|sources|monitors|playbooks|alert_templates|preview_inbox|deliveries)\b/;

/** The kind of right that a route should have by EMQX's rules, decided here anew from method and path. */
function kindOf(method: string, path: string): keyof typeof expected {
  if (path === '/a/:token' || dashboard.has(path)) return 'open';
  if (path === '/api/v5/session') return method === 'POST' ? 'open' : 'viewSignedIn';
  if (
    /^\/(api\/v5\/)?(status|health|setup|login|sso|error_codes|json_schema|api-docs|prometheus\/\w+)\b/.test(
      path,
    )
  )
    return 'open';
  if (path.endsWith('/logout') || path.endsWith('/change_pwd')) return 'viewSignedIn';
  if (/\/(sessions(\/:session)?|mfa(\/\w+)?)$/.test(path)) return 'viewSignedIn';
  // Paths of files and addresses of services; everything that is configured.
  if (/^\/api\/v5\/(settings|backup|object_files|data|system\/support_bundle)\b/.test(path)) return 'manage';
  const own = /^\/api\/v5\/(users|api_key)\b/.test(path);
  if (method === 'GET') return own ? 'viewSignedIn' : 'view';
  if (own) return 'manageSignedIn';
  // They show what would be made, and make nothing.
  if (path.endsWith('/render') || path.endsWith('/rule_check')) return 'view';
  if (path === '/api/v5/client_search/rows') return 'view';
  if (/^\/api\/v5\/(clients\/(:clientid|kickout\/bulk)|client_search\/kick)$/.test(path)) return 'operate';
  if (
    /^\/api\/v5\/(alerts\/|silences|simulations|slow_subscriptions$|trace|maintenance_windows|alert_templates\/preview)/.test(
      path,
    )
  )
    return 'operate';
  if (path === '/api/v5/slow_subscriptions') return 'operate';
  if (path.startsWith('/api/v5/mqtt/topic_metrics')) return 'operate';
  if (EDITED.test(path)) return 'edit';
  return path.startsWith('/api/v5/publish') ? 'publish' : 'manage';
}

test('every route asks every caller for the right that it should ask for', async (t) => {
  const api = await startApi(t);
  await api.send('GET /nodes', { who: 'viewer' });
  for (const route of Object.keys(rights)) {
    const [method = '', path = ''] = route.split(' ');
    const wanted = expected[kindOf(method, path)];
    assert.ok(wanted);
    // With an own body per route it would be let in and change things: `false` fits no schema.
    const concrete = path.replace(':enable', 'true').replaceAll(/:\w+/g, 'unknown');
    for (const who of callers) {
      if ((path === '/api/v5/logout' || route === 'DELETE /api/v5/session') && wanted[who] === 'in') continue;
      const url = concrete.startsWith('/api/v5') ? concrete.slice('/api/v5'.length) : `/${concrete}`;
      // A stream that is let in does not end: HEAD asks for the right of GET.
      const verb = path.endsWith('/stream') ? 'HEAD' : method;
      const { status } = await api.send(`${verb} ${url}`, {
        who,
        ...(method !== 'GET' && { body: false }),
      });
      if (wanted[who] === 'in') assert.ok(status !== 401 && status !== 403, `${who} ${route}: ${status}`);
      else assert.equal(status, wanted[who], `${who} ${route}`);
    }
  }
});

test('a key with scopes may call what belongs to them, within its role, and nothing else', async (t) => {
  const api = await startApi(t);
  const keyOf = async (name: string, role: string, scopes: readonly ApiScope[]) => {
    const body = { name, role, scopes };
    const { body: made } = await api.send('POST /api_key', { who: 'admin', body });
    const { api_key: key, api_secret: secret } = made as { api_key: string; api_secret: string };
    return { authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}` };
  };
  const guarded = Object.entries(rights).filter(
    ([, right]: [string, Right]) => right !== 'open' && !right.signedInOnly,
  );
  for (const scope of ApiScope.options) {
    const headers = await keyOf(`k-${scope.replaceAll('_', '-')}`, 'administrator', [scope]);
    for (const [route] of guarded) {
      const [method = '', path = ''] = route.split(' ');
      assert.ok(scopeOf(path), `${path} belongs to an area`);
      const url = path.replace('/api/v5', '').replace(':enable', 'true').replaceAll(/:\w+/g, 'unknown');
      const verb = path.endsWith('/stream') || path.endsWith('/live') ? 'HEAD' : method;
      const body = method === 'GET' ? {} : { body: false };
      const { status } = await api.send(`${verb} ${url}`, { who: 'nobody', headers, ...body });
      assert.equal(status === 403, scopeOf(path) !== scope, `${scope} ${route}: ${status}`);
    }
  }
  const reader = await keyOf('reader', 'viewer', ['monitoring', 'connections']);
  for (const [request, status] of [
    ['GET /alerts', 200],
    ['GET /clients', 200],
    ['DELETE /clients/a', 403],
    ['GET /rules', 403],
    ['GET /audit', 403],
    ['GET /listeners', 403],
    ['GET /clients/a/authorization/cache', 403],
    ['GET /status', 200],
  ] as const) {
    assert.equal((await api.send(request, { who: 'nobody', headers: reader })).status, status, request);
  }
});

test('scopes are shown, changed and taken away, and there is none without a name', async (t) => {
  const api = await startApi(t);
  const body = { name: 'k1', scopes: ['audit'] };
  await checkTable(api, [
    { request: 'POST /api_key', who: 'admin', body: { ...body, scopes: [] }, status: 400 },
    { request: 'POST /api_key', who: 'admin', body: { ...body, scopes: ['all'] }, status: 400 },
    { request: 'POST /api_key', who: 'admin', body, status: 200, answer: ApiKey },
    {
      request: 'PUT /api_key/k1',
      who: 'admin',
      body: { enable: true },
      status: 200,
      check: ({ scopes }: ApiKey) => assert.deepEqual(scopes, ['audit']),
    },
    {
      request: 'PUT /api_key/k1',
      who: 'admin',
      body: { scopes: null },
      status: 200,
      check: ({ scopes }: ApiKey) => assert.equal(scopes, undefined),
    },
  ]);
});

test('a right is a closed list of roles, and only these few routes have none', () => {
  const open = Object.entries(rights).flatMap(([route, right]: [string, Right]) =>
    right === 'open' && !dashboard.has(route.replace('GET ', '')) ? [route] : [],
  );
  assert.deepEqual(open.toSorted(), [
    'GET /a/:token',
    'GET /api-docs/swagger.json',
    'GET /api/v5/error_codes',
    'GET /api/v5/error_codes/:code',
    'GET /api/v5/json_schema/:name',
    'GET /api/v5/prometheus/auth',
    'GET /api/v5/prometheus/data_integration',
    'GET /api/v5/prometheus/stats',
    'GET /api/v5/prometheus/topic_metrics',
    'GET /api/v5/setup',
    'GET /api/v5/sso/oidc/callback',
    'GET /api/v5/sso/oidc/login',
    'GET /api/v5/sso/running',
    'GET /api/v5/status',
    'GET /health/live',
    'GET /health/ready',
    'GET /status',
    'POST /a/:token',
    'POST /api/v5/login',
    'POST /api/v5/session',
    'POST /api/v5/setup',
  ]);
});

test('HEAD asks for the right of GET', async (t) => {
  const api = await startApi(t);
  assert.equal((await api.send('HEAD /clients', { who: 'nobody' })).status, 401);
  assert.equal((await api.send('HEAD /clients', { who: 'publisherKey' })).status, 403);
  assert.equal((await api.send('HEAD /clients')).status, 200);
});
