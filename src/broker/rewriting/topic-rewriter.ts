import { compilePattern, type Pattern } from '../../lib/patterns/pattern.ts';
import { isValidTopicFilter, parseSharedFilter, topicMatchesFilter } from '../../mqtt/topics.ts';
import type { Topic } from '../routing/topic.ts';
import type { TopicNames } from '../routing/topic-names.ts';
import type { RewriteRule } from './rewrite-rule.ts';

/** Who publishes or subscribes. */
export interface RewriteSubject {
  readonly clientId: string;
  readonly username: string | undefined;
}

interface CompiledRule {
  readonly source: string;
  readonly pattern: Pattern;
  readonly destination: string;
  /** Whether the destination is the same for every client. */
  readonly isCommon: boolean;
}

/** What a topic becomes: nothing else, a topic for all, or by this rule another one for each client. */
export type Rewriting = Topic | CompiledRule | undefined;

const PLACEHOLDER = /\$(?:([1-9])|\{(clientid|username)\})/g;

/**
 * Turns the topics of clients into others (EMQX's topic rewrite). The last rule whose source matches decides, and no other
 * one if its expression does not match. Rights are judged by the topic that the client wrote.
 */
export class TopicRewriter {
  readonly #names: TopicNames;
  #rules: readonly RewriteRule[] = [];
  #publish: readonly CompiledRule[] = [];
  #subscribe: readonly CompiledRule[] = [];
  /** Of the rules: what a topic remembers of another version is out of date. */
  #version = 0;

  /** @throws PatternError as `configure` does */
  constructor(names: TopicNames, rules: readonly RewriteRule[]) {
    this.#names = names;
    this.configure(rules);
  }

  get rules(): readonly RewriteRule[] {
    return this.#rules;
  }

  get rewritesPublish(): boolean {
    return this.#publish.length > 0;
  }

  /** @throws PatternError for an expression that is malformed or could be exploited; nothing has changed then */
  configure(rules: readonly RewriteRule[]): void {
    const compiled = rules.map((rule) => ({ action: rule.action, rule: compile(rule) })).reverse();
    const of = (action: 'publish' | 'subscribe') =>
      compiled.filter((item) => item.action === action || item.action === 'all').map(({ rule }) => rule);
    this.#publish = of('publish');
    this.#subscribe = of('subscribe');
    this.#rules = rules;
    this.#version++;
  }

  /** The topic to which a message to this one goes. */
  publishTo(topic: Topic, subject: RewriteSubject): Topic {
    if (topic.rewritingVersion !== this.#version) {
      topic.rewriting = this.#rewritingOf(topic);
      topic.rewritingVersion = this.#version;
    }
    const { rewriting } = topic;
    if (rewriting === undefined) return topic;
    return 'pattern' in rewriting ? (this.#apply(rewriting, topic, subject) ?? topic) : rewriting;
  }

  /** The filter that is subscribed to instead of this valid one; a share stays a share. */
  filterFor(filter: string, subject: RewriteSubject): string {
    if (this.#subscribe.length === 0) return filter;
    const shared = parseSharedFilter(filter);
    const plain = shared?.filter ?? filter;
    const rule = this.#subscribe.find(({ source }) => topicMatchesFilter(plain, source));
    const rewritten = rule && rewrite(rule, plain, subject);
    if (rewritten === undefined) return filter;
    const whole = filter.slice(0, filter.length - plain.length) + rewritten;
    return isValidTopicFilter(whole) ? whole : filter;
  }

  #rewritingOf(topic: Topic): Rewriting {
    const rule = this.#publish.find(({ source }) => topicMatchesFilter(topic.name, source));
    if (!rule?.isCommon) return rule;
    return this.#apply(rule, topic, { clientId: '', username: '' });
  }

  /** Undefined where the topic stays as it is, also because what came out is no topic name that clients may publish to. */
  #apply(rule: CompiledRule, topic: Topic, subject: RewriteSubject): Topic | undefined {
    const name = rewrite(rule, topic.name, subject);
    const found = name === undefined ? undefined : this.#names.fromNameIfValid(name);
    return found?.isOpen ? found : undefined;
  }
}

function compile({ source_topic, re, dest_topic }: RewriteRule): CompiledRule {
  return {
    source: source_topic,
    pattern: compilePattern(re),
    destination: dest_topic,
    isCommon: !/\$\{(?:clientid|username)\}/.test(dest_topic),
  };
}

function rewrite(rule: CompiledRule, topic: string, subject: RewriteSubject): string | undefined {
  const match = topic.length <= LONGEST ? rule.pattern.find(topic) : null;
  if (!match) return undefined;
  const { clientId, username } = subject;
  if (username === undefined && rule.destination.includes('${username}')) return undefined;
  return rule.destination.replace(PLACEHOLDER, (_, group: string | undefined, name: string | undefined) => {
    if (group !== undefined) return match[Number(group)] ?? '';
    return name === 'clientid' ? clientId : (username ?? '');
  });
}

/** Characters of a topic, which are at most as many as its bytes. */
const LONGEST = 1024;
