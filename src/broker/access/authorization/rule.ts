import { BlockList, isIP } from 'node:net';
import { compilePattern } from '../../../lib/patterns/pattern.ts';
import type { QoS } from '../../../mqtt/packets.ts';
import type { AccessRequest, Permission, Subject } from './access-request.ts';
import { coversEverything, coversTopic, type TopicPattern } from './topic-pattern.ts';

/**
 * Whether a rule is about a client.
 * @param inDoubt what counts when it cannot be told, as for a text that is too long for a pattern
 */
export type Who = (subject: Subject, inDoubt: boolean) => boolean;

/** One line of an access list: what it allows or denies, to whom, and where it stands. */
export interface Rule {
  readonly permission: Permission;
  readonly who: Who;
  readonly action: 'publish' | 'subscribe' | 'all';
  readonly qos: ReadonlySet<QoS>;
  /** Only publishing has a retain flag. */
  readonly retain: boolean | 'all';
  readonly topics: readonly TopicPattern[];
  /** As somebody wrote it. */
  readonly text: string;
  /** Where it stands in its source: `line 3`, `rule 2 of the client`. */
  readonly place: string;
}

export const EVERY_QOS: ReadonlySet<QoS> = new Set<QoS>([0, 1, 2]);

/** Whether the rule decides about this request of this client. */
export function matchesRule(rule: Rule, subject: Subject, request: AccessRequest): boolean {
  const { action, permission } = rule;
  if (action !== 'all' && action !== request.action) return false;
  if (!rule.qos.has(request.qos)) return false;
  if (request.action === 'publish' && rule.retain !== 'all' && rule.retain !== request.retain) return false;
  if (!rule.who(subject, permission === 'deny')) return false;
  return rule.topics.some((pattern) => coversTopic(pattern, subject, request.topic, permission));
}

/** The first rule that matches decides. */
export function firstMatch(
  rules: readonly Rule[],
  subject: Subject,
  request: AccessRequest,
): Rule | undefined {
  return rules.find((rule) => matchesRule(rule, subject, request));
}

/**
 * What a list can do to the messages of a client, whatever their topic, topics that begin with `$` aside: `free` when
 * it allows them all, `passes` when it never denies one, else `judges`. Who is free is not judged message by message.
 */
export type PublishScope = 'free' | 'passes' | 'judges';

export function publishScope(rules: readonly Rule[], subject: Subject): PublishScope {
  for (const rule of rules) {
    if (rule.action === 'subscribe') continue;
    const isDenial = rule.permission === 'deny';
    if (!rule.who(subject, isDenial)) continue;
    if (isDenial) return 'judges';
    if (rule.qos.size === EVERY_QOS.size && rule.retain === 'all' && rule.topics.some(coversEverything))
      return 'free';
  }
  return 'passes';
}

export const everybody: Who = () => true;

export function allOf(parts: readonly Who[]): Who {
  return (subject, inDoubt) => parts.every((part) => part(subject, inDoubt));
}

export function anyOf(parts: readonly Who[]): Who {
  return (subject, inDoubt) => parts.some((part) => part(subject, inDoubt));
}

type Fact = (subject: Subject) => string | undefined;

export function whoHas(fact: Fact, value: string): Who {
  return (subject) => fact(subject) === value;
}

/** @throws PatternError */
export function whoMatches(fact: Fact, pattern: string): Who {
  const compiled = compilePattern(pattern);
  return (subject, inDoubt) => {
    const text = fact(subject);
    if (text === undefined) return false;
    try {
      return compiled.find(text) !== null;
    } catch {
      return inDoubt; // too long for this pattern
    }
  };
}

/** Addresses and networks, IPv4 or IPv6; undefined when one of them is neither. */
export function whoComesFrom(networks: readonly string[]): Who | undefined {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits, ...rest] = network.split('/');
    // The list checks it. Node's own check of an IPv6 address takes 10 ms when it is used first, which is in every start.
    const family = address.includes(':') ? 'ipv6' : 'ipv4';
    const most = family === 'ipv4' ? 32 : 128;
    const prefix = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
    if (rest.length > 0 || prefix < 0 || prefix > most) return undefined;
    try {
      list.addSubnet(address, prefix, family);
    } catch {
      return undefined;
    }
  }
  return ({ peerHost }) => {
    const version = isIP(peerHost);
    return version !== 0 && list.check(peerHost, version === 4 ? 'ipv4' : 'ipv6');
  };
}
