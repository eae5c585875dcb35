import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AccessRules, parseAccessRule } from './access-rules.ts';

test('the first rule that matches decides', () => {
  const rules = new AccessRules(['deny 10.0.0.66', 'allow 10.0.0.0/8', 'allow 2001:db8::/32', 'deny all']);
  assert.equal(rules.allows('10.1.2.3'), true);
  assert.equal(rules.allows('::ffff:10.1.2.3'), true);
  assert.equal(rules.allows('10.0.0.66'), false);
  assert.equal(rules.allows('11.0.0.1'), false);
  assert.equal(rules.allows('2001:db8::5'), true);
  assert.equal(rules.allows('2001:db9::5'), false);
});

test('a peer whose address is gone is let in only where everybody is', () => {
  assert.equal(new AccessRules(['allow all']).allows(undefined), true);
  assert.equal(new AccessRules(['allow 0.0.0.0/0', 'allow all']).allows(undefined), false);
  assert.equal(new AccessRules(['deny all']).allows('127.0.0.1'), false);
});

for (const text of [
  'allow',
  'permit all',
  'allow 10.0.0.0/33',
  'allow 10.0.0/8',
  'allow ::/129',
  'deny a.b',
  '',
]) {
  test(`${JSON.stringify(text)} is no access rule`, () => assert.equal(parseAccessRule(text), undefined));
}
