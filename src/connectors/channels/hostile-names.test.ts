import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BotSimulator } from '../../../test/support/bots/bot-simulator.ts';
import { DiscordSimulator } from '../../../test/support/bots/discord.ts';
import { hostileNames, inShort, openBot, openSimulator } from '../../../test/support/bots/open-bot.ts';
import { PagerDutySimulator } from '../../../test/support/bots/pagerduty.ts';
import { SlackSimulator } from '../../../test/support/bots/slack.ts';
import { TeamsSimulator } from '../../../test/support/bots/teams.ts';
import { TelegramSimulator } from '../../../test/support/bots/telegram.ts';
import type { ConnectorKind } from '../connector.ts';
import { discord } from './discord/discord.ts';
import { pagerduty } from './pagerduty/pagerduty.ts';
import { slack } from './slack/slack.ts';
import { teams } from './teams/teams.ts';
import { telegram } from './telegram/telegram.ts';

const ROUTING_KEY = 'abcdefghijklmnopqrstuvwxyz012345';

/** Never too fast. */
let time = 0;
const now = (): number => (time += 4000);

const channels: [kind: ConnectorKind, make: () => BotSimulator, settings?: Record<string, unknown>][] = [
  [slack, () => new SlackSimulator({ now })],
  [teams, () => new TeamsSimulator({ now })],
  [telegram, () => new TelegramSimulator({ now, chats: [42] }), { chat_id: 42 }],
  [discord, () => new DiscordSimulator({ now })],
  [pagerduty, () => new PagerDutySimulator({ now, routingKey: ROUTING_KEY }), { routing_key: ROUTING_KEY }],
];

const more = [
  '<!channel> <!subteam^S1> <@U12345>',
  '@everyone @here <@123456789012345678>',
  '<b>unclosed',
  '&amp;lt;',
  '<at>Li</at>',
];

for (const [kind, make, settings] of channels) {
  test(`whatever a device is called, ${kind.type} is told of it and nobody is called`, async (t) => {
    const simulator = await openSimulator(t, make());
    const send = await openBot(t, kind, simulator, settings);
    for (const name of [...hostileNames, ...more]) {
      const fields = [{ name, value: name }];
      const links = [
        {
          label: name,
          url: `https://broker.example/d?x=${encodeURIComponent(name.toWellFormed()).slice(0, 300)}`,
        },
      ];
      const markdown = kind.channel?.escape(name);
      for (const message of [
        { title: name, text: name, fields, links },
        { title: name, markdown, fields, links },
        { title: name, text: name, fields, links, plain: true },
        { title: name, markdown, plain: true },
      ]) {
        const seen = simulator.messages.length;
        const data = { clientid: name };
        assert.equal(
          inShort(await send({ ...message, key: name, data })),
          'delivered',
          JSON.stringify(name.slice(0, 80)),
        );
        assert.equal(simulator.messages.length, seen + 1, 'it is shown');

        const called = simulator.messages.at(-1)?.mentions;
        assert.deepEqual(called, [], name.slice(0, 80));
      }
    }
  });
}
