import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readQuery } from './query-scope.ts';
import { EVERYBODY } from './scope.ts';

const scopes: readonly (readonly [string, object])[] = [
  ['id:dev-', { kind: 'prefix', prefix: 'dev-' }],
  ['id:"a","b \\"c\\", d"', { kind: 'clients', clients: ['a', 'b "c", d'] }],
  ['user:"line 7"', { kind: 'user', user: 'line 7' }],
  ['attr.site:"hz"', { kind: 'attribute', attribute: 'site=hz' }],
  ['', {}],
];

for (const [query, scope] of scopes) {
  test(`the whole of ${query || 'no filter'} is said by a rule`, () => {
    assert.deepEqual(readQuery(query), {
      scope: { ...EVERYBODY, ...scope },
      unsaid: [],
      narrowed: undefined,
    });
  });
}

test('what a rule cannot say is named, and what it says more narrowly too', () => {
  const { scope, unsaid, narrowed } = readQuery(
    'is:offline dev-04 -id:x flapping offline>5m ip:10.2. user:u id:a,b',
  );
  assert.deepEqual([scope.kind, scope.prefix, narrowed], ['prefix', 'dev-04', 'dev-04']);
  assert.deepEqual(unsaid, ['is:offline', '-id:x', 'flapping', 'offline>5m', 'ip:10.2.', 'user:u', 'id:a,b']);
});
