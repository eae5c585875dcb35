import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startApi } from '../../../test/support/api-scenario.ts';
import { findDashboard } from '../dashboard/dashboard-files.ts';

test('no path leads out of the files of the dashboard, however it is written', async (t) => {
  const { server } = await startApi(t);
  for (const url of [
    '/assets/../index.html',
    '/assets/..%2findex.html',
    '/assets/%2e%2e/index.html',
    '/assets/..%5cindex.html',
    '/assets//etc/passwd',
    '/assets/%00',
    '/assets/....//index.html',
    '/assets/%252e%252e%252findex.html',
    '/assets/',
    '/assets/.vite/manifest.json',
    '/index.html',
    '/package.json',
    '/src/main.ts',
    '/THIRD-PARTY-LICENSES',
    '/packages.json',
  ]) {
    const { statusCode, body } = await server.inject({ method: 'GET', url });
    assert.ok(statusCode === 404 || statusCode === 403 || statusCode === 400, `${url}: ${statusCode}`);
    assert.ok(!body.includes('<script'), url);
  }
});

test('the page has a strict policy: nothing inline, nothing from elsewhere, in no frame', async (t) => {
  const { server } = await startApi(t);
  const { headers, statusCode, body } = await server.inject({ method: 'GET', url: '/' });
  if (!findDashboard()) return assert.equal(statusCode, 503);
  const policy = String(headers['content-security-policy']);
  assert.match(policy, /default-src 'none'; script-src 'self';/);
  assert.match(policy, /frame-ancestors 'none'/);
  assert.ok(!/unsafe-inline|unsafe-eval|https?:|\*/.test(policy), policy);
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.equal(headers['referrer-policy'], 'no-referrer');
  assert.equal(headers['access-control-allow-origin'], undefined);
  assert.ok(!/<script(?![^>]*\bsrc=)|\son\w+=|style=/.test(body), 'nothing is inline');
  assert.ok(!/(src|href)="(https?:)?\/\//.test(body), 'nothing comes from elsewhere');
});
