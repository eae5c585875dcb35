import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowOf } from '../../../test/support/delivery-scenario.ts';
import { compileBody, compileTemplate, wholeRow } from './template.ts';

const JSON_TYPE = 'application/json';

const row = rowOf({
  id: 'c1',
  n: 3,
  yes: true,
  nothing: null,
  map: { a: 'x"y' },
  list: [1],
  slash: 'a/b?c=d&e f',
});

const bodies: [template: string, contentType: string, expected: string][] = [
  // Inside a string literal: escaped; in value position: encoded.
  ['{"id":"${id}"}', JSON_TYPE, '{"id":"c1"}'],
  ['{"id":${id},"n":${n},"y":${yes},"z":${nothing}}', JSON_TYPE, '{"id":"c1","n":3,"y":true,"z":null}'],
  ['{"m":${map},"l":${list}}', JSON_TYPE, '{"m":{"a":"x\\"y"},"l":[1]}'],
  ['{"m":"${map}"}', JSON_TYPE, '{"m":"{\\"a\\":\\"x\\\\\\"y\\"}"}'],
  ['{"x":"${missing}","y":${missing}}', JSON_TYPE, '{"x":"undefined","y":"undefined"}'],
  ['["${id}", ${map.a}]', 'text/plain', '["c1", "x\\"y"]'],
  ['{"t":"a\\nb \\"${id}\\" ${.id}"}', JSON_TYPE, '{"t":"a\\nb \\"c1\\" c1"}'],
  // Nothing but placeholders and names of letters, digits, point and underline.
  [
    '{"t":"${a b} ${a-b} $id ${}"}',
    JSON_TYPE,
    `{"t":"\${a b} \${a-b} $id ${JSON.stringify(row.text([])).slice(1, -1)}"}`,
  ],
  ['{"t":"${$}{id}"}', JSON_TYPE, '{"t":"${id}"}'],
  // Not JSON, whatever the header says: as it is.
  ['[ALERT] ${map.a} is off', JSON_TYPE, '[ALERT] x"y is off'],
  ['<p>${map.a}</p>', 'text/html', '<p>x"y</p>'],
  ['${map.a}', JSON_TYPE, 'x"y'],
  ['${.}', JSON_TYPE, row.json([])],
  ['\n${.}\n', JSON_TYPE, `\n${row.json([])}\n`],
  ['no placeholder \\n', JSON_TYPE, 'no placeholder \\n'],
  ['', JSON_TYPE, ''],
  ['a=${slash}&b=1', 'application/x-www-form-urlencoded', 'a=a%2Fb%3Fc%3Dd%26e%20f&b=1'],
];
for (const [template, contentType, expected] of bodies) {
  test(`body ${template} as ${contentType}`, () => {
    assert.equal(compileBody(template, contentType).render(row), expected);
  });
}

const hostileValues = [
  'say "hi"',
  'two\nlines\r\n',
  'back\\slash\\',
  '","admin":true,"x":"',
  '\u2028 \u2029 \u0000 \u001b',
  '🚨 设备',
  '\ud83d',
  '</script>${id}${$}',
];
for (const value of hostileValues) {
  test(`the client id ${JSON.stringify(value)} stays a value in JSON`, () => {
    const template = compileBody('{"in":"<${v}>","value":${v},"end":1}', JSON_TYPE);
    const parsed = JSON.parse(template.render(rowOf({ v: value })));
    assert.deepEqual(parsed, { in: `<${value}>`, value, end: 1 });
  });

  test(`the client id ${JSON.stringify(value)} stays one segment of a path and one value of a query`, () => {
    const path = compileTemplate('/a/${v}/b?q=${v}&r=1', 'path').render(rowOf({ v: value }));
    const url = new URL(`http://host${path}`);
    const wellFormed = value.toWellFormed();
    assert.deepEqual(url.pathname.split('/').map(decodeURIComponent), ['', 'a', wellFormed, 'b']);
    assert.deepEqual(
      [...url.searchParams],
      [
        ['q', wellFormed],
        ['r', '1'],
      ],
    );
  });

  test(`the client id ${JSON.stringify(value)} begins no new header`, () => {
    const header = compileTemplate('id=${v}', 'header').render(rowOf({ v: value }));
    assert.doesNotMatch(header, /[\r\n\0]/);
  });
}

test('a backslash of the template before a placeholder cannot open the string for the value', () => {
  const template = compileBody('{"x":"\\${v}","end":1}', JSON_TYPE);
  assert.deepEqual(JSON.parse(template.render(rowOf({ v: '","y":"' }))), { x: '\\","y":"', end: 1 });
});

test('a slash or points in a value do not change the path', () => {
  const template = compileTemplate('/devices/${v}/state', 'path');
  assert.equal(template.render(rowOf({ v: 'a/b' })), '/devices/a%2Fb/state');
  assert.equal(template.render(rowOf({ v: '..' })), '/devices/%2E%2E/state');
});

test('without a body template the whole row is sent', () => {
  assert.equal(wholeRow.render(rowOf({ a: 1 })), '{"a":1}');
});
