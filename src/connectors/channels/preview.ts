import { z } from 'zod';
import { type ConnectorHandle, type ConnectorKind, defineConnector, type RequestView } from '../connector.ts';
import type { ChannelMessage } from './channel-message.ts';
import { dingtalk } from './dingtalk/dingtalk.ts';
import { discord } from './discord/discord.ts';
import { email } from './email/email.ts';
import { escapeMailMarkdown } from './email/mail-markdown.ts';
import { feishu } from './feishu/feishu.ts';
import { pagerduty } from './pagerduty/pagerduty.ts';
import { slack } from './slack/slack.ts';
import { teams } from './teams/teams.ts';
import { telegram } from './telegram/telegram.ts';
import { webhook } from './webhook/webhook.ts';
import { wecom } from './wecom/wecom.ts';

/** Settings with which each vendor's body can be written; nothing is sent there. */
const SAMPLES: readonly (readonly [kind: ConnectorKind, settings: Record<string, unknown>])[] = [
  [dingtalk, { url: `https://oapi.dingtalk.com/robot/send?access_token=${'0'.repeat(64)}` }],
  [discord, { url: `https://discord.com/api/webhooks/000000000000000000/${'0'.repeat(68)}` }],
  [email, { server: 'mail.example:587', from: 'tocsin@broker.example', to: ['you@example.com'] }],
  [feishu, { url: 'https://open.feishu.cn/open-apis/bot/v2/hook/00000000-0000-0000-0000-000000000000' }],
  [pagerduty, { routing_key: '0'.repeat(32) }],
  [slack, { url: 'https://hooks.slack.com/services/T00000000/B00000000/000000000000000000000000' }],
  [
    teams,
    {
      url: `https://prod-00.westus.logic.azure.com/workflows/0/triggers/manual/paths/invoke?api-version=2016-06-01&sig=${'0'.repeat(43)}`,
    },
  ],
  [telegram, { token: `000000000:${'0'.repeat(35)}`, chat_id: '-1000000000000' }],
  [webhook, { url: 'https://receiver.example/hook' }],
  [
    wecom,
    { url: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=00000000-0000-0000-0000-000000000000' },
  ],
];

const settings = z.strictObject({
  as: z
    .enum(SAMPLES.map(([{ type }]) => type))
    .optional()
    .meta({
      description: 'Shows also what would go to this channel: its body, cut and escaped by its rules.',
    }),
});

/** The built-in inbox: shows messages as a chat would, and sends nothing anywhere. */
export const preview = defineConnector<typeof settings, ChannelMessage>({
  type: 'preview',
  settings,
  channel: { escape: escapeMailMarkdown },
  async open({ as }, identity): Promise<ConnectorHandle<ChannelMessage>> {
    const keep = identity?.keep;
    return {
      concurrency: 4,
      async send({ id, request }) {
        try {
          await keep?.({ id, message: request, body: as === undefined ? null : sampleBody(as, request) });
        } catch (error) {
          return { kind: 'unavailable', cause: 'remote', reason: (error as Error).message };
        }
        return {
          kind: 'delivered',
          answer: { status: 200, excerpt: 'kept in the preview inbox: GET /api/v5/preview_inbox' },
        };
      },
      probe: async () => ({ reachable: true }),
      drain: async () => undefined,
      close: async () => undefined,
    };
  },
  describe: ({ as }, message) => ({ message, ...(as !== undefined && { body: sampleBody(as, message) }) }),
  simplify: (message) => (message.plain ? undefined : { ...message, plain: true }),
});

/** The body of a channel of this type that nobody has set up; null when there is no such type. */
export function sampleBody(type: string, message: ChannelMessage): RequestView | null {
  const [kind, sample] = SAMPLES.find(([candidate]) => candidate.type === type) ?? [];
  return kind ? kind.describe(kind.settings.parse(sample), message) : null;
}
