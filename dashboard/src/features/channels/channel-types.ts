const TYPES = new Set([
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
  'preview',
]);

/** Whether connectors of this type speak to people. */
export function isChannelType(type: string): boolean {
  return TYPES.has(type);
}

/** The inbox that is always there reaches nobody who is not looking at the dashboard. */
export function reachesPeople(type: string): boolean {
  return TYPES.has(type) && type !== 'preview';
}
