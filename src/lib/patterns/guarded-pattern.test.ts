import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compileGuarded } from './guarded-pattern.ts';
import { LinearPattern } from './linear-pattern.ts';
import { replaceMatches, trustedRegExp } from './pattern.ts';
import { translatePattern } from './pattern-translation.ts';

const hostile: readonly (readonly [pattern: string, tail: string, found: boolean])[] = [
  ['(a+)+$', '!', false],
  ['^(a+)+$', '!', false],
  ['(a*)*b', '', false],
  ['(a|aa)+$', '!', false],
  ['([a-z]+)*=', '', false],
  ['(.*)(.*)(.*)x', '', false],
  ['(a|a|a|a)*b', 'b', true],
];

for (const [pattern, tail, found] of hostile) {
  test(`${pattern} is looked for in a megabyte, and the search ends`, () => {
    assert.equal(compileGuarded(pattern).test('a'.repeat(1 << 20) + tail), found);
  });
}

test('what would take too long in spite of all is refused with the length that is possible', () => {
  const pattern = compileGuarded('(?:a{0,99}){0,9}$');
  assert.throws(() => pattern.find('a'.repeat(1 << 20)), /longer than \d+ characters/);
  assert.equal(pattern.find('a'.repeat(1000))?.[0]?.length, 891);
});

test('matches that each look to the end of a long text are given up', () => {
  const text = 'a'.repeat(100_000);
  assert.throws(() => compileGuarded('a.*b|a').replaceAll(text, () => ''), { name: 'SearchTooLongError' });
});

test('look-around is for the texts that JavaScript can be trusted with', () => {
  const pattern = compileGuarded('^(?!dev-)[a-z]+');
  assert.equal(pattern.test('dev-1'), false);
  assert.equal(pattern.test('gate-1'), true);
  assert.throws(() => pattern.test('a'.repeat(70_000)), { name: 'TextTooLongError' });
  assert.throws(() => compileGuarded('(?=(a+)+)b'), { fault: { code: 'costlyLookAround' } });
});

const refused: readonly (readonly [pattern: string, code: string])[] = [
  ['(a)\\1', 'backReference'],
  ['(', 'badPattern'],
  ['a**', 'badPattern'],
  ['[a', 'openClass'],
  ['[[:nosuch:]]', 'unknownClass'],
];

for (const [pattern, code] of refused) {
  test(`${pattern} is refused: ${code}`, () => {
    assert.throws(
      () => compileGuarded(pattern),
      (error: { fault?: { code: string } }) => error.fault?.code === code,
    );
  });
}

const piece = fc.constantFrom(
  ...[
    'a',
    'b',
    '.',
    '[ab]',
    '[^a]',
    '(a)',
    '(b|ab)',
    '(?:a|b)',
    '\\d',
    '\\s',
    '\\w',
    '^',
    '$',
    '\\b',
    'x',
    '\\n',
  ],
);
const quantifier = fc.constantFrom('', '', '', '*', '+', '?', '*?', '+?', '{1,2}');
const flags = fc.constantFrom('', '(?i)', '(?s)', '(?m)');
const patterns = fc
  .tuple(flags, fc.array(fc.tuple(piece, quantifier), { minLength: 1, maxLength: 6 }))
  .map(
    ([start, parts]) =>
      start + parts.map(([atom, times]) => atom + (/^[\^$]|\\b/.test(atom) ? '' : times)).join(''),
  );
const texts = fc
  .array(fc.constantFrom('a', 'b', 'A', 'x', '1', ' ', '\n'), { maxLength: 12 })
  .map((all) => all.join(''));

test('RE2 finds and replaces what JavaScript does, where both may search', () => {
  fc.assert(
    fc.property(patterns, texts, (pattern, text) => {
      // What stands behind a $ that is before a last line break is the one thing that RE2 cannot be told.
      fc.pre(!(text.endsWith('\n') && /\$./.test(pattern)));
      const translated = translatePattern(pattern);
      const { search, everywhere } = trustedRegExp(translated, 1e99);
      // What is found must not depend on how long the machine was busy with something else.
      const linear = new LinearPattern(translated, Number.POSITIVE_INFINITY);
      const found = search.exec(text);
      assert.deepEqual(linear.find(text), found && [...found]);
      assert.equal(linear.test(text), found !== null);
      const mark = (match: string, groups: readonly unknown[]) => `<${match}:${groups.join(',')}>`;
      assert.equal(linear.replaceAll(text, mark), replaceMatches(text, everywhere, mark));
    }),
    { numRuns: 3000 },
  );
});
