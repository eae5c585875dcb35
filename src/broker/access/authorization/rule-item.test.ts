import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Subject } from './access-request.ts';
import { ClientAcls } from './client-acl.ts';
import { readClientAcl } from './client-acl-reader.ts';
import { matchesRule } from './rule.ts';
import { compileRuleItem, type RuleItem } from './rule-item.ts';
import { RuleItemError } from './rule-item-error.ts';

const client: Subject = {
  clientId: 'c1',
  username: 'u1',
  peerHost: '10.1.2.3',
  listener: 'tcp:default',
  attributes: {},
};
const publish = { action: 'publish', topic: 't/c1', qos: 1, retain: false } as const;
const base: RuleItem = { topic: 't/${clientid}', permission: 'allow', action: 'all' };

for (const [members, expected] of [
  [{}, true],
  [{ action: 'subscribe' }, false],
  [{ qos: [0, 1] }, true],
  [{ qos: 2 }, false],
  [{ retain: true }, false],
  [{ retain: 'all' }, true],
  [{ clientid_re: '^c' }, true],
  [{ username_re: '^x' }, false],
  [{ ipaddr: '10.0.0.0/8' }, true],
  [{ ipaddr: '11.0.0.1' }, false],
  [{ zone: 'default' }, true],
  [{ zone_re: '^other$' }, false],
  [{ listener: 'ws:default' }, false],
  [{ listener_re: '^tcp:', clientid_re: '1$' }, true],
  [{ topic: 'eq t/c1' }, true],
] as const) {
  test(`a rule with ${JSON.stringify(members)} ${expected ? 'is' : 'is not'} about the client`, () => {
    const rule = compileRuleItem({ ...base, ...members } as RuleItem, 'rule 1');
    assert.equal(matchesRule(rule, client, publish), expected);
  });
}

for (const [members, says] of [
  [{ topic: 'a/#/b' }, /rule 7: .*not a topic filter/],
  [{ topic: '${nobody}' }, /not known/],
  [{ ipaddr: 'here' }, /not an address/],
  [{ clientid_re: '(a+)+$' }, /simpler/],
] as const) {
  test(`a rule with ${JSON.stringify(members)} is refused with its place`, () => {
    assert.throws(
      () => compileRuleItem({ ...base, ...members } as RuleItem, 'rule 7'),
      (error) => error instanceof RuleItemError && says.test(error.message),
    );
  });
}

const at = (topic: string, action: 'publish' | 'subscribe' = 'publish') =>
  ({ action, topic, qos: 0, retain: false }) as const;

const acls = new ClientAcls(readClientAcl);
const verdictOf = (acl: unknown, topic: string, action?: 'subscribe') =>
  acls.judge({ ...client, acl }, at(topic, action)).verdict;

test('lists of topics allow what they name and deny the rest', () => {
  const acl = { pub: ['p/${clientid}'], sub: ['s/#'], all: ['a/+'] };
  assert.equal(verdictOf(acl, 'p/c1'), 'allow');
  assert.equal(verdictOf(acl, 'p/c2'), 'deny');
  assert.equal(verdictOf(acl, 's/x', 'subscribe'), 'allow');
  assert.equal(verdictOf(acl, 's/x'), 'deny');
  assert.equal(verdictOf(acl, 'a/1', 'subscribe'), 'allow');
  assert.equal(verdictOf(acl, 'a/#', 'subscribe'), 'deny');
});

test('a list of rules decides by its first match and leaves the rest to the sources', () => {
  const acl = [
    { permission: 'deny', action: 'publish', topic: 'a/x' },
    { permission: 'allow', action: 'publish', topics: ['b', 'a/#'], qos: [0] },
  ];
  assert.deepEqual(
    ['a/x', 'a/y', 'b', 'c'].map((topic) => verdictOf(acl, topic)),
    ['deny', 'allow', 'allow', 'nomatch'],
  );
});

test('a list that cannot be read allows nothing', () => {
  assert.equal(verdictOf({ publish: ['#'] }, 'a'), 'deny');
  assert.equal(verdictOf('#', 'a'), 'deny');
});

test('a list says beforehand who may publish whatever it likes', () => {
  const scopeOf = (acl: unknown) => acls.publishScope({ ...client, acl });
  assert.equal(scopeOf({ all: ['#'] }), 'free');
  assert.equal(scopeOf({ sub: ['#'] }), 'judges');
  assert.equal(scopeOf([]), 'passes');
  assert.equal(scopeOf(undefined), 'passes');
  assert.equal(scopeOf(7), 'judges');
});

for (const acl of [null, 'x', 7, { publish: ['a'] }, [{ permission: 'allow' }], { pub: 'a' }]) {
  test(`${JSON.stringify(acl)} is no acl`, () => {
    assert.throws(() => readClientAcl(acl), RuleItemError);
  });
}

test('an acl has a bound', () => {
  assert.throws(() => readClientAcl({ pub: Array.from({ length: 1001 }, () => 'a') }), /at most 1000/);
});
