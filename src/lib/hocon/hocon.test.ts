import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HoconError, parseHocon } from './hocon.ts';

const EXAMPLES: readonly (readonly [string, unknown])[] = [
  ['', {}],
  ['# nothing\n// at all', {}],
  ['a = 1\nb: two words , c=true', { a: 1, b: 'two words', c: true }],
  ['{"a": {"b": [1, 2.5, -3e2, null]}}', { a: { b: [1, 2.5, -300, null] } }],
  ['a.b.c = 15s\na.b.d = 1MB\na { b { e = 50% } }', { a: { b: { c: '15s', d: '1MB', e: '50%' } } }],
  ['a."b.c".d = 1', { a: { 'b.c': { d: 1 } } }],
  ['a { x = 1 }\na { y = 2 }\na.x = 3', { a: { x: 3, y: 2 } }],
  ['a = {x = 1} {y = 2}', { a: { x: 1, y: 2 } }],
  ['a = [1] [2]\na += 3', { a: [1, 2, 3] }],
  ['a = [\n  1\n  2, # two\n  3,\n]', { a: [1, 2, 3] }],
  ['a = "x" y "z"', { a: 'xy z'.replace('y', ' y') }],
  ['a = "say \\"hi\\" \\u4f60\\n"', { a: 'say "hi" 你\n' }],
  ['sql = """SELECT * FROM "t/#" """', { sql: 'SELECT * FROM "t/#" ' }],
  ['a = """x""""', { a: 'x"' }],
  ['sql = """~\n    SELECT\n      *\n    FROM "t/#"~"""\nb = 1', { sql: 'SELECT\n  *\nFROM "t/#"', b: 1 }],
  ['a = "${clientid} is off"', { a: '${clientid} is off' }],
  ['a = 10.0.0.1', { a: '10.0.0.1' }],
  ['a = 0123', { a: '0123' }],
  ['a =\n  1', { a: 1 }],
  ['"" = 1', { '': 1 }],
  ['\uFEFFa = 1\r\nb = two\r\n', { a: 1, b: 'two' }],
  ['constructor { a = 1 }', { constructor: { a: 1 } }],
  ['includes = 1', { includes: 1 }],
];

for (const [text, value] of EXAMPLES) {
  test(`${JSON.stringify(text)} is read`, () => assert.deepEqual(parseHocon(text), value));
}

const MISTAKES: readonly (readonly [string, number, number, RegExp])[] = [
  ['a = ${b}', 1, 5, /substitutions are not read/],
  ['include "x.conf"', 1, 1, /include is not read/],
  ['a = 1\nb = "x', 2, 5, /quote .* no end/],
  ['a = 1\n  b = {\n c = 2', 2, 7, /brace .* no end/],
  ['a = [1, 2', 1, 5, /bracket .* no end/],
  ['a = """x', 1, 5, /three quotes/],
  ['a', 1, 1, /no value/],
  ['a = ', 1, 5, /value is missing/],
  ['= 1', 1, 1, /cannot begin with "="/],
  ['a = "\\x"', 1, 6, /no escape/],
  ['a = 1 }', 1, 7, /missing before "}"/],
  ['{a = 1} b', 1, 9, /left over/],
  ['a = {} "x"', 1, 5, /does not go together/],
  ['a = 1\na += 2', 2, 1, /adds to a list/],
  ['__proto__.x = 1', 1, 1, /not taken/],
  [`a = ${'['.repeat(70)}`, 1, 69, /64 levels/],
  [`${'a.'.repeat(70)}a = 1`, 1, 1, /64 parts/],
];

for (const [text, line, column, reason] of MISTAKES) {
  test(`${JSON.stringify(text.slice(0, 30))} is refused with its place`, () => {
    assert.throws(
      () => parseHocon(text),
      (error) => {
        assert.ok(error instanceof HoconError);
        assert.match(error.message, reason);
        assert.deepEqual([error.line, error.column], [line, column]);
        return true;
      },
    );
  });
}

test('whatever text comes, nothing but its own refusal is thrown', () => {
  const pieces = [
    'a',
    '.',
    '=',
    ':',
    '{',
    '}',
    '[',
    ']',
    ',',
    '"',
    '"""',
    '~',
    '\n',
    ' ',
    '#',
    '//',
    '\\',
    '$',
    '${',
    '+=',
    '1',
    'e',
    '-',
    'include ',
    '\u0000',
    '你',
    '__proto__',
    '"""~\n',
  ];
  let state = 7;
  const random = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    return (state >> 8) % below;
  };
  let read = 0;
  for (let round = 0; round < 60_000; round++) {
    let text = '';
    for (let count = random(24); count >= 0; count--) text += pieces[random(pieces.length)];
    try {
      parseHocon(text);
      read++;
    } catch (error) {
      assert.ok(error instanceof HoconError, `${JSON.stringify(text)}: ${error}`);
    }
  }
  assert.ok(read > 500, `${read} of them were texts that can be read`);
  assert.equal(({} as { x?: number }).x, undefined);
});

test('a megabyte is read in well under a second, whatever it is made of', () => {
  for (const text of [
    'rule { a = 1 }\n'.repeat(70_000),
    `a = [${'1,'.repeat(500_000)}]`,
    `a = "${'x'.repeat(1_000_000)}"`,
    ' \n'.repeat(500_000),
    'a.b.c = "x" y\n'.repeat(70_000),
    Array.from({ length: 50_000 }, (_, index) => `rules.r${index}.enable = true`).join('\n'),
    Array.from({ length: 50_000 }, (_, index) => `rules { r${index} { enable = true } }`).join('\n'),
    'a += 1\n'.repeat(100_000),
  ]) {
    const start = performance.now();
    parseHocon(text);
    assert.ok(performance.now() - start < 5000);
  }
});
