/** Connectors that speak to people, but for the inbox that is always there. */
export const CHANNEL_TYPES: ReadonlySet<string> = new Set([
  'wecom',
  'dingtalk',
  'feishu',
  'slack',
  'teams',
  'telegram',
  'discord',
  'email',
  'pagerduty',
  'webhook',
]);
