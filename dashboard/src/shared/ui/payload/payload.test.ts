import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prettyJson } from './pretty-json.ts';
import { base64Of, bytesOfBase64, hexOf, textOf, visibleText } from './visible-text.ts';

test('JSON gets a line per value, and every value stays as it was written', () => {
  assert.equal(
    prettyJson('{"n":9007199254740993,"f":1.0,"e":{},"l":[ ],"s":"a{,}[:\\"","d":[1,{"x":null}]}'),
    `{
  "n": 9007199254740993,
  "f": 1.0,
  "e": {},
  "l": [],
  "s": "a{,}[:\\"",
  "d": [
    1,
    {
      "x": null
    }
  ]
}`,
  );
  assert.equal(prettyJson('"text"'), '"text"');
  assert.equal(prettyJson('{"a":1'), undefined);
  const deep = '['.repeat(3000) + ']'.repeat(3000);
  assert.ok(
    (prettyJson(deep)?.length ?? 0) < 3000 * 2 * 90,
    'nesting does not make the text grow without end',
  );
});

test('what is invisible or turns the direction of text is named; text of any script and emoji stay', () => {
  assert.equal(visibleText('a\u0000b\u202Ec\u200Bd\ud800e\r\n\tf'), 'a␀b⟨U+202E⟩c⟨U+200B⟩d⟨U+D800⟩e␍\n\tf');
  assert.equal(visibleText('设备 🚒 👩‍🚒 مرحبا'), '设备 🚒 👩‍🚒 مرحبا');
});

test('bytes that are no text are shown as hex and base64', () => {
  const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => index & 0xff);
  assert.equal(textOf(bytes), undefined);
  assert.deepEqual(bytesOfBase64(base64Of(bytes)), bytes);
  assert.equal(bytesOfBase64('%%'), undefined);
  assert.equal(
    hexOf(new TextEncoder().encode('0123456789abcdefG\n')),
    '00000000  30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66  0123456789abcdef\n00000010  47 0a                                            G·',
  );
});
