import { SqlRuntimeError } from '../../sql-error.ts';
import { bytesOf, checkLength, joinTexts, stringOf, toText } from '../../text.ts';
import type { Value } from '../../values.ts';
import { countOf, listOf, oneOf } from '../arguments.ts';
import { type FunctionEntry, pure } from '../function-entry.ts';
import { graphemesOf, slice } from './graphemes.ts';
import { checkParts, cut, trimEnd, trimStart } from './trim.ts';

const group = 'strings';

const whichEnd = oneOf(['leading', 'trailing']);
const whichOccurrence = oneOf(['all', 'leading', 'trailing']);
const whichSide = oneOf(['trailing', 'leading', 'both']);
const splitOption = oneOf(['notrim', 'leading', 'trailing', 'leading_notrim', 'trailing_notrim']);
const tokensOption = oneOf(['nocrlf']);

/** Positions count from 0, in what a reader sees as characters (grapheme clusters). */
export const strings: readonly FunctionEntry[] = [
  {
    name: 'lower',
    group,
    forms: ['s: text'],
    gives: 'text',
    meaning: { en: 'the text in lower case', zh: '小写文本' },
    examples: [["lower('AbC')", '"abc"']],
    bind: pure((s) => stringOf(s).toLowerCase()),
  },
  {
    name: 'upper',
    group,
    forms: ['s: text'],
    gives: 'text',
    meaning: { en: 'the text in upper case', zh: '大写文本' },
    examples: [
      ["upper('aBc-1')", '"ABC-1"'],
      ["upper('hello')", '"HELLO"'],
    ],
    bind: pure((s) => stringOf(s).toUpperCase()),
  },
  {
    name: 'trim',
    group,
    forms: ['s: text'],
    gives: 'text',
    meaning: { en: 'the text without blanks at both ends', zh: '去掉两端空白的文本' },
    examples: [["trim('  a b  ')", '"a b"']],
    bind: pure((s) => trimStart(trimEnd(stringOf(s)))),
  },
  {
    name: 'ltrim',
    group,
    forms: ['s: text'],
    gives: 'text',
    meaning: { en: 'the text without blanks in front', zh: '去掉开头空白的文本' },
    examples: [["ltrim('  ab ')", '"ab "']],
    bind: pure((s) => trimStart(stringOf(s))),
  },
  {
    name: 'rtrim',
    group,
    forms: ['s: text', 's: text, characters: text'],
    gives: 'text',
    meaning: {
      en: 'the text without blanks, or without the given characters, at its end',
      zh: '去掉末尾空白或指定字符的文本',
    },
    examples: [
      ["rtrim(' ab  ')", '" ab"'],
      ["rtrim('00420', '0')", '"0042"'],
    ],
    bind: pure((s, characters) =>
      trimEnd(stringOf(s), characters === undefined ? undefined : stringOf(characters)),
    ),
  },
  {
    name: 'reverse',
    group,
    forms: ['s: text'],
    gives: 'text',
    meaning: { en: 'the text backwards', zh: '倒序的文本' },
    examples: [
      ["reverse('stressed')", '"desserts"'],
      ["reverse('温度计')", '"计度温"'],
    ],
    bind: pure((s) =>
      Array.from(graphemesOf(stringOf(s)))
        .reverse()
        .join(''),
    ),
  },
  {
    name: 'rm_prefix',
    group,
    forms: ['s: text, prefix: text'],
    gives: 'text',
    meaning: {
      en: 'the text without the prefix, if it begins with it',
      zh: '若文本以该前缀开头，则去掉前缀',
    },
    examples: [
      ["rm_prefix('dev-77', 'dev-')", '"77"'],
      ["rm_prefix('77', 'dev-')", '"77"'],
    ],
    bind: pure((s, prefix) => {
      const text = stringOf(s);
      const start = stringOf(prefix);
      return text.startsWith(start) ? text.slice(start.length) : text;
    }),
  },
  {
    name: 'strlen',
    group,
    forms: ['s: text'],
    gives: 'integer',
    meaning: { en: 'how many characters the text has', zh: '文本的字符数' },
    examples: [
      ["strlen('温度计')", '3'],
      ["strlen('👨‍👩‍👧')", '1'],
    ],
    bind: pure((s) => graphemesOf(stringOf(s)).length),
  },
  {
    name: 'substr',
    group,
    forms: ['s: text, start: integer', 's: text, start: integer, n: integer'],
    gives: 'text',
    meaning: {
      en: 'the rest of the text from a position on, or so many characters of it',
      zh: '从某个位置起的文本，或其中的 n 个字符',
    },
    examples: [
      ["substr('sensor-12', 7)", '"12"'],
      ["substr('sensor-12', 0, 6)", '"sensor"'],
      ["substr('ab', 9)", '""'],
    ],
    bind: pure((s, start, n) => {
      const first = countOf(start);
      return slice(stringOf(s), first, n === undefined ? undefined : first + countOf(n));
    }),
  },
  {
    name: 'split',
    group,
    forms: [
      's: text, separator: text',
      "s: text, separator: text, option: 'notrim' | 'leading' | 'trailing' | 'leading_notrim' | 'trailing_notrim'",
    ],
    gives: 'list',
    meaning: {
      en: "the parts between the separators without empty ones; 'notrim' keeps those, 'leading' and 'trailing' split once",
      zh: "分隔符之间的各部分，不含空的部分；'notrim' 保留空的部分，'leading' 和 'trailing' 只分割一次",
    },
    examples: [
      ["split('a//b/c/', '/')", '["a","b","c"]'],
      ["split('a//b/c/', '/', 'notrim')", '["a","","b","c",""]'],
      ["split('a/b/c', '/', 'leading')", '["a","b/c"]'],
      ["split('a/b/c', '/', 'trailing')", '["a/b","c"]'],
      ["split('/a', '/', 'leading_notrim')", '["","a"]'],
      ["split('a/', '/', 'trailing_notrim')", '["a",""]'],
    ],
    bind: pure((s, separator, option) => {
      const how = option === undefined ? 'all' : splitOption(option);
      const where = how === 'notrim' ? 'all' : whichOccurrence(how.replace('_notrim', ''));
      const parts = cut(stringOf(s), stringOf(separator), where);
      return how.endsWith('notrim') ? parts : parts.filter((part) => part !== '');
    }),
  },
  {
    name: 'tokens',
    group,
    forms: ['s: text, separators: text', "s: text, separators: text, option: 'nocrlf'"],
    gives: 'list',
    meaning: {
      en: "the parts between any of the separating characters, with 'nocrlf' between lines too, without empty ones",
      zh: "任一分隔字符之间的各部分，不含空的部分；'nocrlf' 时换行也作分隔",
    },
    examples: [
      ["tokens('a,b;c', ',;')", '["a","b","c"]'],
      ["tokens(concat('p q', unescape('\\r\\nr')), ' ', 'nocrlf')", '["p","q","r"]'],
    ],
    bind: pure((s, separators, option) => {
      const apart = new Set(stringOf(separators));
      if (option !== undefined && tokensOption(option)) apart.add('\r').add('\n');
      return tokensOf(stringOf(s), apart);
    }),
  },
  {
    name: 'concat',
    group,
    forms: ['a: any, b: any', 'list: list'],
    gives: 'text',
    meaning: { en: 'the texts of both, or of all elements, joined', zh: '两者或全部元素的文本相连' },
    examples: [
      ["concat('id-', 7)", '"id-7"'],
      ['concat(payload.arr)', '"102030"'],
      ["concat('x', payload.arr)", '"x[10,20,30]"'],
    ],
    bind: pure((...args) => joinTexts((args.length === 1 ? listOf(args[0]) : args).map(toText), '')),
  },
  {
    name: 'pad',
    group,
    forms: [
      's: text, n: integer',
      "s: text, n: integer, where: 'trailing' | 'leading' | 'both'",
      "s: text, n: integer, where: 'trailing' | 'leading' | 'both', character: text",
    ],
    gives: 'text',
    meaning: {
      en: "the text filled up to n characters with blanks, 'trailing', 'leading' or 'both'",
      zh: "用空格（或指定字符）把文本补足到 n 个字符，位置为 'trailing'、'leading' 或 'both'",
    },
    examples: [
      ["pad('ab', 4)", '"ab  "'],
      ["pad('ab', 4, 'leading')", '"  ab"'],
      ["pad('ab', 5, 'both')", '" ab  "'],
      ["pad('7', 3, 'leading', '0')", '"007"'],
    ],
    bind: pure((s, n, where = 'trailing', character = ' ') =>
      pad(stringOf(s), countOf(n), whichSide(where), stringOf(character)),
    ),
  },
  {
    name: 'replace',
    group,
    forms: [
      's: text, from: text, to: text',
      "s: text, from: text, to: text, where: 'all' | 'leading' | 'trailing'",
    ],
    gives: 'text',
    meaning: {
      en: "the text with every, the first ('leading') or the last ('trailing') occurrence replaced",
      zh: "替换全部、第一个（'leading'）或最后一个（'trailing'）匹配处的文本",
    },
    examples: [
      ["replace('a-b-c', '-', '+')", '"a+b+c"'],
      ["replace('a-b-c', '-', '+', 'trailing')", '"a-b+c"'],
      ["replace('a-b-c', '-', '+', 'leading')", '"a+b-c"'],
    ],
    bind: pure((s, from, to, where = 'all') => {
      const parts = cut(stringOf(s), stringOf(from), whichOccurrence(where));
      const by = stringOf(to);
      checkLength(parts.reduce((sum, part) => sum + part.length + by.length, 0));
      return parts.join(by);
    }),
  },
  {
    name: 'ascii',
    group,
    forms: ['character: text'],
    gives: 'integer',
    meaning: { en: 'the number of the first byte', zh: '第一个字节的数值' },
    examples: [["ascii('Az')", '65']],
    bind: pure((character) => {
      const first = bytesOf(stringOf(character))[0];
      if (first === undefined) throw new SqlRuntimeError({ code: 'emptyText' });
      return first;
    }),
  },
  {
    name: 'find',
    group,
    forms: ['s: text, part: text', "s: text, part: text, where: 'leading' | 'trailing'"],
    gives: 'text',
    meaning: {
      en: "the rest of the text from the first ('leading') or last ('trailing') occurrence on, or empty text",
      zh: "从第一次（'leading'）或最后一次（'trailing'）出现处起的文本；没有则为空文本",
    },
    examples: [
      ["find('a=b=c', '=')", '"=b=c"'],
      ["find('a=b=c', '=', 'trailing')", '"=c"'],
      ["find('abc', '=')", '""'],
    ],
    bind: pure((s, part, where = 'leading') => {
      const text = stringOf(s);
      const sought = stringOf(part);
      const at = whichEnd(where) === 'leading' ? text.indexOf(sought) : text.lastIndexOf(sought);
      return at === -1 ? '' : text.slice(at);
    }),
  },
];

function tokensOf(text: string, separators: ReadonlySet<string>): string[] {
  const tokens: string[] = [];
  let token = '';
  for (const character of text) {
    if (!separators.has(character)) token += character;
    else if (token !== '') {
      tokens.push(token);
      checkParts(tokens);
      token = '';
    }
  }
  if (token !== '') tokens.push(token);
  return tokens;
}

function pad(text: string, length: number, where: 'trailing' | 'leading' | 'both', character: string): Value {
  const missing = Math.max(0, length - graphemesOf(text).length);
  checkLength(text.length + missing * character.length);
  const before = { trailing: 0, leading: missing, both: Math.floor(missing / 2) }[where];
  return character.repeat(before) + text + character.repeat(missing - before);
}
