import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromJsonText } from '../json.ts';
import { compileJq } from './jq.ts';
import { toJson } from './jq-values.ts';
import { fromSqlValue } from './sql-values.ts';

const limits = { milliseconds: 100, now: () => 1_425_599_621_000 };

/** Every output as JSON, the last one an error if the program fails. */
function outputsOf(program: string, input: string): string {
  return compileJq(program)
    .run(fromSqlValue(fromJsonText(input)), limits)
    .map(toJson)
    .join(' ');
}

/** What jq 1.6 printed for the same. */
const programs: readonly (readonly [program: string, input: string, outputs: string])[] = [
  ['.a.b, .a["b"], ."a"."b"', '{"a":{"b":5}}', '5 5 5'],
  ['.[1:3], .[-2:], .[:1]', '[1,2,3,4]', '[2,3] [3,4] [1]'],
  ['[.[] | .a?]', '[{"a":1},5,"x",{"a":null}]', '[1,null]'],
  ['[(1,2) + (10,20)]', 'null', '[11,12,21,22]'],
  ['{a:(1,2), b:(3,4)}', 'null', '{"a":1,"b":3} {"a":1,"b":4} {"a":2,"b":3} {"a":2,"b":4}'],
  ['[range(0,1;3,4)], [range(5;0;-2)]', 'null', '[0,1,2,0,1,2,3,1,2,1,2,3] [5,3,1]'],
  ['reduce .[] as $x (0; . + $x)', '[1,2,3]', '6'],
  ['[foreach .[] as $x (0; . + $x; [$x, .])]', '[1,2,3]', '[[1,1],[2,3],[3,6]]'],
  ['[.[] as [$a, {b: $c}] | {$a, $c}]', '[[1,{"b":2}]]', '[{"a":1,"c":2}]'],
  ['.[] as {a: $x, b: [$y]} ?// [$x, $y] | [$x,$y]', '[{"a":1,"b":[2]},[3,4]]', '[1,2] [3,4]'],
  ['def f(x): x * 2; f(.[])', '[1,2]', '2 4'],
  ['def fac: if . <= 1 then 1 else . * (. - 1 | fac) end; fac', '10', '3628800'],
  ['def f($a; $b): $a + $b; [f(1,2; 10,20)]', 'null', '[11,21,12,22]'],
  ['[.[] | try (if . == 2 then error("no") else . end) catch "caught"]', '[1,2,3]', '[1,"caught",3]'],
  ['[.[] | (1/.)?]', '[0,1,2]', '[1,0.5]'],
  ['[(false, null, 1) // 42], [empty // 42]', 'null', '[1] [42]'],
  ['.a |= . + 1', '{"a":1}', '{"a":2}'],
  ['.a += (1,2)', '{"a":1}', '{"a":2} {"a":3}'],
  ['(.[] | select(. >= 2)) |= . * 10', '[1,2,3]', '[1,20,30]'],
  ['.a[2] = 1', '{}', '{"a":[null,null,1]}'],
  ['.[1:3] = ["x"]', '[1,2,3,4]', '[1,"x",4]'],
  ['del(.[1,2]), del(.[] | select(. > 2))', '[1,2,3,4]', '[1,4] [1,2]'],
  ['[paths]', '{"a":[1,{"b":2}]}', '[["a"],["a",0],["a",1],["a",1,"b"]]'],
  ['sort', '[null,true,false,0,"b","a",[],{},{"a":1}]', '[null,false,true,0,"a","b",[],{},{"a":1}]'],
  ['group_by(.a) | map(length)', '[{"a":2},{"a":1},{"a":2}]', '[1,2]'],
  ['length, utf8bytelength', '"é😀"', '2 6'],
  ['[match("a"; "g") | .offset]', '"abacada"', '[0,2,4,6]'],
  ['capture("(?<y>[0-9]+)-(?<m>[0-9]+)")', '"2025-08"', '{"y":"2025","m":"08"}'],
  ['gsub("(?<c>[a-z])"; "<\\(.c)>"), sub("b"; "x")', '"ab"', '"<a><b>" "ax"'],
  ['test("A.C"; "i"), test("^(a+)+$")', '"xabcx"', 'true false'],
  ['@base64, @uri, @html, @json', '"a b<"', '"YSBiPA==" "a%20b%3C" "a b&lt;" "\\"a b<\\""'],
  ['@csv', '[1,"a\\"b",null,true]', '"1,\\"a\\"\\"b\\",,true"'],
  ['"a\\(1+1)b\\("c" + "d")"', 'null', '"a2bcd"'],
  ['label $out | .[] | if . > 2 then break $out else . end', '[1,2,3,4]', '1 2'],
  ['[limit(3; range(1000000000000))], first(range(5;10))', 'null', '[0,1,2] 5'],
  ['[.[] | tojson]', '[1,1.5,100000000000000000000,0.00001]', '["1","1.5","1e+20","1e-05"]'],
  [
    'todate, (todate | fromdate), strftime("%A %j")',
    '1425599621',
    '"2015-03-05T23:53:41Z" 1425599621 "Thursday 064"',
  ],
  ['now', 'null', '1425599621'],
  ['walk(if type == "number" then . + 1 else . end)', '[1,{"a":2}]', '[2,{"a":3}]'],
  ['[fromstream(tostream)]', '{"a":[1,2]}', '[{"a":[1,2]}]'],
  ['try (1 + {}) catch .', 'null', '"number (1) and object ({}) cannot be added"'],
  ['try (.a) catch .', '5', '"Cannot index number with string \\"a\\""'],
  ['with_entries(.value += 1)', '{"a":1}', '{"a":2}'],
  ['.metrics[] | select(.name == "b") | .v', '{"metrics":[{"name":"a","v":1},{"name":"b","v":2}]}', '2'],
];

for (const [program, input, outputs] of programs) {
  test(`${program} of ${input} gives ${outputs}`, () => assert.equal(outputsOf(program, input), outputs));
}

/** Each of these would go on for ever, or take all memory. */
const endless: readonly string[] = [
  'def f: f; f',
  'def r: [r]; r',
  '[range(1000000000000)]',
  'last(range(1000000000000))',
  'reduce range(1000000000000) as $x (0; . + 1)',
  'until(false; .)',
  'try repeat(.) catch 1',
  '[limit(1000000000; repeat([range(100)]))]',
  '"xxxxxxxx" | until(false; . + .)',
  '"x" * 1000000000',
  'reduce range(1000000) as $i ([]; . + [$i])',
  '[range(100000)] - [range(100000)]',
  '("a" * 100000) | gsub("a.*b|a"; "x")',
];

for (const program of endless) {
  test(`${program} is stopped`, () => {
    assert.throws(() => compileJq(program).run(null, limits), { name: 'JqLimitError' });
  });
}

const mistakes: readonly (readonly [program: string, message: string])[] = [
  ['.a | | .b', 'unexpected |'],
  ['{', 'unexpected the end of the program'],
  ['"abc', 'this " is never closed'],
  ['nosuch(1)', 'nosuch/1 is not defined'],
  ['$x', '$x is not defined'],
  ['break $out', 'the label $out is not defined'],
  ['@yaml', '@yaml is not a format'],
  ['import "a" as a; .', 'modules are not available'],
];

for (const [program, message] of mistakes) {
  test(`${program} is refused: ${message}`, () => {
    assert.throws(() => compileJq(program), { name: 'JqSyntaxError', message });
  });
}
