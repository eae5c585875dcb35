import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sampleAlert } from '../../../../test/support/sample-alert.ts';
import { type AlertMatchers, alertMatchers, compileMatchers } from './matchers.ts';
import { exactText, wildcardMatcher, writeExactly } from './wildcard.ts';

const alert = sampleAlert({
  key: 'dev-0421',
  source: { kind: 'rule', id: 'offline' },
  severity: 'warning',
  labels: { site: 'sz-01', team: '运维' },
  groupId: 'rule:offline{site=sz-01}',
});

const fits = (matchers: unknown) => compileMatchers(alertMatchers.parse(matchers)).matches(alert);

test('all that is said has to fit, and of a list one', () => {
  const rows: [unknown, boolean][] = [
    [{ key: 'dev-0421' }, true],
    [{ key: 'dev-04' }, false],
    [{ key: 'dev-*' }, true],
    [{ key: '*' }, true],
    [{ key: '*-0421' }, true],
    [{ key: 'DEV-*' }, false],
    [{ key: ['x', 'dev-042*'] }, true],
    [{ rule: 'offline' }, true],
    [{ rule: ['other', 'offline'] }, true],
    [{ rule: 'off*' }, true],
    [{ rule: 'other', key: 'dev-0421' }, false],
    [{ monitor: '*' }, false],
    [{ severity: 'warning' }, true],
    [{ severity: ['info', 'warning'] }, true],
    [{ severity: 'critical' }, false],
    [{ labels: { site: 'sz-*', team: '运维' } }, true],
    [{ labels: { site: 'sz-*', team: 'dev' } }, false],
    [{ labels: { absent: '*' } }, false],
    [{ labels: { toString: '*' } }, false],
    [{ labels: { 'network/16': '10.2.0.0/16', listener: 'tcp:*' } }, true],
    [{ labels: { 'network/16': '10.3.0.0/16' } }, false],
    [{ group: 'rule:offline{site=sz-01}' }, true],
    [{ key_re: 'dev-\\d+' }, true],
    [{ key_re: 'dev-042' }, false],
    [{ key_re: 'x|dev-0421' }, true],
    [{ key_re: '(?i)DEV-\\d{4}' }, true],
    [{ key_re: 'dev-.*', key: 'x' }, false],
  ];
  for (const [matchers, expected] of rows) assert.equal(fits(matchers), expected, JSON.stringify(matchers));
});

test('matchers that mean nothing, or cannot be read, are refused with a sentence', () => {
  const rows: [unknown, RegExp][] = [
    [{}, /"key": "\*"/],
    [{ labels: {} }, /name a label/],
    [{ key_re: '(' }, /./],
    [{ key_re: '(a+)+$\\1' }, /./],
    [{ severity: 'fatal' }, /critical, warning, info/],
    [{ keys: 'dev' }, /keys/],
    [{ key: '' }, /./],
    [{ key: [] }, /./],
  ];
  for (const [matchers, message] of rows) {
    assert.match(alertMatchers.safeParse(matchers).error?.issues[0]?.message ?? 'accepted', message);
    assert.equal(alertMatchers.safeParse(matchers).success, false);
  }
});

test('a hostile pattern takes no time, whatever the key is', () => {
  const matchers: AlertMatchers = alertMatchers.parse({ key_re: '(a|aa)+$' });
  const hostile = sampleAlert({ key: `${'a'.repeat(65_000)}b` });
  const began = performance.now();
  assert.equal(compileMatchers(matchers).matches(hostile), false);
  assert.equal(wildcardMatcher(`${'a*'.repeat(500)}b`)('a'.repeat(65_000)), false);
  assert.ok(performance.now() - began < 2000);
});

test('wildcards fit as a pattern of the same meaning does', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '\\', '\n'), maxLength: 8 });
  fc.assert(
    fc.property(text, text, (written, candidate) => {
      const pattern = written.replaceAll(/\\[*\\]|[\s\S]/g, (piece) =>
        piece === '*'
          ? '[\\s\\S]*'
          : (piece.length > 1 ? piece.slice(1) : piece).replaceAll(/[*\\]/g, '\\$&'),
      );
      assert.equal(wildcardMatcher(written)(candidate), new RegExp(`^${pattern}$`).test(candidate));
    }),
  );
});

test('every text can be written so that it means itself', () => {
  fc.assert(fc.property(fc.string(), (text) => assert.equal(exactText(writeExactly(text)), text)));
});
