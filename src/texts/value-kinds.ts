/** The kinds of values, which the language itself names in English. */
const kindsZh: Record<string, string> = {
  'a boolean': '布尔值',
  'an integer': '整数',
  'a float': '浮点数',
  text: '文本',
  'a list': '列表',
  'a map': '映射',
};

/** What a function asks of a value, where that is more than a type. */
export const expectedZh: Record<string, string> = {
  ...kindsZh,
  'a number': '数字',
  'a number or its text': '数字或其文本',
  'a map or its JSON text': '映射或其 JSON 文本',
  'a list, a map or the JSON text of one': '列表、映射或其 JSON 文本',
  "a boolean, 1, 0, 'true' or 'false'": "布尔值、1、0、'true' 或 'false'",
};

/** The kind of a value within a sentence. */
export function kindZh(kind: string): string {
  return spaced(kindsZh[kind] ?? kind).trimEnd();
}

/** Chinese text sets Latin words off by a blank. */
export function spaced(text: string): string {
  return /^[\u4e00-\u9fff]/.test(text) ? text : ` ${text} `;
}
