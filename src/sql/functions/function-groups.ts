/** The groups of functions, in the order in which they are shown. */
export const functionGroups = {
  math: { en: 'Math', zh: '数学' },
  bits: { en: 'Bits', zh: '位运算' },
  conversion: { en: 'Conversion', zh: '类型转换' },
  predicates: { en: 'Predicates', zh: '判断' },
  strings: { en: 'Strings', zh: '字符串' },
  maps: { en: 'Maps', zh: '映射' },
  lists: { en: 'Lists', zh: '列表' },
  hashing: { en: 'Hashing', zh: '哈希' },
  codecs: { en: 'Codecs', zh: '编码与解码' },
  compression: { en: 'Compression', zh: '压缩' },
  'date and time': { en: 'Date and time', zh: '日期与时间' },
  conditional: { en: 'Conditional', zh: '条件' },
  identifiers: { en: 'Identifiers and environment', zh: '标识与环境' },
  state: { en: 'State', zh: '状态' },
  'message context': { en: 'Message context', zh: '消息上下文' },
  schemas: { en: 'Schemas', zh: 'Schema' },
} as const;

export type FunctionGroup = keyof typeof functionGroups;
