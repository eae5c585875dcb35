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
    assert.throws(() => compilePattern(pattern), { name: 'PatternError' });
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

const matches: readonly (readonly [string, string, boolean])[] = [
  ['^ok$', 'ok\n', true],
  ['^ok$', 'ok\n\n', false],
  ['^ok\\z', 'ok\n', false],
  ['^a.b$', 'a\rb', true],
  ['^a.b$', 'a\nb', false],
  ['(?s)^a.b$', 'a\nb', true],
  ['(?m)^b$', 'a\nb\nc', true],
  ['^\\s$', '\v', true],
  ['^\\s$', '\u00a0', false],
  ['^\\S$', '\u3000', true],
  ['^[\\s\\-x]+$', ' -x', true],
  ['^[\\h]$', '\t', true],
  ['^[[:space:]]$', '\u2028', false],
  ['^[$.]$', '$', true],
];

for (const [pattern, text, found] of matches) {
  test(`${pattern} ${found ? 'is' : 'is not'} found in ${JSON.stringify(text)}, as in PCRE`, () => {
    assert.equal(compilePattern(pattern).find(text) !== null, found);
  });
}

test('the end of a text adds nothing to what a search costs', () => {
  assert.doesNotThrow(() => compilePattern('^[0-9]+$').find('1'.repeat(65_536)));
});

/** The steps of the worst search stay near 10^8 whatever the pattern: n, n², n³, n⁴ of them for n characters. */
const longestTexts: readonly [pattern: string, characters: number][] = [
  ['abc', 65_536],
  ['a*b', 10_000],
  ['(a*)(a*)!', 464],
  ['.*a.*b', 100],
];
for (const [pattern, characters] of longestTexts) {
  test(`${pattern} is looked for in texts of up to ${characters} characters`, () => {
    const compiled = compilePattern(pattern);
    assert.ok(!refuses(() => compiled.find('a'.repeat(characters))));
    assert.ok(refuses(() => compiled.find('a'.repeat(characters + 1))));
  });
}

function refuses(run: () => unknown): boolean {
  try {
    run();
    return false;
  } catch {
    return true;
  }
}
