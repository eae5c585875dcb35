type Words = (...found: string[]) => string;

interface Sentence {
  /** As the validation of the server says it, in English. */
  readonly pattern: RegExp;
  readonly en: Words;
  readonly zh: Words;
}

const KINDS: Readonly<Record<string, { readonly en: string; readonly zh: string }>> = {
  string: { en: 'a text', zh: '文本' },
  number: { en: 'a number', zh: '数字' },
  int: { en: 'a whole number', zh: '整数' },
  boolean: { en: 'yes or no', zh: '是或否' },
  array: { en: 'a list', zh: '列表' },
  object: { en: 'an object', zh: '对象' },
};

const options = (list: string): string[] => list.split('|').map((option) => option.replaceAll('"', ''));

const SENTENCES: readonly Sentence[] = [
  {
    pattern: /^Too small: expected string to have >=(\d+) characters?$/,
    en: (least) => (least === '1' ? 'This is needed.' : `At least ${least} characters.`),
    zh: (least) => (least === '1' ? '此项必填。' : `至少 ${least} 个字符。`),
  },
  {
    pattern: /^Too big: expected string to have <=(\d+) characters?$/,
    en: (most) => `At most ${most} characters.`,
    zh: (most) => `最多 ${most} 个字符。`,
  },
  {
    pattern: /^Too small: expected (?:number|int) to be >=(-?[\d.]+)$/,
    en: (least) => `Must be ${least} or more.`,
    zh: (least) => `不能小于 ${least}。`,
  },
  {
    pattern: /^Too small: expected (?:number|int) to be >(-?[\d.]+)$/,
    en: (least) => `Must be more than ${least}.`,
    zh: (least) => `必须大于 ${least}。`,
  },
  {
    pattern: /^Too big: expected (?:number|int) to be <=(-?[\d.]+)$/,
    en: (most) => `Must be ${most} or less.`,
    zh: (most) => `不能大于 ${most}。`,
  },
  {
    pattern: /^Too small: expected array to have >=(\d+) items?$/,
    en: (least) => `At least ${least} of them.`,
    zh: (least) => `至少 ${least} 项。`,
  },
  {
    pattern: /^Too big: expected array to have <=(\d+) items?$/,
    en: (most) => `At most ${most} of them.`,
    zh: (most) => `最多 ${most} 项。`,
  },
  {
    pattern: /^Invalid option: expected one of (.+)$/,
    en: (list = '') => `Must be one of ${options(list).join(', ')}.`,
    zh: (list = '') => `可选值：${options(list).join('、')}。`,
  },
  {
    pattern: /^Invalid input: expected (string|number|int|boolean|array|object), received \w+$/,
    en: (kind = '') => `Must be ${KINDS[kind]?.en}.`,
    zh: (kind = '') => `必须是${KINDS[kind]?.zh}。`,
  },
];

/** What the validation of the server says, as a sentence for people; what it does not know stays as it is. */
export function validationWords(explanation: string, language: 'en' | 'zh'): string {
  for (const { pattern, [language]: words } of SENTENCES) {
    const found = pattern.exec(explanation);
    if (found) return words(...found.slice(1));
  }
  return explanation;
}
