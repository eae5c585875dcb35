import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rights } from '../authentication/rights.ts';
import { HARMLESS, OWNED_ADDRESSES } from './owned-addresses.ts';
import { touchesOf } from './owner-guard.ts';

/** They make other things, or nothing, or look themselves at whom a file in their body names. */
const BESIDE: ReadonlySet<string> = new Set([
  'POST /silences/preview',
  'POST /alert_templates/preview',
  'POST /authentication/:id/import_users',
]);

test('every call that may change an object of a kind that files have is looked at, or known to be harmless', () => {
  const lists = new Set(OWNED_ADDRESSES.map(({ list, item }) => list || item));
  const forgotten = Object.keys(rights)
    .map((name) => name.replace('/api/v5', ''))
    .filter((name) => !name.startsWith('GET ') && !HARMLESS.has(name) && !BESIDE.has(name))
    .filter((name) => {
      const [method = '', path = ''] = name.split(' ');
      const isNear = [...lists].some((list) => path === list || path.startsWith(`${list}/`));
      return isNear && touchesOf(method, `/api/v5${path}`).length === 0;
    });
  assert.deepEqual(forgotten, []);
});

test('what is called harmless is there', () => {
  for (const name of HARMLESS) {
    const [method, path] = name.split(' ');
    assert.ok(`${method} /api/v5${path}` in rights, name);
  }
});

test('a route is known by what it changes', () => {
  const short = (method: string, path: string) =>
    touchesOf(method, `/api/v5${path}`).map(({ how, address }) => `${how} ${address.kind}`);
  assert.deepEqual(short('PUT', '/connectors/:id/enable/:enable'), ['item connectors']);
  assert.deepEqual(short('POST', '/connectors'), ['list connectors']);
  assert.deepEqual(short('POST', '/connectors/:id/test'), []);
  assert.deepEqual(short('DELETE', '/banned'), ['wholesale bans']);
  assert.deepEqual(short('PUT', '/monitors/peer_down/peers/:peer'), ['item monitor_peers']);
});
