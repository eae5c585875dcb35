import { z } from 'zod';
import { JOURNALED_KINDS, USUAL_KINDS } from '../journal/journaled-kinds.ts';
import { isShared, isValidTopicFilter } from '../mqtt/topics.ts';
import { duration, flag, integer, list, size } from './config-fields.ts';

const MOST_FILTERS = 100;

const kind = z.enum(JOURNALED_KINDS, {
  error: `is not an event that can be recorded; there are ${JOURNALED_KINDS.join(', ')}`,
});

const filter = z
  .string()
  .max(65_535)
  .refine((text) => isValidTopicFilter(text) && !isShared(text), 'is not a topic filter');

export const journal = z.strictObject({
  enable: flag().prefault(true).describe('Whether events are recorded, and clients remembered that are gone'),
  retention: duration('1m', '3650d').prefault('7d').describe('How long events can be looked at'),
  max_size: size('16MB', '1024GB')
    .prefault('2GB')
    .describe('What they may take on the disk; beyond it the oldest go'),
  events: list(kind, JOURNALED_KINDS.length)
    .prefault([...USUAL_KINDS])
    .describe(
      'Which events: a list of names; client.check_authz_complete.deny is those of client.check_authz_complete that deny',
    ),
  messages: list(filter, MOST_FILTERS)
    .prefault([])
    .describe('Topic filters: messages that match one of them are recorded, each as message.publish'),
  rule_messages: integer(0, 1000)
    .prefault(2)
    .describe(
      'Messages a second, on average, that are recorded because a rule looks at them, up to 50 times as many at once; 0 for none',
    ),
});
