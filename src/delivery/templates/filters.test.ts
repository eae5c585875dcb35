import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowOf } from '../../../test/support/delivery-scenario.ts';
import { compileBody, compileTemplate, mistakeInTemplate } from './template.ts';

const row = rowOf({
  id: 'a"b',
  html: `<b>'&"`,
  md: '*x* [l](u)',
  n: 3,
  empty: '',
  nothing: null,
  map: { k: 'v' },
  ms: 1_787_205_787_000,
  s: 1_787_205_787,
  us: '1787205787000000',
  iso: '2026-08-20T06:03:07Z',
  bare: '2026-08-20 06:03:07',
  slash: 'a/b c',
});

const texts: [template: string, expected: string][] = [
  ['${id:-unknown}', 'a"b'],
  ['${x:-unknown}', 'unknown'],
  ['${x:-}', ''],
  ['${x.y:-未知 设备}', '未知 设备'],
  [`\${x:-'a | b}'}`, 'a | b}'],
  ['${empty:-e} ${nothing:-n}', 'e n'],
  ['${x:-a-b:c}', 'a-b:c'],
  // Without a default, as EMQX has it.
  ['${x} ${x | json} ${nothing}', 'undefined "undefined" null'],
  ['${map | json} ${id | json} ${n | json} ${id|json}', '{"k":"v"} "a\\"b" 3 "a\\"b"'],
  ['${ id | url } ${slash | url}', 'a%22b a%2Fb%20c'],
  ['${html | html}', '&lt;b&gt;&#39;&amp;&quot;'],
  ['${md | markdown}', '\\*x\\* \\[l\\]\\(u\\)'],
  ['${map | json | html}', '{&quot;k&quot;:&quot;v&quot;}'],
  ["${ms | date('Asia/Shanghai')}", '2026-08-20 14:03:07 +08:00'],
  ["${s | date('UTC')} ${us | date('UTC')}", '2026-08-20 06:03:07 +00:00 2026-08-20 06:03:07 +00:00'],
  ["${iso | date('America/New_York')}", '2026-08-20 02:03:07 -04:00'],
  ['${bare | date("+05:30")}', '2026-08-20 11:33:07 +05:30'],
  ["${id | date('UTC')} ${x:-never | date('UTC')}", 'a"b never'],
  ["${x:-0 | date('UTC')}", '1970-01-01 00:00:00 +00:00'],
  // No placeholder: a sign that EMQX would leave as it is, too.
  ['${a b} ${a-b} ${a[0]} ${$}{x:-1}', '${a b} ${a-b} ${a[0]} ${x:-1}'],
];
for (const [template, expected] of texts) {
  test(`template ${template}`, () => {
    assert.equal(compileTemplate(template, 'raw').render(row), expected);
  });
}

const JSON_TYPE = 'application/json';
const bodies: [template: string, expected: string][] = [
  ['{"a":"${x:-un"known}"}', '{"a":"un\\"known"}'],
  ['{"a":${x:-0},"b":${x:-none},"c":${x:-"0"},"d":${n:-0}}', '{"a":0,"b":"none","c":"0","d":3}'],
  ['{"a":${map | json},"b":"${map | json}"}', '{"a":{"k":"v"},"b":"{\\"k\\":\\"v\\"}"}'],
  [
    '{"a":${ms | date(\'UTC\')},"b":"${html | html}"}',
    '{"a":"2026-08-20 06:03:07 +00:00","b":"&lt;b&gt;&#39;&amp;&quot;"}',
  ],
];
for (const [template, expected] of bodies) {
  test(`JSON body ${template}`, () => {
    assert.equal(compileBody(template, JSON_TYPE).render(row), expected);
  });
}

test('what a filter made harmless is not made so twice', () => {
  assert.equal(compileTemplate('/a?q=${slash | url}', 'path').render(row), '/a?q=a%2Fb%20c');
  assert.equal(
    compileBody('q=${slash | url}', 'application/x-www-form-urlencoded').render(row),
    'q=a%2Fb%20c',
  );
  assert.equal(
    compileTemplate('${md | markdown}', (text) => `<${text}>`).render(row),
    '\\*x\\* \\[l\\]\\(u\\)',
  );
  assert.equal(compileTemplate('${md | html}', (text) => `<${text}>`).render(row), '<*x* [l](u)>');
});

const mistakes: [template: string, reason: RegExp, suggestion?: string][] = [
  ['${a | jsno}', /^line 1, column 7: there is no filter jsno; there are json, url, markdown/, 'json'],
  ["x\n${a | date('Asia/Shangai')}", /^line 2, column 7: there is no time zone/, "date('Asia/Shanghai')"],
  ["${a | date('shanghai')}", /no time zone/, "date('Asia/Shanghai')"],
  ['${a | date(Asia/Shanghai)}', /^line 1, column 12: write what date\(\) is given in quotes/],
  ["${a | json('x')}", /write the filter as json/, 'json'],
  ["${a | date('UTC', 'x')}", /write the filter as date/],
  ['${a | }', /a filter stands behind \|/],
  ['${a | json', /ends with \}/],
  ['${a | json :-x}', /default stands before the filters/],
  ['${a:-${b}}', /no placeholder can stand in it/],
  ["${a | date('UTC'", /has no \)/],
  ['${a | constructor}', /there is no filter constructor/],
];
for (const [template, reason, suggestion] of mistakes) {
  test(`the mistake in ${template} is told with its place`, () => {
    const mistake = mistakeInTemplate(template);
    assert.match(mistake?.reason ?? 'none', reason);
    if (suggestion) assert.equal(mistake?.suggestion, suggestion);
  });
}

test('a template with many openings, or a long text behind one, is read in linear time', () => {
  for (const text of ['${'.repeat(200_000), '${a|'.repeat(20_000), `\${a:-${'x'.repeat(500_000)}`]) {
    const startedAt = process.cpuUsage().user;
    mistakeInTemplate(text);
    assert.ok(process.cpuUsage().user - startedAt < 2_000_000);
  }
});

test('a result has an end, and says that it was cut', () => {
  const template = compileBody(
    `{${Array.from({ length: 40 }, (_, i) => `"k${i}":"\${v}"`).join()}}`,
    JSON_TYPE,
  );
  const text = template.render(rowOf({ v: 'x'.repeat(1_000_000) }));
  assert.ok(text.length < 19_000_000);
  assert.match(JSON.parse(text).k39, /cut: the text would be longer/);
});
