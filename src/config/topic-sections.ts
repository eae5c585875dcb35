import { z } from 'zod';
import { MOST_REWRITE_RULES, rewriteRule } from '../broker/rewriting/rewrite-rule.ts';
import { autoSubscription, MOST_AUTO_SUBSCRIPTIONS } from '../broker/sessions/auto-subscriptions.ts';
import { list } from './config-fields.ts';

export const rewrite = list(rewriteRule, MOST_REWRITE_RULES)
  .prefault([])
  .describe(
    'Rules that turn topics of clients into others: a list of { action, source_topic, re, dest_topic }, see mqtt.md',
  );

export const autoSubscribe = z.strictObject({
  topics: list(autoSubscription, MOST_AUTO_SUBSCRIPTIONS)
    .prefault([])
    .describe(
      'What every client is subscribed to when it connects: a list of { topic, qos, nl, rap, rh }, see mqtt.md',
    ),
});
