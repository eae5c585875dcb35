import { evaluationEn, evaluationZh } from './evaluation-messages.ts';
import { kindZh, spaced } from './value-kinds.ts';

/** What the rule language says about a statement: errors that refuse it, hints, and warnings. Values come quoted. */

/** Parts of the grammar that a message may ask for; keywords and signs stand for themselves. */
const conceptsEn: Record<string, string> = {
  expression: 'an expression',
  alias: 'a name for the output',
  name: 'a name',
  index: 'an index',
  integer: 'an integer',
  topic: 'a topic in quotes',
  statement: 'SELECT or FOREACH',
  end: 'the end of the statement',
  item: 'something to select',
};

const conceptsZh: Record<string, string> = {
  expression: '表达式',
  alias: '输出名称',
  name: '名称',
  index: '下标',
  integer: '整数',
  topic: '带引号的主题',
  statement: 'SELECT 或 FOREACH',
  end: '语句结尾',
  item: '要选取的内容',
};

/** The types of values, as functions ask for them and as values are. */
const typesEn: Record<string, string> = {
  any: 'a value',
  boolean: 'a boolean',
  integer: 'an integer',
  float: 'a float',
  number: 'a number',
  text: 'text',
  bytes: 'text',
  list: 'a list',
  map: 'a map',
};

const typesZh: Record<string, string> = {
  any: '值',
  boolean: '布尔值',
  integer: '整数',
  float: '浮点数',
  number: '数字',
  text: '文本',
  bytes: '文本',
  list: '列表',
  map: '映射',
};

export interface ExpectedType {
  /** Any of them would do. */
  readonly types: readonly string[];
  /** What the argument may be instead. */
  readonly kinds: readonly string[];
}

export interface Arity {
  /** How many arguments a function takes, ascending. */
  readonly counts: readonly number[];
  /** It takes any number of further ones. */
  readonly more: boolean;
}

export interface UnknownColumn {
  readonly name: string;
  readonly topics: string;
  /** It stands in a comparison, which cannot be true then. */
  readonly compared: boolean;
  readonly suggestion?: string | undefined;
}

export interface InvalidArgument {
  readonly name: string;
  readonly detail: string;
  readonly detailZh?: string | undefined;
}

export interface UnavailableFunction {
  readonly name: string;
  readonly instead: { readonly en: string; readonly zh: string };
}

const en = {
  // Errors of the grammar.
  statementTooLong: ({ limit }: { limit: number }) => `the statement is longer than ${limit} characters`,
  unexpectedCharacter: ({ character }: { character: string }) => `unexpected character ${character}`,
  unterminatedQuote: ({ quote }: { quote: string }) => `this ${quote} is never closed`,
  numberTooLong: ({ limit }: { limit: number }) => `a number may have at most ${limit} digits`,
  numberTooLarge: () => 'this number is too large',
  unexpectedToken: ({ expected, found }: { expected: string; found: string }) =>
    `expected ${conceptsEn[expected] ?? expected}, found ${conceptsEn[found] ?? found}`,
  trailingComma: () => 'nothing follows this comma; remove it',
  notInLanguage: ({ word }: { word: string }) => `${word} is not part of the rule language`,
  nestedTooDeep: ({ limit }: { limit: number }) => `nested more than ${limit} levels deep`,
  tooManyOperators: ({ limit }: { limit: number }) =>
    `more than ${limit} arithmetic operators in one statement`,
  pathTooLong: ({ limit }: { limit: number }) => `a path may have at most ${limit} parts`,
  chainedComparison: () => 'comparisons cannot be chained',
  aliasInSingleQuotes: ({ alias }: { alias: string }) => `an output cannot be named by the text '${alias}'`,
  aliasIndex: () => 'the index in the name of an output must be an integer',
  numberInPath: ({ number }: { number: string }) => `${number} is read as one number here`,
  foreachAll: () => 'the last item of FOREACH must be a list; * is not one',
  reversedRange: ({ from, to }: { from: number; to: number }) => `the range ${from}..${to} runs backwards`,
  rangeTooLong: ({ limit }: { limit: number }) => `a range may have at most ${limit} elements`,
  zeroBound: () => 'elements are counted from 1, so 0 cannot bound a range',
  // Errors of meaning.
  unknownModule: ({ module }: { module: string }) => `unknown module ${module}`,
  unknownFunction: ({ name }: { name: string }) => `unknown function ${name}()`,
  unavailableFunction: ({ name, instead }: UnavailableFunction) =>
    `${name}() is not available: ${instead.en}`,
  wrongArity: ({ name, arity, given }: { name: string; arity: Arity; given: number }) =>
    `${name}() takes ${countsEn(arity)} argument${isOne(arity) ? '' : 's'}, ${given} given`,
  invalidArgument: ({ name, detail }: InvalidArgument) => `${name}(): ${detail}`,
  // What can be wrong with a constant argument; the same is said when the rule meets it in an event.
  expectedText: ({ kind }: { kind: string }) => `expected text, got ${kind}`,
  expectedType: ({ types, kinds }: ExpectedType) =>
    `expected ${alternatives(types, typesEn, ' or ')}, got ${alternatives(kinds, typesEn, ' or ')}`,
  expectedWord: ({ words, word }: { words: string; word: string }) => `expected ${words}, got '${word}'`,
  expectedOffset: ({ given }: { given: string }) =>
    `expected an offset such as '+08:00', 'Z' or 'local', got ${given}`,
  missingDatePart: ({ part }: { part: string }) => `missing part ${part} in the format`,
  unknownDirective: ({ directive }: { directive: string }) => `unknown directive ${directive}`,
  badPattern: ({ detail }: { detail: string }) => `the pattern is not a regular expression: ${detail}`,
  patternTooLong: ({ limit }: { limit: number }) => `the pattern is longer than ${limit} characters`,
  patternTooCostly: () => 'the pattern can match in too many ways',
  repeatedGroup: () => 'a repeated group must not hold a repetition or alternatives that begin alike',
  backReference: () => 'back references are not supported in patterns',
  badJqProgram: ({ detail }: { detail: string }) => `the program is not jq: ${detail}`,
  jqRests: ({ times }: { times: number }) =>
    `the program ran out of time just now, and rests for ${times} times as long`,
  costlyLookAround: () =>
    'look-around cannot stand in a pattern in which a repeated group repeats something itself; leave one of them out',
  unknownClass: ({ name }: { name: string }) => `unknown character class ${name}`,
  lastBackslash: () => 'the pattern ends with a backslash',
  openClass: () => 'the pattern has a [ that is never closed',
  ...evaluationEn,
  // Errors of FROM.
  notTopicFilter: ({ topic }: { topic: string }) => `${topic} is not a topic filter`,
  sharedTopic: ({ topic }: { topic: string }) =>
    `${topic} shares messages among subscribers, and a rule is none`,
  messageTopic: ({ topic }: { topic: string }) => `${topic} cannot stand in FROM`,
  unavailableTopic: ({ topic }: { topic: string }) =>
    `${topic} is not available in this version: a rule on it would never fire`,
  unavailableSource: ({ topic, types }: { topic: string; types: string }) =>
    `${topic} is not available in this version, which has sources of these types: ${types}`,
  notSourceTopic: ({ topic }: { topic: string }) => `${topic} is not the topic of a source`,
  unknownEvent: ({ topic }: { topic: string }) => `there is no event ${topic}`,
  // Hints.
  didYouMean: ({ name }: { name: string }) => `did you mean ${name}?`,
  writeInstead: ({ text }: { text: string }) => `write ${text}`,
  joinWithAnd: () => 'join them with AND',
  quoteTopics: () => 'write topics in quotes, as in "t/#"',
  wholeLevels: () => '+ and # stand for whole levels, # only for the last one',
  filterOfMessages: () => 'write the topic filter of the messages, as in "t/#"',
  listOfEvents: () => 'GET /rule_events lists the events',
  quoteNames: () => 'write names with other than Latin letters in double quotes',
  orOrPlus: () => 'write OR between conditions, and + between texts',
  lineComments: () => 'comments run from -- to the end of the line',
  oneStatement: () => 'a rule is one statement, without a sign at its end',
  oneEvent: () => 'a rule sees one event at a time',
  // Warnings.
  quotedText: ({ name }: { name: string }) => `"${name}" is read as text; write '${name}'`,
  unknownColumn: ({ name, topics, compared, suggestion }: UnknownColumn) =>
    `${name} is not a column of ${topics}, it is always undefined${compared ? ', so this comparison is never true' : ''}${
      suggestion === undefined ? '' : `; did you mean ${suggestion}?`
    }`,
  unknownSchema: ({ name }: { name: string }) =>
    `there is no schema ${name}, so this call fails; POST /schema_registry makes one`,
  unusableSchema: ({ detail }: { detail: string }) => `this call fails: ${detail}`,
  messageTypeNeeded: ({ name }: { name: string }) =>
    `${name} is a Protobuf schema, so this call fails without the type of the message as last argument`,
  neverTrue: () => 'this condition is never true',
  wildcardCompared: ({ operator, filter }: { operator: string; filter: string }) =>
    operator === '='
      ? `no topic name holds a wildcard, so this is never true; write topic =~ '${filter}'`
      : `no topic name holds a wildcard, so this is always true; write NOT topic =~ '${filter}'`,
  textComparedWithNumber: ({ name, number }: { name: string; number: string }) =>
    `${name} is text: the comparison fails for every text that is not a number; write '${number}' if the text is meant`,
  numberComparedWithText: ({ name, text }: { name: string; text: string }) =>
    `${name} is a number: to compare it with the text '${text}' is an error; write a number`,
  unknownReason: ({ reason, suggestion }: { reason: string; suggestion: string }) =>
    `'${reason}' is no reason of this event; did you mean '${suggestion}'?`,
  columnOfSomeEvents: ({ name, without }: { name: string; without: readonly string[] }) =>
    `${without.join(' and ')} ${without.length === 1 ? 'has' : 'have'} no column ${name}; there it is undefined and the comparison false`,
  falseWhereMissing: ({ path }: { path: string }) =>
    `where ${path} is missing this is false, too; write is_null(${path}) OR … if such messages are meant as well, is_not_null(${path}) AND … if not`,
  trueWhereMissing: ({ path }: { path: string }) =>
    `where ${path} is missing the comparison is false and its negation true; write is_not_null(${path}) AND … if such messages are not meant`,
  contradiction: ({ path, first, second }: { path: string; first: string; second: string }) =>
    `${path} cannot be ${first} and ${second} at the same time, so this condition is never true`,
};

export type SqlMessages = typeof en;
export type SqlMessageCode = keyof SqlMessages;

const zh: SqlMessages = {
  statementTooLong: ({ limit }) => `语句超过 ${limit} 个字符`,
  unexpectedCharacter: ({ character }) => `意外的字符 ${character}`,
  unterminatedQuote: ({ quote }) => `这个 ${quote} 没有闭合`,
  numberTooLong: ({ limit }) => `数字最多 ${limit} 位`,
  numberTooLarge: () => '数字过大',
  unexpectedToken: ({ expected, found }) =>
    `此处应为${spaced(conceptsZh[expected] ?? expected).trimEnd()}，实际是${spaced(conceptsZh[found] ?? found)}`.trimEnd(),
  trailingComma: () => '这个逗号后面没有内容；请删去',
  notInLanguage: ({ word }) => `规则语言不支持 ${word}`,
  nestedTooDeep: ({ limit }) => `嵌套超过 ${limit} 层`,
  tooManyOperators: ({ limit }) => `一条语句中的算术运算符超过 ${limit} 个`,
  pathTooLong: ({ limit }) => `路径最多 ${limit} 段`,
  chainedComparison: () => '比较不能连写',
  aliasInSingleQuotes: ({ alias }) => `不能用文本 '${alias}' 命名输出`,
  aliasIndex: () => '输出名称中的下标必须是整数',
  numberInPath: ({ number }) => `${number} 在这里会被读作一个数字`,
  foreachAll: () => 'FOREACH 的最后一项必须是列表，不能是 *',
  reversedRange: ({ from, to }) => `范围 ${from}..${to} 是反向的`,
  rangeTooLong: ({ limit }) => `范围最多 ${limit} 个元素`,
  zeroBound: () => '元素从 1 开始计数，范围的边界不能是 0',
  unknownModule: ({ module }) => `未知模块 ${module}`,
  unknownFunction: ({ name }) => `未知函数 ${name}()`,
  unavailableFunction: ({ name, instead }) => `${name}() 不可用：${instead.zh}`,
  wrongArity: ({ name, arity, given }) => `${name}() 需要 ${countsZh(arity)} 个参数，给出了 ${given} 个`,
  invalidArgument: ({ name, detail, detailZh }) => `${name}()：${detailZh ?? detail}`,
  expectedText: ({ kind }) => `此处应为文本，实际是${kindZh(kind)}`,
  expectedType: ({ types, kinds }) =>
    `此处应为${alternatives(types, typesZh, '或').replaceAll(', ', '、')}，实际是${alternatives(kinds, typesZh, '或')}`,
  expectedWord: ({ words, word }) => `此处应为 ${words} 之一，实际是 '${word}'`,
  expectedOffset: ({ given }) => `此处应为时区偏移，例如 '+08:00'、'Z' 或 'local'，实际是${kindZh(given)}`,
  missingDatePart: ({ part }) => `格式中缺少 ${part}`,
  unknownDirective: ({ directive }) => `未知的格式指令 ${directive}`,
  badPattern: ({ detail }) => `不是有效的正则表达式：${detail}`,
  patternTooLong: ({ limit }) => `正则表达式超过 ${limit} 个字符`,
  patternTooCostly: () => '该正则表达式的匹配方式过多',
  repeatedGroup: () => '重复的分组内不能再有重复，也不能有开头相同的分支',
  backReference: () => '正则表达式不支持反向引用',
  badJqProgram: ({ detail }) => `不是有效的 jq 程序：${detail}`,
  jqRests: ({ times }) => `该程序刚刚超时，在 ${times} 倍的时间内不再运行`,
  costlyLookAround: () => '重复的分组内还有重复时不能使用环视；请去掉其中之一',
  unknownClass: ({ name }) => `未知的字符类 ${name}`,
  lastBackslash: () => '正则表达式以反斜杠结尾',
  openClass: () => '正则表达式中的 [ 没有闭合',
  ...evaluationZh,
  notTopicFilter: ({ topic }) => `${topic} 不是有效的主题过滤器`,
  sharedTopic: ({ topic }) => `${topic} 用于在订阅者之间分摊消息，规则不是订阅者`,
  messageTopic: ({ topic }) => `${topic} 不能写在 FROM 中`,
  unavailableTopic: ({ topic }) => `此版本不提供 ${topic}：使用它的规则永远不会触发`,
  unavailableSource: ({ topic, types }) => `此版本不提供 ${topic}；可用的数据源类型：${types}`,
  notSourceTopic: ({ topic }) => `${topic} 不是数据源的主题`,
  unknownEvent: ({ topic }) => `没有 ${topic} 这个事件`,
  didYouMean: ({ name }) => `是否想写 ${name}？`,
  writeInstead: ({ text }) => `请写成 ${text}`,
  joinWithAnd: () => '请用 AND 连接',
  quoteTopics: () => '主题请加引号，例如 "t/#"',
  wholeLevels: () => '+ 和 # 须占据整个层级，# 只能在最后一级',
  filterOfMessages: () => '请写消息的主题过滤器，例如 "t/#"',
  listOfEvents: () => 'GET /rule_events 列出全部事件',
  quoteNames: () => '含非拉丁字母的名称请加双引号',
  orOrPlus: () => '条件之间请写 OR，文本之间请写 +',
  lineComments: () => '注释从 -- 开始，到行尾结束',
  oneStatement: () => '规则只有一条语句，末尾不加符号',
  oneEvent: () => '规则每次只处理一个事件',
  quotedText: ({ name }) => `"${name}" 按文本处理；请写成 '${name}'`,
  unknownColumn: ({ name, topics, compared, suggestion }) =>
    `${name} 不是 ${topics} 的字段，其值始终为 undefined${compared ? '，因此该比较永远不成立' : ''}${
      suggestion === undefined ? '' : `；是否想写 ${suggestion}？`
    }`,
  unknownSchema: ({ name }) => `没有名为 ${name} 的 Schema，该调用会失败；可用 POST /schema_registry 创建`,
  unusableSchema: ({ detail }) => `该调用会失败：${detail}`,
  messageTypeNeeded: ({ name }) => `${name} 是 Protobuf Schema，最后一个参数须给出消息类型，否则该调用会失败`,
  neverTrue: () => '该条件永远不成立',
  wildcardCompared: ({ operator, filter }) =>
    operator === '='
      ? `主题名不含通配符，因此永远不成立；请写 topic =~ '${filter}'`
      : `主题名不含通配符，因此总是成立；请写 NOT topic =~ '${filter}'`,
  textComparedWithNumber: ({ name, number }) =>
    `${name} 是文本：凡不是数字的文本，该比较都会出错；若指文本请写 '${number}'`,
  numberComparedWithText: ({ name, text }) => `${name} 是数字：与文本 '${text}' 比较会出错；请写数字`,
  unknownReason: ({ reason, suggestion }) => `'${reason}' 不是该事件的原因；是否想写 '${suggestion}'？`,
  columnOfSomeEvents: ({ name, without }) =>
    `${without.join('、')} 没有字段 ${name}；此时其值为 undefined，比较不成立`,
  falseWhereMissing: ({ path }) =>
    `缺少 ${path} 时该比较同样不成立；若也要这样的消息，请写 is_null(${path}) OR …，否则请写 is_not_null(${path}) AND …`,
  trueWhereMissing: ({ path }) =>
    `缺少 ${path} 时比较不成立，取反后成立；若不要这样的消息，请写 is_not_null(${path}) AND …`,
  contradiction: ({ path, first, second }) =>
    `${path} 不可能同时是 ${first} 和 ${second}，因此该条件永远不成立`,
};

export type SqlLanguage = 'en' | 'zh';
export const sqlMessages: Record<SqlLanguage, SqlMessages> = { en, zh };

function isOne({ counts }: Arity): boolean {
  return counts.length === 1 && counts[0] === 1;
}

/** `1`, `2 or 3`, `1, 3 or 4`, `at least 1` */
function countsEn({ counts, more }: Arity): string {
  if (more) return `at least ${counts[0]}`;
  if (counts.length < 2) return counts[0] === 0 ? 'no' : `${counts[0]}`;
  return `${counts.slice(0, -1).join(', ')} or ${counts.at(-1)}`;
}

function countsZh({ counts, more }: Arity): string {
  return more ? `至少 ${counts[0]}` : counts.join(' 或 ');
}

function alternatives(types: readonly string[], names: Record<string, string>, or: string): string {
  const said = [...new Set(types.map((type) => names[type] ?? type))];
  return [said.slice(0, -1).join(', '), said.at(-1)].filter((part) => part !== '').join(or);
}
