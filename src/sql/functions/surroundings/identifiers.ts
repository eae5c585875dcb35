import { stringOf } from '../../text.ts';
import type { FunctionEntry } from '../function-entry.ts';

const group = 'identifiers';

export const identifiers: readonly FunctionEntry[] = [
  {
    name: 'uuid_v4',
    group,
    forms: [''],
    gives: 'text',
    meaning: { en: 'a random UUID', zh: '随机 UUID' },
    examples: [['strlen(uuid_v4())', '36']],
    bind:
      ({ uuid }) =>
      () =>
        uuid(),
  },
  {
    name: 'uuid_v4_no_hyphen',
    group,
    forms: [''],
    gives: 'text',
    meaning: { en: 'a random UUID without its hyphens', zh: '不带连字符的随机 UUID' },
    examples: [['strlen(uuid_v4_no_hyphen())', '32']],
    bind:
      ({ uuid }) =>
      () =>
        uuid().replaceAll('-', ''),
  },
  {
    name: 'getenv',
    group,
    forms: ['name: text'],
    gives: 'text',
    meaning: {
      en: "the broker's environment variable EMQXVAR_<name>, or empty text",
      zh: '服务器的环境变量 EMQXVAR_<name>，没有则为空文本',
    },
    examples: [["getenv('NOT_SET_ANYWHERE')", '""']],
    bind:
      ({ environment }) =>
      (name) =>
        environment(stringOf(name)) ?? '',
  },
];
