import { z } from 'zod';
import { defineBotChannel } from '../bot-channel.ts';
import { channelUrlField } from '../channel-url-field.ts';
import { judgeTeams } from './teams-answer.ts';
import { writeTeamsBody } from './teams-body.ts';
import { escapeTeams } from './teams-markdown.ts';

const bot = z.strictObject({
  url: channelUrlField('teams').meta({
    description: 'The address of the workflow "Post to a channel when a webhook request is received".',
  }),
});

/** Workflows of Microsoft Teams that post an Adaptive Card (learn.microsoft.com, "incoming webhooks with workflows"). */
export const teams = defineBotChannel<(typeof bot)['shape']>({
  type: 'teams',
  aliases: ['msteams'],
  bot,
  limits: { perSecond: 4, waits: [1000] },
  escape: escapeTeams,
  tokenOf: ({ url }) => url,
  write: (message, { url }) => ({ url, body: writeTeamsBody(message) }),
  judge: judgeTeams,
});
