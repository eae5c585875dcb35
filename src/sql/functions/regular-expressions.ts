import { checkLength, stringOf } from '../text.ts';
import type { Value } from '../values.ts';
import { type FunctionEntry, rememberLast } from './function-entry.ts';
import { compilePattern } from './pattern.ts';

const group = 'strings';
const constants = { 1: (pattern: Value) => compilePattern(stringOf(pattern)) };

/**
 * EMQX runs PCRE over bytes, these run over characters. Patterns that can take a time out of proportion to the text
 * are refused: a repeated group that itself repeats, back references, and long text for the worse of the rest.
 */
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
    ],
    constants,
    bind: () => {
      const compiled = rememberLast(compilePattern);
      return (s, pattern) => compiled(stringOf(pattern)).find(stringOf(s)) !== null;
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
      ["regex_replace('温度', '.', 'x')", '"xx"'],
    ],
    constants,
    bind: () => {
      const compiled = rememberLast(compilePattern);
      return (s, pattern, to) => {
        const replacement = compileReplacement(stringOf(to));
        const text = stringOf(s);
        let grown = text.length;
        return compiled(stringOf(pattern)).replaceAll(text, (match, groups) => {
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
      const compiled = rememberLast(compilePattern);
      return (s, pattern) => {
        const [, ...groups] = compiled(stringOf(pattern)).find(stringOf(s)) ?? [];
        return groups.map((found) => found ?? '');
      };
    },
  },
];

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
