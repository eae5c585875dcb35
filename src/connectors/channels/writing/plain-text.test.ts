import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markdownToText, oneLine, withoutControls } from './plain-text.ts';

const lines: [text: string, expected: string][] = [
  ['a\r\nb\u2028c\td', 'a b c d'],
  ['  a  ', 'a'],
  ['a\u0000b', 'a b'],
];
for (const [text, expected] of lines) {
  test(`${JSON.stringify(text)} in one line`, () => assert.equal(oneLine(text), expected));
}

test('control characters and turns of direction are left out, line breaks stay', () => {
  assert.equal(withoutControls('a\u0000\u001b[31m\r\nb\t\u202ec\u2066'), 'a[31m\nb\tc');
  assert.equal(withoutControls('\ud800'), '\ufffd');
});

const markdowns: [markdown: string, expected: string][] = [
  ['### **d-17** offline', 'd-17 offline'],
  ['<font color="warning">x</font><br/>y', 'x\ny'],
  ['see [the page](https://a.example/d?x=1)', 'see the page https://a.example/d?x=1'],
  ['[https://a.example](https://a.example)', 'https://a.example'],
  ['```json\n{"a":1}\n```', '{"a":1}\n'],
  ['`code` and a_b_c and 2 * 3 * 4', 'code and a_b_c and 2 * 3 * 4'],
];
for (const [markdown, expected] of markdowns) {
  test(`${JSON.stringify(markdown)} is read as plain text`, () =>
    assert.equal(markdownToText(markdown), expected));
}

test('markdown of nothing but openings is read in no time', () => {
  const startedAt = performance.now();
  for (const piece of ['[', '**a', '`', '<font ', '[[a](']) markdownToText(piece.repeat(16_384));
  assert.ok(performance.now() - startedAt < 3000, `${performance.now() - startedAt} ms`);
});
