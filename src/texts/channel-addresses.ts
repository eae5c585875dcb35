import type { Language } from './cut-notes.ts';

const vendorsEn: Readonly<Record<string, string>> = {
  wecom: 'a WeCom',
  dingtalk: 'a DingTalk',
  feishu: 'a Feishu',
  slack: 'a Slack',
  teams: 'a Microsoft Teams',
  telegram: 'a Telegram',
  discord: 'a Discord',
  pagerduty: 'a PagerDuty',
};

const vendorsZh: Readonly<Record<string, string>> = {
  wecom: '企业微信',
  dingtalk: '钉钉',
  feishu: '飞书',
  slack: 'Slack ',
  teams: 'Microsoft Teams ',
  telegram: 'Telegram ',
  discord: 'Discord ',
  pagerduty: 'PagerDuty ',
};

/** What is wrong with an address that somebody pasted, and what to do. */
const en = {
  wrong_type: (type: string) => `this is ${vendorsEn[type] ?? `a ${type}`} address: choose the type ${type}`,
  not_an_address: () => 'this is no address: paste the whole of it, from https:// to its end',
  without_scheme: () => 'the address lacks its beginning: write https:// before it',
  incomplete: (type: string) =>
    `this is ${vendorsEn[type] ?? `a ${type}`} address without its token: copy the whole of it, to its last character`,
  retired: () =>
    'addresses of webhook.office.com were retired by Microsoft: create a workflow "Post to a channel when a webhook request is received" in Teams, and paste its address',
  old_bot: () =>
    'this is a Feishu address of the first version: add a custom bot to the group, its address has /bot/v2/hook/',
};

export type AddressProblem = keyof typeof en;

const zh: Readonly<Record<AddressProblem, (type: string) => string>> = {
  wrong_type: (type) => `这是${vendorsZh[type] ?? type}的地址：请选择类型 ${type}`,
  not_an_address: () => '这不是一个地址：请粘贴完整的地址，从 https:// 开始直到末尾',
  without_scheme: () => '地址缺少开头：请在前面加上 https://',
  incomplete: (type) => `这个${vendorsZh[type] ?? type}地址缺少 token：请复制完整地址，直到最后一个字符`,
  retired: () =>
    'webhook.office.com 的地址已被微软停用：请在 Teams 中创建“收到 Webhook 请求时发布到频道”的工作流，并粘贴它的地址',
  old_bot: () => '这是飞书第一版机器人的地址：请在群中添加自定义机器人，其地址中含有 /bot/v2/hook/',
};

export const addressProblems: Readonly<
  Record<Language, Readonly<Record<AddressProblem, (type: string) => string>>>
> = { en, zh };
