import { defineTexts, useTexts } from '../texts/texts.ts';

/** What each type of channel is called. */
const kindTexts = defineTexts(
  {
    wecom: 'WeCom',
    dingtalk: 'DingTalk',
    feishu: 'Feishu / Lark',
    slack: 'Slack',
    teams: 'Microsoft Teams',
    telegram: 'Telegram',
    discord: 'Discord',
    email: 'E-mail',
    pagerduty: 'PagerDuty',
    webhook: 'Webhook',
    preview: 'Preview inbox',
  },
  {
    wecom: '企业微信',
    dingtalk: '钉钉',
    feishu: '飞书 / Lark',
    slack: 'Slack',
    teams: 'Microsoft Teams',
    telegram: 'Telegram',
    discord: 'Discord',
    email: '邮件',
    pagerduty: 'PagerDuty',
    webhook: 'Webhook',
    preview: '预览收件箱',
  },
);

/** What connectors of the other types speak to. */
const systemNames: Readonly<Record<string, string>> = {
  http: 'HTTP',
  mqtt: 'MQTT',
  kafka_producer: 'Kafka',
  mysql: 'MySQL',
  pgsql: 'PostgreSQL',
  redis: 'Redis',
  rabbitmq: 'RabbitMQ',
  nats: 'NATS',
  influxdb: 'InfluxDB',
};

const fileTexts = defineTexts({ file: 'Files' }, { file: '文件' });

export type ChannelKind = keyof ReturnType<typeof useTexts<(typeof kindTexts)['en']>>;

/** The order in which somebody who reads this language looks for theirs. */
export const CHANNEL_KINDS: Readonly<Record<'en' | 'zh', readonly ChannelKind[]>> = {
  en: [
    'slack',
    'email',
    'pagerduty',
    'webhook',
    'wecom',
    'teams',
    'telegram',
    'discord',
    'dingtalk',
    'feishu',
    'preview',
  ],
  zh: [
    'wecom',
    'dingtalk',
    'feishu',
    'email',
    'webhook',
    'slack',
    'teams',
    'telegram',
    'discord',
    'pagerduty',
    'preview',
  ],
};

/** @returns what a type of channels or connectors is called */
export function useKindName(): (kind: string) => string {
  const names: Readonly<Record<string, string>> = useTexts(kindTexts);
  const { file } = useTexts(fileTexts);
  return (kind) => names[kind] ?? (kind === 'file' ? file : (systemNames[kind] ?? kind));
}

export function isChannelKind(kind: string): kind is ChannelKind {
  return kind in kindTexts.en;
}

/** A letter or two, so that a list can be read at a glance: vendors' signs are theirs. */
const LETTERS: Readonly<Record<string, string>> = {
  wecom: '企',
  dingtalk: '钉',
  feishu: '飞',
  slack: 'Sl',
  teams: 'Te',
  telegram: 'Tg',
  discord: 'Di',
  email: '@',
  pagerduty: 'PD',
  webhook: '{}',
  preview: '◉',
  http: 'H',
  mqtt: 'M',
  kafka_producer: 'K',
  mysql: 'My',
  pgsql: 'Pg',
  redis: 'R',
  rabbitmq: 'Rb',
  nats: 'N',
  influxdb: 'In',
  file: 'F',
};

export function kindLetters(kind: string): string {
  return LETTERS[kind] ?? kind.slice(0, 2);
}
