import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  eventOf,
  exampleColumns,
  resultOf,
  ruleOf,
  runSql,
  sqlHost,
} from '../../../test/support/sql-event.ts';
import { compileRule } from '../compile-rule.ts';
import { parseRule } from '../parser/statement-parser.ts';
import { SqlError, SqlRuntimeError, sayIn } from '../sql-error.ts';

/** Beyond the examples of the function table: edges and errors. */
const results: readonly (readonly [string, string])[] = [
  // conversion
  ["bool('yes')", "error: bool(): expected a boolean, 1, 0, 'true' or 'false', got 'yes'"],
  ['bool(1.0)', 'refused: bool(): expected a boolean, an integer or text, got a float; write int(1.0)'],
  ["int('x')", "error: int(): expected a number or its text, got 'x'"],
  ['int(nosuch)', 'error: int(): expected a number or its text, got undefined'],
  ["int('12345678901234567890')", '12345678901234567890'],
  ['int(1.0e20)', '100000000000000000000'],
  ['float2str(3, 1)', 'refused: float2str(): expected a float, got an integer'],
  ['float2str(4.0, 2)', '"4.0"'],
  ['float(3.999, 1)', '4.0'],
  ['float(1.5, 1000)', 'error: float(): at most 100 decimals, got 1000'],
  ["map('[1]')", "error: map(): expected a map or its JSON text, got '[1]'"],
  ["map('x')", "error: map(): expected a map or its JSON text, got 'x'"],
  ['str([97, 98])', '"[97,98]"'],
  ['str(payload.arr)', '"[10,20,30]"'],
  // predicates
  ["is_empty('text')", "error: is_empty(): expected a list, a map or the JSON text of one, got 'text'"],
  ["is_empty('[]')", "error: is_empty(): expected a list, a map or the JSON text of one, got '[]'"],
  ['is_empty(1)', 'refused: is_empty(): expected text, a list or a map, got an integer'],
  ['is_empty(nosuch)', 'error: is_empty(): expected a list, a map or the JSON text of one, got undefined'],
  ['is_empty(\'{"a":1}\')', 'false'],
  ["is_null_var('undefined')", 'false'],
  ['is_int(9007199254740993)', 'true'],
  ['is_float(1.5)', 'true'],
  // text has no escapes
  ["'it''s'", '"it\'s"'],
  // strings
  ['upper(nosuch)', 'error: upper(): expected text, got undefined'],
  ['upper(qos)', 'error: upper(): expected text, got an integer'],
  ['upper(5)', "refused: upper(): expected text, got an integer; write '5'"],
  ["trim('\u00a0x\u00a0')", '"\u00a0x\u00a0"'],
  ["rtrim('a-_-', '-_')", '"a"'],
  ["substr('abc', -1)", 'error: substr(): -1 is out of range'],
  ["substr('a👨‍👩‍👧b', 1, 1)", '"👨‍👩‍👧"'],
  ["reverse('a👨‍👩‍👧')", '"👨‍👩‍👧a"'],
  ["strlen('e\u0301')", '1'],
  ["split('abc', '')", '["abc"]'],
  ["split('/a/', '/', 'leading')", '["a/"]'],
  ["replace('aaa', '', 'x')", '"aaa"'],
  ["replace('a', 'a', '$&')", '"$&"'],
  ["pad('abc', 2)", '"abc"'],
  ["pad('', 3, 'leading', '温')", '"温温温"'],
  ["ascii('')", 'error: ascii(): expected a character, got empty text'],
  ["ascii('é')", '195'],
  ["find('abc', '')", '"abc"'],
  ["concat('a', nosuch)", '"aundefined"'],
  ["concat('a', payload.n)", '"anull"'],
  ["tokens('a，b', '，')", '["a","b"]'],
  ['join_to_string([])', '""'],
  ["join_to_string('-', [1, 2.0, 'x', nosuch])", '"1-2.0-x-undefined"'],
  [
    'join_to_sql_values_string([payload.n, true, 1.5, payload.o])',
    '"NULL, true, 1.5, \'{\\"k\\":\\"v\\"}\'"',
  ],
  ['map_to_redis_hset_args(payload.o)', '["map_to_redis_hset_args","k","v"]'],
  ['map_to_redis_hset_args(map(\'{"a":[1],"b":null,"c":1.0}\'))', '["map_to_redis_hset_args","c","1.0"]'],
  ["unescape('\\u0041')", 'error: unescape(): unknown escape \\u'],
  ["unescape('\\x110000')", 'error: unescape(): \\x110000 is no character'],
  ["unescape('\\xd800')", 'error: unescape(): \\xd800 is no character'],
  ["unescape('\\')", 'error: unescape(): unknown escape \\'],
  ["unescape('\\\\n')", '"\\\\n"'],
  // sprintf
  ["sprintf('~b%', 5)", '"5%"'],
  ["sprintf('~5s|~-5s|~.2s', 'ab', 'ab', 'abc')", '"   ab|ab   |ab"'],
  ["sprintf('~.16b ~.16B', 255, 255)", '"ff FF"'],
  ["sprintf('~p ~w', payload.flat, [1, 2.0])", '"#{<<\\"a\\">> => 1,<<\\"b\\">> => <<\\"two\\">>} [1,2.0]"'],
  ["sprintf('~w', 'ab')", '"<<97,98>>"'],
  ["sprintf('~ts~n~~', '温')", '"温\\n~"'],
  ["sprintf('~*b', 4, 7)", '"   7"'],
  ["sprintf('~2b', 12345)", '"**"'],
  ["sprintf('~c~3c', 65, 66)", '"ABBB"'],
  ["sprintf('~e ~.3e ~e', 314.159, 314.159, -0.5)", '"3.14159e+2 3.14e+2 -5.00000e-1"'],
  ["sprintf('~g ~g ~g', 3.14, 123.456, 0.5)", '"3.14000 123.456 0.500000"'],
  ["sprintf('~g ~g ~.2g', 0.00001, 12345.5, 314.0)", '"1.00000e-5 1.23455e+4 3.1e+2"'],
  ["sprintf('~s', 5)", 'error: sprintf(): ~s takes text, got an integer; use str() or ~p'],
  ["sprintf('~s', true)", '"true"'],
  ["sprintf('~b', 1.5)", 'error: sprintf(): ~b takes an integer, got a float'],
  ["sprintf('~s')", 'error: sprintf(): the format asks for a value, none given'],
  ["sprintf('~s~s', 'a')", 'error: sprintf(): the format asks for more than 1 value'],
  ["sprintf('~.1b', 5)", 'error: sprintf(): the precision of ~b is 2 to 36, got 1'],
  ["sprintf('x', 1)", 'error: sprintf(): the format takes 0 values, 1 given'],
  // regular expressions
  ["regex_match('a.b', 'a\\.b')", 'true'],
  ["regex_match('a-b', 'a\\-b')", 'true'],
  ["regex_match('{x}', '{x}')", 'true'],
  ["regex_match('A1', '^[[:alpha:]][[:digit:]]$')", 'true'],
  ["regex_match('a]', '[]]')", 'true'],
  ["regex_match('10.0.0.9', '^([0-9]{1,3}\\.){3}[0-9]{1,3}$')", 'true'],
  ["regex_match('foobar', '^(foo|bar)+$')", 'true'],
  ["regex_extract('k=v', '(?P<key>[a-z])=(x)?')", '["k",""]'],
  ["regex_replace('a.b', '\\.', '\\&')", '"a&b"'],
  ["regex_replace('ab', '(a)', '\\0\\1\\2')", '"0ab"'],
  ["regex_replace('abc', '', '-')", '"-a-b-c-"'],
  // dates
  [
    "format_date('second', clientid, '%Y', 1)",
    "error: format_date(): expected an offset such as '+08:00', 'Z' or 'local', got 'c1'",
  ],
  [
    "format_date('second', 'Z', '%Y', float(qos))",
    'refused: format_date(): expected an integer, got a float',
  ],
  [
    "format_date('second', 'Z', '%Y', coalesce(1.5, 0))",
    'error: format_date(): a timestamp is an integer, got a float',
  ],
  ["format_date('second', 'Z', '%Y', '1')", 'refused: format_date(): expected an integer, got text; write 1'],
  ["format_date('second', 'Z', '%Y', clientid)", 'error: format_date(): a timestamp is an integer, got text'],
  [
    "format_date('second', 'Z', '%Y', 999999999999999)",
    'error: format_date(): 999999999999999 seconds is outside the years 0 to 9999',
  ],
  ["format_date('millisecond', 'z', '%Y-%m-%d %H:%M:%S.%6N', -1)", '"1969-12-31 23:59:59.999000"'],
  ["format_date('second', nosuch, '%Y-%m-%dT%H:%M:%S%:z', 0)", '"1970-01-01T00:00:00+00:00"'],
  ["format_date('second', '+08:00:30', '%::z %z', 0)", '"+08:00:30 +0800"'],
  ["format_date('microsecond', '-0330', '%H:%M', 1756465154714000)", '"07:29"'],
  ["format_date('millisecond', 'Z', '%Y-%m-%d %H:%M:%S.%3N')", '"2025-08-29 10:59:14.714"'],
  [
    "date_to_unix_ts('second', '+08:00', '%Y-%m-%d %H:%M:%S %:z', '2025-08-29 18:59:14 +08:00')",
    '1756436354',
  ],
  ["date_to_unix_ts('second', '%Y/%m/%d %H.%M.%S', '2025-08-29 10:59:14')", '1756465154'],
  [
    "date_to_unix_ts('second', '%Y-%m-%d %H:%M:%S', '2025-02-30 00:00:00')",
    'error: date_to_unix_ts(): 2025-02-30 00:00:00 is not a date and time',
  ],
  [
    "date_to_unix_ts('second', '%Y-%m-%d %H:%M:%S', '2025')",
    "error: date_to_unix_ts(): expected 2 digits for %m, got ''",
  ],
  ["date_to_unix_ts('nanosecond', '%Y%m%d%H%M%S.%N', '20250829105914.714000001')", '1756465154714000001'],
  [
    "rfc3339_to_unix_ts('2025-08-29T10:59:14')",
    "error: rfc3339_to_unix_ts(): expected a date such as '2025-08-29T18:59:14+08:00', got '2025-08-29T10:59:14'",
  ],
  ["rfc3339_to_unix_ts('2025-08-29T10:59:14.7Z', 'nanosecond')", '1756465154700000000'],
  ["unix_ts_to_rfc3339(1756465154714, 'millisecond', '-03:30')", '"2025-08-29T07:29:14.714-03:30"'],
  ["unix_ts_to_rfc3339(0, 'second', 3600)", '"1970-01-01T01:00:00+01:00"'],
  ["unix_ts_to_rfc3339(0, 'second', nosuch)", '"1970-01-01T00:00:00+00:00"'],
  ["now_rfc3339('second', '+08:00')", '"2025-08-29T18:59:14+08:00"'],
  ["now_timestamp('nanosecond')", '1756465154714000000'],
  ['mongo_date()', '"ISODate(2025-08-29T10:59:14.714Z)"'],
  // conditional
  [
    "format_date('second', qos * 99999999, '%Y', 1)",
    "error: format_date(): expected an offset such as '+08:00', 'Z' or 'local', got 99999999",
  ],
  ['coalesce(1)', 'refused: coalesce(): expected a list, got an integer'],
  ['coalesce(qos)', 'error: coalesce(): expected a list, got an integer'],
  ["coalesce_ne(payload.n, 'd')", 'null'],
];

for (const [expression, result] of results) {
  test(`${expression} gives ${result}`, () => assert.equal(resultOf(expression), result));
}

test('bytes that are not UTF-8 stay bytes, and text functions refuse them', () => {
  const payload = Buffer.from([0x61, 0xff]);
  assert.equal(resultOf('is_str(payload)', { payload }), 'true');
  assert.equal(
    resultOf('upper(payload)', { payload }),
    'error: upper(): expected text, got bytes that are not UTF-8',
  );
  assert.equal(resultOf("regex_match(payload, '^a\\xff$')", { payload }), 'true');
  assert.equal(resultOf("regex_extract(payload, '(.)$')[1] = payload", { payload }), 'false');
  assert.equal(
    resultOf("regex_match(payload, '(*UTF8)a')", { payload }),
    'error: regex_match(): expected text, got bytes that are not UTF-8',
  );
  assert.equal(resultOf("payload + 'x' = payload", { payload }), 'false');
  assert.equal(resultOf('strlen(str_utf8(payload))', { payload: Buffer.from('温') }), '1');
});

/** None of these may take long or much memory. */
const hostile: readonly (readonly [string, RegExp])[] = [
  ["pad('x', 999999999)", /would be longer than/],
  ["pad('x', 9007199254740991, 'leading', '0')", /would be longer than/],
  ["sprintf('~999999999s', 'x')", /would be longer than/],
  ["sprintf('~.999999999c', 65)", /would be longer than/],
  ["sprintf('~*c', 999999999, 65)", /would be longer than/],
  ["replace(pad('', 5000, 'leading', 'a'), 'a', pad('', 5000))", /would be longer than/],
  ["regex_replace(pad('', 5000, 'leading', 'a'), 'a', pad('', 5000))", /would be longer than/],
  ["regex_match(pad('', 60000, 'leading', 'a'), '.*a.*b')", /^false$/],
  ["regex_match(pad('', 1048576, 'leading', 'a') + '!', '^(a+)+$')", /^false$/],
  ["regex_extract(pad('', 1048576, 'leading', 'a') + '!', '^((a+)+)$')", /too long for this pattern/],
  ["regex_match(pad('', 70000, 'leading', 'a'), '(?!a)b')", /too long for this pattern/],
  ["split(pad('', 4000000, 'leading', '/'), '/', 'notrim')", /the text has more than 1000000 parts/],
  ["tokens(pad('', 4000000, 'leading', 'a/'), '/')", /(?:longer|more) than/],
  ["strlen(pad('', 900000, 'leading', '😀'))", /longer than 262144 characters/],
];

for (const [expression, message] of hostile) {
  test(`${expression} is refused`, () => assert.match(resultOf(expression), message));
}

test('values that aliases fold into each other again and again are refused when they are written out', () => {
  const doubled = (start: string, next: (name: string) => string, letter = 'a') =>
    Array.from(
      { length: 40 },
      (_, i) => `${i === 0 ? start : next(`${letter}${i - 1}`)} as ${letter}${i}`,
    ).join(', ');
  const twice = (name: string) => `[${name}, ${name}]`;
  assert.match(
    runSql(`SELECT ${doubled("'xxxxxxxx'", (name) => `${name} + ${name}`)} FROM "t"`),
    /^error: .*(?:longer|more than)/,
  );
  assert.match(
    runSql(`SELECT ${doubled('[1]', twice)}, str(a39) as s FROM "t"`),
    /^error: .*(?:longer|more than)/,
  );
  assert.match(
    runSql(`SELECT ${doubled('[1]', twice)}, ${doubled('[1]', twice, 'b')}, a39 = b39 as same FROM "t"`),
    /^error: the values compared have more than 100000 parts/,
  );
  assert.match(
    runSql(`SELECT ${doubled('9999999999', (name) => `${name} * ${name}`)} FROM "t"`),
    /more than 1000 digits/,
  );
});

test('a statement of many steps that each take long is cut off', () => {
  let now = 0;
  const host = { ...sqlHost, now: () => (now += 100) };
  const evaluate = (items: string) => {
    const rule = compileRule(parseRule(`SELECT ${items} FROM "t"`), { host });
    return () => rule.evaluate(eventOf({ payload: '{"a":{"b":1}}', text: '{"x":1}' }));
  };
  const many = (item: string, count: number) => Array.from({ length: count }, () => item).join(', ');
  assert.throws(evaluate(many('sha256(payload)', 20)), /the evaluation takes longer than 1000 ms/);
  assert.throws(evaluate(many('text.x', 500)), /takes longer than/);
  assert.throws(evaluate(`[${many('payload = payload.a', 500)}] as x`), /takes longer than/);
  assert.doesNotThrow(evaluate('sha256(payload)'));
  assert.doesNotThrow(evaluate(many('text.x', 20)));
});

/** What an event shows, in Chinese. */
const failures: readonly (readonly [expression: string, message: string])[] = [
  ['upper(qos)', 'upper()：此处应为文本，实际是整数'],
  ['abs(nosuch)', 'abs()：此处应为整数，实际是 undefined'],
  ["mget('a', qos)", 'mget()：此处应为映射或其 JSON 文本，实际是整数'],
  ['sqrt(0 - qos)', 'sqrt()：该函数对这个数没有值'],
  ['nth(9, [1])', 'nth()：列表只有 1 个元素，没有第 9 个'],
  ["format_date('second', 'Z', '%Y', clientid)", 'format_date()：时间戳是整数，实际是文本'],
  ['clientid > 5', "数字不能与文本 'c1' 比较"],
  ['qos - clientid', '- 需要数字，实际是文本'],
  ['qos / 0', '除数为零'],
  ["int('x')", "int()：此处应为数字或其文本，实际是 'x'"],
  ['first([])', 'first()：列表为空'],
  ['float(1.5, 1000)', 'float()：最多 100 位小数，实际是 1000 位'],
  ["ascii('')", 'ascii()：此处应为一个字符，实际是空文本'],
  ["unescape('\\q')", 'unescape()：未知的转义 \\q'],
  ["unescape('\\xd800')", 'unescape()：\\xd800 不是字符'],
  ["sprintf('~s', qos)", 'sprintf()：~s 需要文本，实际是整数；请用 str() 或 ~p'],
  ["sprintf('~b', 1.5)", 'sprintf()：~b 需要整数，实际是浮点数'],
  ["sprintf('~f', 'x')", 'sprintf()：~f 需要数字，实际是文本'],
  ["sprintf('~*b', 'x', 1)", 'sprintf()：* 需要整数，实际是文本'],
  ["sprintf('~c', 9999999)", 'sprintf()：~c 需要字符的编号，实际是 9999999'],
  ["sprintf('~.99b', 1)", 'sprintf()：~b 的精度须为 2 到 36，实际是 99'],
  ["sprintf('~s')", 'sprintf()：格式需要的值多于给出的 0 个'],
  ["sprintf('x', 1)", 'sprintf()：格式需要 0 个值，给出了 1 个'],
  [
    'unix_ts_to_rfc3339(999999999999)',
    'unix_ts_to_rfc3339()：时间戳 999999999999（秒）超出公元 0 年到 9999 年',
  ],
  [
    "rfc3339_to_unix_ts('2025-02-30T00:00:00Z')",
    'rfc3339_to_unix_ts()：2025-02-30 00:00:00 不是有效的日期和时间',
  ],
  [
    "rfc3339_to_unix_ts('x')",
    "rfc3339_to_unix_ts()：此处应为日期，例如 '2025-08-29T18:59:14+08:00'，实际是 'x'",
  ],
  ["date_to_unix_ts('second', '%Y%m%d%H%M%S', 'x')", "date_to_unix_ts()：%Y 应为 4 位数字，实际是 'x'"],
  [
    "date_to_unix_ts('second', '%Y%m%d%H%M%S%z', '20250829105914+08')",
    "date_to_unix_ts()：%z 应为时区偏移，实际是 '+08'",
  ],
  ["json_decode('1e999')", 'json_decode()：数字 1e999 过大'],
  ["schema_decode('none', 'x')", 'schema_decode()：没有名为 none 的 Schema'],
  ["jq('repeat(.)', '1', 0)", 'jq()：该程序运行超过 0 毫秒'],
  ['clientid =~ qos', '=~ 需要主题和主题过滤器，实际是整数'],
  ['qos[1..2]', '[1..2] 需要列表，实际是整数'],
];

for (const [expression, message] of failures) {
  test(`what goes wrong in ${expression} is said in Chinese: ${message}`, () => {
    const rule = ruleOf(`SELECT ${expression} AS x FROM "t"`);
    assert.throws(
      () => rule.evaluate(eventOf(exampleColumns)),
      (error) => {
        assert.ok(error instanceof SqlRuntimeError && error.text);
        assert.equal(sayIn('zh', error.text), message);
        return true;
      },
    );
  });
}

/** Constants that can never be right, with what the author is told in Chinese. */
const refused: readonly (readonly [expression: string, message: string])[] = [
  [
    "format_date('sec', 'Z', '%Y')",
    "此处应为 'second', 'millisecond', 'microsecond', 'nanosecond' 之一，实际是 'sec'",
  ],
  ["format_date('second', 'UTC', '%Y')", "此处应为时区偏移，例如 '+08:00'、'Z' 或 'local'，实际是 'UTC'"],
  ["format_date('second', true, '%Y')", "此处应为时区偏移，例如 '+08:00'、'Z' 或 'local'，实际是布尔值"],
  ["date_to_unix_ts('second', '%Y-%m-%d', topic)", '格式中缺少 %H'],
  ["sprintf('~q', qos)", '未知的格式指令 ~q'],
  ['regex_match(topic, 5)', '此处应为文本，实际是整数'],
  ["regex_match(topic, '(')", '不是有效的正则表达式：Unterminated group'],
  ["regex_match(topic, '(?=(a+)+)b')", '重复的分组内还有重复时不能使用环视；请去掉其中之一'],
  ["regex_extract(topic, '(a)\\1')", '正则表达式不支持反向引用'],
];

for (const [expression, message] of refused) {
  test(`${expression} is refused when the rule is made: ${message}`, () => {
    assert.throws(
      () => ruleOf(`SELECT ${expression} AS result FROM "t"`),
      (error) => {
        assert.ok(error instanceof SqlError && error.text.code === 'invalidArgument');
        assert.equal(error.text.detailZh, message);
        return true;
      },
    );
  });
}
