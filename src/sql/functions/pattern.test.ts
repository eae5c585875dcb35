import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compilePattern } from './pattern.ts';
import { matchingCost } from './pattern-cost.ts';

const exploitable = [
  '(a+)+',
  '(a*)*b',
  '([a-z]+)*$',
  '(a|a)*b',
  '(a|ab)*c',
  '(a?){50}',
  '(a?b?)*c',
  '((a{1,9}){1,9}){1,9}',
  '(?:x+x+)+y',
  '(?=(a+))+b',
  '(.*)*',
  '(\\d+){20}',
  'a{0,99}a{0,99}a{0,99}a{0,99}a{0,99}',
  '.*.*.*.*.*x',
  '[z-a]+[a-z]',
  '\\q+x',
  '(a)\\1',
  '[[:nosuch:]]',
  '\\',
  '[a',
  'x'.repeat(2000),
];

for (const pattern of exploitable) {
  test(`the pattern ${pattern.slice(0, 40)} is refused`, () => {
    assert.throws(() => compilePattern(pattern), { name: 'SqlRuntimeError' });
  });
}

const degrees: readonly (readonly [string, number])[] = [
  ['abc', 1],
  ['^[0-9]+$', 1],
  ['[0-9]+', 2],
  ['T=([0-9]+) H=([0-9]+)', 2],
  ['(.*)(.*)x', 4],
  ['([0-9]+)5', 3],
  ['a*b?a*', 3],
  ['[0-9]+ [0-9]+', 2],
  ['^.*a.*b$', 3],
  ['"[^"]*"', 2],
  ['(foo|bar)+', 2],
  ['^a|.*b', 3],
];

for (const [pattern, degree] of degrees) {
  test(`a search for ${pattern} takes at most the length to the power of ${degree}`, () => {
    assert.equal(matchingCost(new RegExp(pattern, 'u')).degree, degree);
  });
}

test('the longest text that a pattern accepts is searched in good time', () => {
  for (const pattern of ['a*b', '.*a.*b', '(a*)(a*)!']) {
    const compiled = compilePattern(pattern);
    let longest = 65_536;
    while (longest > 1 && refuses(() => compiled.find('a'.repeat(longest))))
      longest = Math.floor(longest * 0.9);
    const start = process.cpuUsage();
    compiled.find('a'.repeat(longest));
    const { user } = process.cpuUsage(start);
    assert.ok(user < 3_000_000, `${pattern} took ${user} µs for ${longest} characters`);
  }
});

function refuses(run: () => unknown): boolean {
  try {
    run();
    return false;
  } catch {
    return true;
  }
}
