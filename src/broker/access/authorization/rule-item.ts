import { z } from 'zod';
import { PatternError } from '../../../lib/patterns/pattern-error.ts';
import type { QoS } from '../../../mqtt/packets.ts';
import { type Subject, ZONE } from './access-request.ts';
import {
  allOf,
  EVERY_QOS,
  everybody,
  type Rule,
  type Who,
  whoComesFrom,
  whoHas,
  whoMatches,
} from './rule.ts';
import { RuleItemError } from './rule-item-error.ts';
import { compileTopic, TopicPatternError } from './topic-pattern.ts';

const text = z.string().min(1).max(1024);
const qosLevel = z.literal([0, 1, 2]);

/** A rule as a JSON object: in the built-in database, in the claims of a token, in the answer of an HTTP service. */
export const ruleItem = z
  .strictObject({
    topic: text.meta({
      description: 'A filter, with placeholders such as ${clientid}; `eq a/#` is exactly `a/#`',
    }),
    permission: z.enum(['allow', 'deny']),
    action: z.enum(['publish', 'subscribe', 'all']),
    qos: z
      .union([qosLevel, z.array(qosLevel).min(1).max(3)])
      .optional()
      .meta({ description: 'Of these QoS only; every one when left out' }),
    retain: z
      .union([z.boolean(), z.literal('all')])
      .optional()
      .meta({ description: 'Only messages with, or without, the retain flag' }),
    clientid_re: text.optional().meta({ description: 'Only client ids that match this pattern' }),
    username_re: text.optional(),
    ipaddr: text.optional().meta({ description: 'An address or a network: 10.0.0.0/8' }),
    zone: text.optional(),
    zone_re: text.optional(),
    listener: text.optional().meta({ description: '`tcp:default`' }),
    listener_re: text.optional(),
  })
  .meta({ id: 'AuthorizationRule' });

export type RuleItem = z.output<typeof ruleItem>;

/**
 * @param place where it stands: `rule 2 of the client`
 * @throws RuleItemError
 */
export function compileRuleItem(item: RuleItem, place: string): Rule {
  try {
    return {
      permission: item.permission,
      who: whoOf(item),
      action: item.action,
      qos: item.qos === undefined ? EVERY_QOS : new Set([item.qos].flat() as QoS[]),
      retain: item.retain ?? 'all',
      topics: [compileTopic(item.topic)],
      text: JSON.stringify(item),
      place,
    };
  } catch (error) {
    if (error instanceof TopicPatternError || error instanceof RuleItemError)
      throw new RuleItemError(`${place}: ${error.message}`);
    if (error instanceof PatternError)
      throw new RuleItemError(
        `${place}: a pattern cannot be used (${error.fault.code}): write a simpler one`,
      );
    throw error;
  }
}

function whoOf(item: RuleItem): Who {
  const conditions: Who[] = [];
  const equal = (value: string | undefined, fact: (subject: Subject) => string | undefined) => {
    if (value !== undefined) conditions.push(whoHas(fact, value));
  };
  const like = (pattern: string | undefined, fact: (subject: Subject) => string | undefined) => {
    if (pattern !== undefined) conditions.push(whoMatches(fact, pattern));
  };
  like(item.clientid_re, ({ clientId }) => clientId);
  like(item.username_re, ({ username }) => username);
  equal(item.zone, () => ZONE);
  like(item.zone_re, () => ZONE);
  equal(item.listener, ({ listener }) => listener);
  like(item.listener_re, ({ listener }) => listener);
  if (item.ipaddr !== undefined) {
    const who = whoComesFrom([item.ipaddr]);
    if (!who)
      throw new RuleItemError(`${item.ipaddr} is not an address: write 192.168.0.10 or 10.0.0.0/8 as ipaddr`);
    conditions.push(who);
  }
  return conditions.length === 0 ? everybody : allOf(conditions);
}
