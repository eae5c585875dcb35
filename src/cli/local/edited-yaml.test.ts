import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { editedYaml } from './edited-yaml.ts';

const set = (before: string, path: string, value: unknown) =>
  editedYaml(before, [{ path: path.split('.'), value }]);

for (const [what, before, path, value, after] of [
  ['a comment behind it', 'a:\n  b: 1   # 端口\n\n\n# end', 'a.b', 2, 'a:\n  b: 2   # 端口\n\n\n# end'],
  ['a flow map', 'a: { b: 1883, c: "x" } # keep', 'a.b', 1884, 'a: { b: 1884, c: "x" } # keep'],
  ['a text within braces', 'a: {b: x}\n', 'a.b', 'p, q}', 'a: {b: "p, q}"}\n'],
  ['single quotes', "a: 'it''s'\n", 'a', "that's", "a: 'that''s'\n"],
  ['double quotes', 'a: "x"\n', 'a', 'y', 'a: "y"\n'],
  ['a text that would be a number', 'a: x\n', 'a', '1e3', 'a: "1e3"\n'],
  [
    'lines that end as on Windows',
    '# 头\r\na:\r\n  b: 1 # x\r\n# 尾',
    'a.b',
    2,
    '# 头\r\na:\r\n  b: 2 # x\r\n# 尾',
  ],
  ['a mark of the order of bytes', '\uFEFFa: 1\n', 'a', 2, '\uFEFFa: 2\n'],
  ['keys in Chinese beside it', '名: 值\n"a": 1\n', 'a', true, '名: 值\n"a": true\n'],
] as const) {
  test(`only the value is another one: ${what}`, () => assert.equal(set(before, path, value), after));
}

test('what is new comes with the comments that there are, and lines end as they did', () => {
  const text = set('# 头\r\na:\r\n  b: 1 # x\r\n# 尾\r\n', 'c.d', 'e');
  assert.deepEqual(parse(text), { a: { b: 1 }, c: { d: 'e' } });
  for (const comment of ['# 头\r\n', '# x\r\n', '# 尾\r\n']) assert.ok(text.includes(comment), comment);
  assert.doesNotMatch(text, /[^\r]\n/);
});

test('an alias, an anchor, a map and a text of several lines are replaced whole', () => {
  assert.deepEqual(parse(set('p: &p 1\na: *p\n', 'a', 2)), { p: 1, a: 2 });
  assert.deepEqual(parse(set('a: &m { b: 1 }\nc: *m\n', 'a.b', 2)), { a: { b: 2 }, c: { b: 2 } });
  assert.deepEqual(parse(set('a: { b: 1 }\n', 'a', 7)), { a: 7 });
  assert.deepEqual(parse(set('a: |\n  x\n  y\nb: 1 # z\n', 'a', 'q')), { a: 'q', b: 1 });
  assert.deepEqual(parse(set('a: 1\nb: 2\n', 'a', null)), { b: 2 });
  assert.deepEqual(parse(set('a:\n', 'a', 5)), { a: 5 });
  assert.deepEqual(parse(set('', 'a.b', 5)), { a: { b: 5 } });
});
