import { z } from 'zod';
import { parseDuration } from '../../lib/duration.ts';
import { durationField } from '../../lib/zod-fields.ts';
import { SEVERITIES, type Severity } from '../alert.ts';
import type { Parameter, Words } from './playbook.ts';

type Duration = string | number;

export function duration(label: Words, usual: Duration): Parameter<Duration> {
  return { type: 'duration', label, default: usual, schema: durationField };
}

/** One that is not nothing. */
export function period(label: Words, usual: Duration): Parameter<Duration> {
  const schema = durationField.refine((value) => (parseDuration(value) ?? 0) > 0, 'must be longer than 0');
  return { type: 'duration', label, default: usual, schema };
}

export function count(label: Words, usual: number): Parameter<number> {
  const maximum = 1_000_000;
  const schema = z.int().min(1).max(maximum);
  return { type: 'integer', label, default: usual, schema, minimum: 1, maximum };
}

export function choice<const Option extends string>(
  label: Words,
  options: readonly [Option, ...Option[]],
): Parameter<Option> {
  const [usual] = options;
  return { type: 'choice', label, default: usual, schema: z.enum(options), options };
}

const name = z
  .string()
  .max(256)
  .regex(/^\P{Cc}*$/u, 'must not contain control characters');

export function texts(label: Words, usual: readonly string[]): Parameter<readonly string[]> {
  return { type: 'texts', label, default: usual, schema: z.array(name.min(1)).max(1000) };
}

export const prefix: Parameter<string> = {
  type: 'text',
  label: {
    en: 'Only clients whose id begins so; all when empty',
    zh: '只关注客户端 ID 以此开头的设备；为空表示全部',
  },
  default: '',
  schema: name,
};

/** Whom a rule about clients is about, beside those whose ids begin alike; all of it has to fit. */
export const whom = {
  clientids: {
    type: 'texts',
    label: { en: 'Only these clients; all when empty', zh: '只关注这些客户端；为空表示全部' },
    default: [],
    schema: z.array(name.min(1)).max(1000),
  } as Parameter<readonly string[]>,
  username: {
    type: 'text',
    label: { en: 'Only clients of this user', zh: '只关注此用户的客户端' },
    default: '',
    schema: name,
  } as Parameter<string>,
  attribute: {
    type: 'text',
    label: {
      en: 'Only clients with this attribute, written name=value',
      zh: '只关注具有此标签的客户端，写作 名称=值',
    },
    default: '',
    schema: name.regex(
      /^$|^[A-Za-z_]\w{0,127}=.+$/,
      'write it as name=value: the name is letters, digits and _',
    ),
  } as Parameter<string>,
};

export const topicFilter: Parameter<string> = {
  type: 'topic_filter',
  label: { en: 'Topic filter', zh: '主题过滤器' },
  default: undefined,
  schema: name
    .min(1)
    .refine(
      (filter) => !filter.startsWith('$'),
      'must be the topics of messages: a filter that begins with $ is not',
    ),
};

export const grace = (usual: Duration): Parameter<Duration> =>
  duration(
    { en: 'Grace period: nobody is told of what is over sooner', zh: '宽限时间：在此之前恢复则不通知' },
    usual,
  );

export const severity = (usual: Severity): Parameter<Severity> => ({
  type: 'severity',
  label: { en: 'Severity', zh: '级别' },
  default: usual,
  schema: z.enum(SEVERITIES),
  options: SEVERITIES,
});

export const notify: Parameter<readonly string[]> = {
  type: 'channels',
  label: {
    en: 'Channels that are told; those of the settings when empty',
    zh: '通知渠道；为空则使用设置中的渠道',
  },
  default: [],
  schema: z.array(z.string().min(1).max(512)).max(32),
};
