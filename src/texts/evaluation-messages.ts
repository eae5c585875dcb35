import { expectedZh, kindZh } from './value-kinds.ts';

interface DirectivePrecision {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly given: number;
}

const unitsZh: Record<string, string> = {
  second: '秒',
  millisecond: '毫秒',
  microsecond: '微秒',
  nanosecond: '纳秒',
};

/** What the evaluation of a statement meets in an event, or already in a constant. */
export const evaluationEn = {
  // What an evaluation meets.
  notBoolean: ({ kind }: { kind: string }) => `a condition must be true or false, got ${kind}`,
  numberWithText: ({ text }: { text: string }) => `a number cannot be compared with the text '${text}'`,
  payloadNotJson: () => 'decode_json_failed',
  // What a function meets.
  divisionByZero: () => 'division by zero',
  outsideDomain: () => 'the function has no value for this number',
  countedFromOne: () => 'positions are counted from 1',
  noSuchElement: ({ n, length }: { n: number; length: number }) =>
    `there is no element ${n} in a list of ${length}`,
  floatBits: ({ length }: { length: number }) => `a float has 32 or 64 bits, not ${length}`,
  wholeBytes: ({ length }: { length: number }) => `${length} bits are not whole bytes`,
  tooManyBits: ({ limit }: { limit: number }) => `an integer may have at most ${limit} bits`,
  notFinite: () => 'these bits are not a number',
  integerTooLong: ({ limit }: { limit: number }) => `an integer may have at most ${limit} digits`,
  textTooLong: ({ limit }: { limit: number }) => `the text would be longer than ${limit} characters`,
  valueTooDeep: ({ limit }: { limit: number }) => `the value is nested deeper than ${limit} levels`,
  compressedTooLarge: ({ limit }: { limit: number }) =>
    `more than ${limit} bytes are not compressed or unpacked`,
  notCompressed: ({ name }: { name: string }) => `these bytes are not what ${name}() unpacks`,
  notHexadecimal: () => 'the text is not hexadecimal',
  notBase64: () => 'the text is not Base64',
  notJson: () => 'the text is not JSON',
  notTerm: () => 'these bytes are not an Erlang term',
  unknownTerm: ({ type }: { type: number }) => `there is no value for an Erlang term with the tag ${type}`,
  keyNotText: () => 'the keys of a map are text',
  expectedValue: ({ expected, kind }: { expected: string; kind: string }) =>
    `expected ${expected}, got ${kind}`,
  timestampKind: ({ kind }: { kind: string }) => `a timestamp is an integer, got ${kind}`,
  outOfRange: ({ number }: { number: string }) => `${number} is out of range`,
  needsIntegers: ({ operator, kind }: { operator: string; kind: string }) =>
    `${operator} needs integers, got ${kind}`,
  needsNumbers: ({ operator, kind }: { operator: string; kind: string }) =>
    `${operator} needs numbers, got ${kind}`,
  floatTooLarge: () => 'the result is too large for a float',
  resultTooLong: ({ limit }: { limit: number }) => `the result has more than ${limit} digits`,
  notUtf8: () => 'expected text, got bytes that are not UTF-8',
  tooSlow: ({ limit }: { limit: number }) => `the evaluation takes longer than ${limit} ms`,
  tooManyParts: ({ limit }: { limit: number }) => `the text has more than ${limit} parts`,
  noSuchLevel: ({ n, length }: { n: number; length: number }) =>
    `there is no level ${n} in a topic of ${length}`,
  tooLargeToKeep: ({ limit }: { limit: number }) => `a value of more than ${limit} bytes is not kept`,
  memoryFull: ({ values, bytes }: { values: number; bytes: number }) =>
    `there is no room: ${values} values, or ${bytes} bytes, are kept already`,
  unreadableText: ({ expected, text }: { expected: string; text: string }) =>
    `expected ${expected}, got '${text}'`,
  emptyText: () => 'expected a character, got empty text',
  emptyList: () => 'the list is empty',
  tooManyRows: ({ limit }: { limit: number }) => `FOREACH made more than ${limit} rows`,
  tooManyCompared: ({ limit }: { limit: number }) => `the values compared have more than ${limit} parts`,
  tooManyValues: ({ limit }: { limit: number }) => `the JSON would hold more than ${limit} values`,
  numberWithoutFloat: ({ number }: { number: string }) => `the number ${number} is too large`,
  needsTopics: ({ kind }: { kind: string }) => `=~ needs a topic and a topic filter, got ${kind}`,
  needsList: ({ range, kind }: { range: string; kind: string }) => `[${range}] needs a list, got ${kind}`,
  clusteredTooLong: ({ limit }: { limit: number }) => `the text is longer than ${limit} characters`,
  tooManyDecimals: ({ limit, decimals }: { limit: number; decimals: number }) =>
    `at most ${limit} decimals, got ${decimals}`,
  noSuchSchema: ({ name }: { name: string }) => `there is no schema ${name}`,
  // What unescape() and sprintf() meet.
  noCharacter: ({ sequence }: { sequence: string }) => `${sequence} is no character`,
  unknownEscape: ({ sequence }: { sequence: string }) => `unknown escape ${sequence}`,
  tooFewValues: ({ given }: { given: number }) =>
    given === 0
      ? 'the format asks for a value, none given'
      : `the format asks for more than ${plural(given, 'value')}`,
  tooManyFilled: ({ used, given }: { used: number; given: number }) =>
    `the format takes ${plural(used, 'value')}, ${given} given`,
  directiveText: ({ kind }: { kind: string }) => `~s takes text, got ${kind}; use str() or ~p`,
  directiveInteger: ({ name, kind }: { name: string; kind: string }) =>
    `${name} takes an integer, got ${kind}`,
  directiveNumber: ({ name, kind }: { name: string; kind: string }) => `${name} takes a number, got ${kind}`,
  directiveCharacter: ({ given }: { given: string }) => `~c takes a character's number, got ${given}`,
  directivePrecision: ({ name, from, to, given }: DirectivePrecision) =>
    `the precision of ${name} is ${from} to ${to}, got ${given}`,
  // What dates meet.
  outsideYears: ({ timestamp, unit }: { timestamp: string; unit: string }) =>
    `${timestamp} ${unit}s is outside the years 0 to 9999`,
  noSuchDate: ({ date }: { date: string }) => `${date} is not a date and time`,
  expectedDate: ({ given }: { given: string }) =>
    `expected a date such as '2025-08-29T18:59:14+08:00', got '${given}'`,
  expectedDigits: ({ digits, part, given }: { digits: number; part: string; given: string }) =>
    `expected ${digits} digits for ${part}, got '${given}'`,
  expectedOffsetPart: ({ part, given }: { part: string; given: string }) =>
    `expected an offset for ${part}, got '${given}'`,
  // What a search by a pattern meets.
  searchedTooLong: ({ limit }: { limit: number }) =>
    `the text is longer than ${limit} characters, too long for this pattern`,
  searchTooLong: ({ limit }: { limit: number }) =>
    `the pattern found no end in ${limit} ms; make the text or the pattern shorter`,
  // What bounds a jq program. Its own errors are jq's, in jq's words.
  jqTextTooLong: ({ limit }: { limit: number }) => `a text would be longer than ${limit} characters`,
  jqArrayTooLong: ({ limit }: { limit: number }) => `an array would hold more than ${limit} elements`,
  jqMakesTooMuch: () => 'the program makes too much',
  jqTooSlow: ({ limit }: { limit: number }) => `the program took longer than ${limit} ms`,
  jqTooDeep: () => 'the program calls itself too deeply',
};

export const evaluationZh: typeof evaluationEn = {
  notBoolean: ({ kind }) => `条件必须为 true 或 false，实际是${kindZh(kind)}`,
  numberWithText: ({ text }) => `数字不能与文本 '${text}' 比较`,
  payloadNotJson: () => '载荷不是 JSON（decode_json_failed）',
  divisionByZero: () => '除数为零',
  outsideDomain: () => '该函数对这个数没有值',
  countedFromOne: () => '位置从 1 开始计数',
  noSuchElement: ({ n, length }) => `列表只有 ${length} 个元素，没有第 ${n} 个`,
  floatBits: ({ length }) => `浮点数是 32 或 64 位，不是 ${length} 位`,
  wholeBytes: ({ length }) => `${length} 位不是整字节`,
  tooManyBits: ({ limit }) => `整数最多 ${limit} 位`,
  notFinite: () => '这些位不是一个数',
  integerTooLong: ({ limit }) => `整数最多 ${limit} 位数字`,
  textTooLong: ({ limit }) => `文本将超过 ${limit} 个字符`,
  valueTooDeep: ({ limit }) => `值的嵌套超过 ${limit} 层`,
  compressedTooLarge: ({ limit }) => `压缩或解压不超过 ${limit} 字节`,
  notCompressed: ({ name }) => `这些字节不能用 ${name}() 解压`,
  notHexadecimal: () => '文本不是十六进制',
  notBase64: () => '文本不是 Base64',
  notJson: () => '文本不是 JSON',
  notTerm: () => '这些字节不是 Erlang 项',
  unknownTerm: ({ type }) => `标记为 ${type} 的 Erlang 项没有对应的值`,
  keyNotText: () => '映射的键是文本',
  expectedValue: ({ expected, kind }) => `此处应为${expectedZh[expected] ?? expected}，实际是${kindZh(kind)}`,
  timestampKind: ({ kind }) => `时间戳是整数，实际是${kindZh(kind)}`,
  outOfRange: ({ number }) => `${number} 超出范围`,
  needsIntegers: ({ operator, kind }) => `${operator} 需要整数，实际是${kindZh(kind)}`,
  needsNumbers: ({ operator, kind }) => `${operator} 需要数字，实际是${kindZh(kind)}`,
  floatTooLarge: () => '结果超出浮点数的范围',
  resultTooLong: ({ limit }) => `结果超过 ${limit} 位数字`,
  notUtf8: () => '此处应为文本，实际是非 UTF-8 的字节',
  tooSlow: ({ limit }) => `求值超过 ${limit} 毫秒`,
  tooManyParts: ({ limit }) => `文本超过 ${limit} 段`,
  noSuchLevel: ({ n, length }) => `主题只有 ${length} 级，没有第 ${n} 级`,
  tooLargeToKeep: ({ limit }) => `超过 ${limit} 字节的值不予保存`,
  memoryFull: ({ values, bytes }) => `空间已满：已保存 ${values} 个值或 ${bytes} 字节`,
  unreadableText: ({ expected, text }) => `此处应为${expectedZh[expected] ?? expected}，实际是 '${text}'`,
  emptyText: () => '此处应为一个字符，实际是空文本',
  emptyList: () => '列表为空',
  tooManyRows: ({ limit }) => `FOREACH 产生的行超过 ${limit} 行`,
  tooManyCompared: ({ limit }) => `所比较的值超过 ${limit} 个部分`,
  tooManyValues: ({ limit }) => `JSON 将包含超过 ${limit} 个值`,
  numberWithoutFloat: ({ number }) => `数字 ${number} 过大`,
  needsTopics: ({ kind }) => `=~ 需要主题和主题过滤器，实际是${kindZh(kind)}`,
  needsList: ({ range, kind }) => `[${range}] 需要列表，实际是${kindZh(kind)}`,
  clusteredTooLong: ({ limit }) => `文本超过 ${limit} 个字符`,
  tooManyDecimals: ({ limit, decimals }) => `最多 ${limit} 位小数，实际是 ${decimals} 位`,
  noSuchSchema: ({ name }) => `没有名为 ${name} 的 Schema`,
  noCharacter: ({ sequence }) => `${sequence} 不是字符`,
  unknownEscape: ({ sequence }) => `未知的转义 ${sequence}`,
  tooFewValues: ({ given }) => `格式需要的值多于给出的 ${given} 个`,
  tooManyFilled: ({ used, given }) => `格式需要 ${used} 个值，给出了 ${given} 个`,
  directiveText: ({ kind }) => `~s 需要文本，实际是${kindZh(kind)}；请用 str() 或 ~p`,
  directiveInteger: ({ name, kind }) => `${name} 需要整数，实际是${kindZh(kind)}`,
  directiveNumber: ({ name, kind }) => `${name} 需要数字，实际是${kindZh(kind)}`,
  directiveCharacter: ({ given }) => `~c 需要字符的编号，实际是 ${given}`,
  directivePrecision: ({ name, from, to, given }) => `${name} 的精度须为 ${from} 到 ${to}，实际是 ${given}`,
  outsideYears: ({ timestamp, unit }) =>
    `时间戳 ${timestamp}（${unitsZh[unit] ?? unit}）超出公元 0 年到 9999 年`,
  noSuchDate: ({ date }) => `${date} 不是有效的日期和时间`,
  expectedDate: ({ given }) => `此处应为日期，例如 '2025-08-29T18:59:14+08:00'，实际是 '${given}'`,
  expectedDigits: ({ digits, part, given }) => `${part} 应为 ${digits} 位数字，实际是 '${given}'`,
  expectedOffsetPart: ({ part, given }) => `${part} 应为时区偏移，实际是 '${given}'`,
  searchedTooLong: ({ limit }) => `文本超过 ${limit} 个字符，不能用该正则表达式搜索`,
  searchTooLong: ({ limit }) => `该正则表达式在 ${limit} 毫秒内没有结果；请缩短文本或正则表达式`,
  jqTextTooLong: ({ limit }) => `文本将超过 ${limit} 个字符`,
  jqArrayTooLong: ({ limit }) => `数组将超过 ${limit} 个元素`,
  jqMakesTooMuch: () => '该程序产生的数据过多',
  jqTooSlow: ({ limit }) => `该程序运行超过 ${limit} 毫秒`,
  jqTooDeep: () => '该程序的递归过深',
};

function plural(count: number, word: string): string {
  return count === 1 ? `1 ${word}` : `${count} ${word}s`;
}
