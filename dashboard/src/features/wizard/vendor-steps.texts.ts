import { defineTexts } from '../../shared/texts/texts.ts';

type Steps = readonly [string, string, string];
type StepsOfAll = Readonly<
  Record<'wecom' | 'dingtalk' | 'feishu' | 'slack' | 'teams' | 'discord' | 'telegram', Steps>
>;

export const vendorStepsTexts = defineTexts<StepsOfAll>(
  {
    wecom: [
      'Open the group and its menu (…) at the top right',
      'Message push (group robots): add one, give it a name',
      'Copy its Webhook address, from https:// to the end of the key',
    ],
    dingtalk: [
      'Open the settings of the group at the top right',
      'Robots: add a custom robot; choose a keyword or a signature as its security',
      'Copy the Webhook address; with a signature copy the secret (SEC…) too',
    ],
    feishu: [
      'Open the settings of the group at the top right',
      'Bots: add a custom bot, give it a name',
      'Copy the Webhook address; with signature verification copy the secret too',
    ],
    slack: [
      'Open api.slack.com/apps: create an app for your workspace',
      'Incoming Webhooks: switch them on, add one to a channel',
      'Copy its Webhook URL',
    ],
    teams: [
      'Open the menu (…) of the channel, then Workflows',
      'Choose “Post to a channel when a webhook request is received”',
      'Copy the address that is shown at the end',
    ],
    discord: ['Open the settings of the channel', 'Integrations › Webhooks: new webhook', 'Copy Webhook URL'],
    telegram: [
      'Write /newbot to @BotFather: it answers with a token',
      'Add the bot to your group',
      'Paste https://api.telegram.org/botTOKEN/sendMessage?chat_id=CHAT with both',
    ],
  },
  {
    wecom: [
      '打开群聊，点击右上角的菜单（…）',
      '消息推送（群机器人）：添加一个，取个名字',
      '复制 Webhook 地址，从 https:// 到 key 的末尾',
    ],
    dingtalk: [
      '打开群聊右上角的群设置',
      '机器人：添加自定义机器人，安全设置选择关键词或加签',
      '复制 Webhook 地址；选择加签时还要复制密钥（SEC…）',
    ],
    feishu: [
      '打开群聊右上角的群设置',
      '群机器人：添加自定义机器人，取个名字',
      '复制 Webhook 地址；启用签名校验时还要复制密钥',
    ],
    slack: [
      '打开 api.slack.com/apps，为工作区创建应用',
      'Incoming Webhooks：开启，并添加到一个频道',
      '复制 Webhook URL',
    ],
    teams: ['打开频道的菜单（…），选择“工作流”', '选择“收到 Webhook 请求时发布到频道”', '复制最后显示的地址'],
    discord: ['打开频道设置', '整合 › Webhook：新建', '复制 Webhook URL'],
    telegram: [
      '向 @BotFather 发送 /newbot，它会回复一个 token',
      '把机器人加入群组',
      '粘贴包含两者的地址 https://api.telegram.org/botTOKEN/sendMessage?chat_id=CHAT',
    ],
  },
);
