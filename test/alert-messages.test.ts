import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Notification } from '../src/alerts/notification.ts';
import { builtInWording } from '../src/alerts/wording/alert-wording.ts';
import type { AlertLinks } from '../src/alerts/wording/wording.ts';
import { dingtalk } from '../src/connectors/channels/dingtalk/dingtalk.ts';
import { discord } from '../src/connectors/channels/discord/discord.ts';
import { feishu } from '../src/connectors/channels/feishu/feishu.ts';
import { pagerduty } from '../src/connectors/channels/pagerduty/pagerduty.ts';
import { slack } from '../src/connectors/channels/slack/slack.ts';
import { teams } from '../src/connectors/channels/teams/teams.ts';
import { telegram } from '../src/connectors/channels/telegram/telegram.ts';
import { wecom } from '../src/connectors/channels/wecom/wecom.ts';
import type { ConnectorKind } from '../src/connectors/connector.ts';
import { backAlert, toldAlert, toldOnce, toldTogether } from './support/alerts/told-alerts.ts';
import type { BotSimulator } from './support/bots/bot-simulator.ts';
import { DingtalkSimulator } from './support/bots/dingtalk.ts';
import { DiscordSimulator } from './support/bots/discord.ts';
import { FeishuSimulator } from './support/bots/feishu.ts';
import { hostileNames, inShort, openBot, openSimulator } from './support/bots/open-bot.ts';
import { PagerDutySimulator } from './support/bots/pagerduty.ts';
import { SlackSimulator } from './support/bots/slack.ts';
import { TeamsSimulator } from './support/bots/teams.ts';
import { TelegramSimulator } from './support/bots/telegram.ts';
import { WecomSimulator } from './support/bots/wecom.ts';

const ROUTING_KEY = 'abcdefghijklmnopqrstuvwxyz012345';

/** Never too fast. */
let time = 0;
const now = (): number => (time += 4000);

const channels: [kind: ConnectorKind, make: () => BotSimulator, settings?: Record<string, unknown>][] = [
  [wecom, () => new WecomSimulator({ now })],
  [dingtalk, () => new DingtalkSimulator({ now, keywords: ['告警'] })],
  [feishu, () => new FeishuSimulator({ now, keywords: ['告警'] })],
  [slack, () => new SlackSimulator({ now })],
  [teams, () => new TeamsSimulator({ now })],
  [telegram, () => new TelegramSimulator({ now, chats: [42] }), { chat_id: 42 }],
  [discord, () => new DiscordSimulator({ now })],
  [pagerduty, () => new PagerDutySimulator({ now, routingKey: ROUTING_KEY }), { routing_key: ROUTING_KEY }],
];

const links: AlertLinks = {
  linksOf: () =>
    ['查看', '我来处理', '静默 1 小时'].map((label) => ({ label, url: 'https://t.example/a/AQGi?ack' })),
};

function notificationsAbout(key: string): Notification[] {
  const title = { en: `Device offline: ${key}`, zh: `设备离线：${key}` };
  const facts = { reason: key, username: key, payload: key, [key.slice(0, 100)]: key };
  const gone = toldAlert({ key, title, facts, summary: key, description: key });
  const back = backAlert({ key, title, facts });
  const common = [
    { name: 'username_prefix', value: key, count: 2, of: 2 },
    { name: `attr.${key}`, value: key, count: 2, of: 2 },
  ] as const;
  return [
    toldOnce(gone),
    toldOnce(back),
    toldTogether({
      listed: Array(10).fill(gone),
      common,
      digest: { kind: 'after_silence', silence: key },
    }),
    toldTogether({ listed: [gone, back], groupId: undefined, common }),
  ];
}

for (const [kind, make, settings] of channels) {
  test(`whatever a device is called, ${kind.type} takes the messages about it, and nobody is called`, async (t) => {
    const simulator = await openSimulator(t, make());
    const send = await openBot(t, kind, simulator, settings);
    for (const name of ['dev-0421', ...hostileNames]) {
      for (const notification of notificationsAbout(name)) {
        const message = builtInWording(links).message(notification, {
          language: 'zh',
          zone: 'Asia/Shanghai',
          channelType: kind.type,
        });
        const seen = simulator.messages.length;
        const what = `${notification.reason} about ${JSON.stringify(name.slice(0, 60))}`;
        assert.equal(inShort(await send(message)), 'delivered', what);
        assert.equal(simulator.messages.length, seen + 1, what);
        assert.deepEqual(simulator.messages.at(-1)?.mentions, [], what);
      }
    }
  });
}
