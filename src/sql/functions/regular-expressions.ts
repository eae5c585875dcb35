import { SqlRuntimeError } from '../sql-error.ts';
import { checkLength } from '../text.ts';
import { isText, kindOf, type Value } from '../values.ts';
import type { FunctionEntry } from './function-entry.ts';
import { compilePattern } from './pattern.ts';
import { remembered } from './remembered.ts';

const group = 'strings';
const constants = { 1: (pattern: Value) => compilePattern(textOf(pattern)) };

/** Patterns see bytes and know PCRE's notation without back references; no pattern and no text holds up the broker. */
export const regularExpressions: readonly FunctionEntry[] = [
  {
    name: 'regex_match',
    group,
    forms: ['s: text, pattern: text'],
    gives: 'boolean',
    meaning: { en: 'whether the pattern is found in the text', zh: '文本中能否找到该模式' },
    examples: [
      ["regex_match('dev-42', '^dev-[0-9]+$')", 'true'],
      ["regex_match('DEV', '(?i)dev')", 'true'],
      ["regex_match('a', '^[[:digit:]]$')", 'false'],
      ["regex_match('aaaa!', '^(a+)+$')", 'false'],
    ],
    constants,
    bind: () => {
      const compiled = remembered(compilePattern);
      return (s, pattern) => compiled(textOf(pattern)).test(textOf(s));
    },
  },
  {
    name: 'regex_replace',
    group,
    forms: ['s: text, pattern: text, to: text'],
    gives: 'text',
    meaning: {
      en: 'the text with every match replaced; & is the whole match, \\1 to \\9 are its groups',
      zh: '替换所有匹配处；& 是整个匹配，\\1 至 \\9 是各分组',
    },
    examples: [
      ["regex_replace('a1b22', '[0-9]+', '<&>')", '"a<1>b<22>"'],
      ["regex_replace('k=v', '(.)=(.)', '\\2=\\1')", '"v=k"'],
      ["regex_replace('温度', '.', 'x')", '"xxxxxx"'],
      ["regex_replace('温度', '(*UTF8).', 'x')", '"xx"'],
    ],
    constants,
    bind: () => {
      const compiled = remembered(compilePattern);
      return (s, pattern, to) => {
        const { replaceAll, subject } = compiled(textOf(pattern));
        const replacement = compileReplacement(subject(textOf(to)));
        const text = textOf(s);
        let grown = text.length;
        return replaceAll(text, (match, groups) => {
          const by = replacement(match, groups);
          grown += by.length;
          checkLength(grown);
          return by;
        });
      };
    },
  },
  {
    name: 'regex_extract',
    group,
    forms: ['s: text, pattern: text'],
    gives: 'list',
    meaning: {
      en: 'the groups of the first match without the whole match, or an empty list',
      zh: '第一个匹配的各分组（不含整个匹配），没有匹配则为空列表',
    },
    examples: [
      ["regex_extract('T=21 H=40', '([A-Z])=([0-9]+)')", '["T","21"]'],
      ["regex_extract('none', '([0-9]+)')", '[]'],
    ],
    constants,
    bind: () => {
      const compiled = remembered(compilePattern);
      return (s, pattern) => {
        const groups = compiled(textOf(pattern)).groups(textOf(s)) ?? [];
        return groups.map((found) => found ?? '');
      };
    },
  },
];

/** EMQX's booleans are atoms, which its text functions accept. @throws SqlRuntimeError */
function textOf(value: Value): string | Buffer {
  if (isText(value)) return value;
  if (typeof value === 'boolean') return String(value);
  throw new SqlRuntimeError({ code: 'expectedText', kind: kindOf(value) });
}

type Replacement = (match: string, groups: readonly (string | undefined)[]) => string;

/** `&` the match, `\1` a group, `\&` and `\\` themselves; `\0` is the digit 0, as in EMQX. */
function compileReplacement(text: string): Replacement {
  const parts = text.match(/\\[1-9]|\\?./gsu) ?? [];
  return (match, groups) =>
    parts
      .map((part) => {
        if (part === '&') return match;
        if (!part.startsWith('\\') || part.length === 1) return part;
        const letter = part.slice(1);
        return /[1-9]/.test(letter) ? (groups[Number(letter) - 1] ?? '') : letter;
      })
      .join('');
}
