import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowOf } from '../../../test/support/delivery-scenario.ts';
import { TemplateError } from '../../lib/placeholder.ts';
import { compileLines } from './line-template.ts';

const row = rowOf({
  clientid: 'pump, 7=a',
  topic: 'a/b c',
  temp: 21.5,
  count: 4,
  on: true,
  note: 'say "hi"\\\nend',
  list: [1, 2],
  nothing: null,
  empty: '',
  big: 9007199254740993n,
  timestamp: 1_700_000_000_123,
  evil: 'x\\,evil=1 f=2\nm2 f=3',
  tail: 'ends\\',
  hash: '#a',
});

const written: [template: string, lines: string | string[]][] = [
  ['m f=${temp} ${timestamp}', 'm f=21.5 1700000000123'],
  ['m f=1', 'm f=1 1700000000123'],
  ['m,id=${clientid} f=${count}i', 'm,id=pump\\,\\ 7\\=a f=4i 1700000000123'],
  [
    '${topic},a=b f=${on},g=${note},h=${list}',
    'a/b\\ c,a=b f=true,g="say \\"hi\\"\\\\\nend",h="[1,2]" 1700000000123',
  ],
  ['m f="${note}"', 'm f="say \\"hi\\"\\\\\nend" 1700000000123'],
  ['m f="at ${topic}",g=2u,h=-3i,k=t', 'm f="at a/b c",g=2u,h=-3i,k=t 1700000000123'],
  [
    'm,a=${absent},b=${empty},c=x f=1,g=${nothing},h="${absent}",k="${empty}"',
    'm,c=x f=1,k="" 1700000000123',
  ],
  ['m,a=${absent:-none} f=${absent:-0}', 'm,a=none f="0" 1700000000123'],
  ['m ${clientid}_n=${big}i', 'm pump\\,\\ 7\\=a_n=9007199254740993i 1700000000123'],
  ['m,a=${evil} f=1', 'm,a=x/\\,evil\\=1\\ f\\=2\\ m2\\ f\\=3 f=1 1700000000123'],
  ['m,a=${tail},b=c f=1', 'm,a=ends/,b=c f=1 1700000000123'],
  ['${evil} f=1', 'x/\\,evil=1\\ f=2\\ m2\\ f=3 f=1 1700000000123'],
  ['${hash} f=1', '_#a f=1 1700000000123'],
  ['my\\ m,a\\,b=c\\ d f=1 ${timestamp}', 'my\\ m,a\\,b=c\\ d f=1 1700000000123'],
  ['m f=1 ${timestamp}\n# a comment\n  n g="x"  5', ['m f=1 1700000000123', 'n g="x" 5']],
];
for (const [template, lines] of written) {
  test(`${JSON.stringify(template)} is written with its values made harmless`, () => {
    assert.deepEqual(compileLines(template, 'ms')(row), { lines: [lines].flat() });
  });
}

test('times of rows are given in the precision that was asked for', () => {
  const time = (precision: 'ns' | 'us' | 's') =>
    compileLines('m f=1', precision)(row).lines[0]?.split(' ')[2];
  assert.deepEqual(
    ['ns', 'us', 's'].map((precision) => time(precision as 'ns')),
    ['1700000000123000000', '1700000000123000', '1700000000'],
  );
});

const mistakes: [template: string, mistake: RegExp][] = [
  ['m f=${temp}i', /\$\{temp\}i is to be an integer, and is 21\.5/],
  ['m f=${on}i', /is to be an integer/],
  ['m f=${nothing}', /none of the fields has a value/],
  ['${empty} f=1', /the measurement is empty/],
  ['m f=1 ${topic}', /the timestamp is no integer: a\/b c/],
];
for (const [template, mistake] of mistakes) {
  test(`${template}: a row that does not fit is told of`, () => {
    const { lines, mistake: told } = compileLines(template, 'ms')(row);
    assert.deepEqual(lines, []);
    assert.match(told ?? '', mistake);
  });
}

const refused: [template: string, reason: RegExp][] = [
  ['', /write a line/],
  ['m', /fields are missing/],
  ['m,a f=1', /a tag is written name=value/],
  ['m f', /a field is written name=value/],
  ['m f=abc', /a value is one placeholder/],
  ['m f=${a}${b}', /a value is one placeholder/],
  ['m f="abc', /no closing "/],
  ['m,a=b c f=1 5', /a field is written name=value/],
  ['m f=1 5 6', /nothing stands behind the timestamp/],
  ['m,=b f=1', /the name of a tag is missing/],
  ['m f=${a | nofilter}', /no filter nofilter/],
];
for (const [template, reason] of refused) {
  test(`${JSON.stringify(template)} is refused`, () => {
    assert.throws(
      () => compileLines(template, 'ms'),
      (error: unknown) => error instanceof TemplateError && reason.test(error.message),
    );
  });
}
