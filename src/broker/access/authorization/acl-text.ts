import { PatternError } from '../../../lib/patterns/pattern-error.ts';
import { suggest } from '../../../lib/suggest.ts';
import type { QoS } from '../../../mqtt/packets.ts';
import { type Subject, ZONE } from './access-request.ts';
import { AclTextError, readTerms, type Term, type WrittenTerm } from './acl-terms.ts';
import {
  allOf,
  anyOf,
  EVERY_QOS,
  everybody,
  type Rule,
  type Who,
  whoComesFrom,
  whoHas,
  whoMatches,
} from './rule.ts';
import { compileTopic, EVERY_TOPIC, type TopicPattern, TopicPatternError } from './topic-pattern.ts';

/** EMQX's default: nobody but this machine and the dashboard sees `$SYS` or everything; all else is allowed. */
export const DEFAULT_ACL_TEXT = `%% Who may publish and subscribe to what: the first rule that matches decides.
{allow, {username, {re, "^dashboard$"}}, subscribe, ["$SYS/#"]}.

{allow, {ipaddrs, ["127.0.0.1", "::1"]}, all, ["$SYS/#", "#"]}.

{deny, all, subscribe, ["$SYS/#", {eq, "#"}, {eq, "+/#"}]}.

{allow, all}.
`;

const FORM = '{allow, all, publish, ["topic/#"]}.';

const FACTS: ReadonlyMap<string, (subject: Subject) => string | undefined> = new Map<
  string,
  (subject: Subject) => string | undefined
>([
  ['username', ({ username }) => username],
  ['user', ({ username }) => username],
  ['clientid', ({ clientId }) => clientId],
  ['client', ({ clientId }) => clientId],
  ['zone', () => ZONE],
  ['listener', ({ listener }) => listener],
]);

/** The rules of an ACL text in EMQX's notation, in their order. @throws AclTextError */
export function parseAclText(text: string): Rule[] {
  const reader = new RuleReader(text);
  return readTerms(text).map((written) => reader.rule(written));
}

class RuleReader {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  rule({ term, text, line }: WrittenTerm): Rule {
    const [permission, who, action, topics] = this.#tuple(term, `a rule: write it like ${FORM}`);
    if (!permission || !who) throw this.#error(term, `a rule has four parts: write ${FORM} or {allow, all}.`);
    const allows = this.#choice(permission, ['allow', 'deny']);
    const found = { permission: allows, text, place: `line ${line}` };
    if (!action && who.kind === 'atom' && who.name === 'all') {
      return {
        ...found,
        who: everybody,
        action: 'all',
        qos: EVERY_QOS,
        retain: 'all',
        // As EMQX reads it, but that a denial leaves no topic out.
        topics: [allows === 'deny' ? EVERY_TOPIC : compileTopic('#')],
      };
    }
    if (!action || !topics || (term.kind === 'tuple' && term.items.length !== 4)) {
      throw this.#error(term, `a rule has four parts: write ${FORM} or {allow, all}.`);
    }
    return { ...found, who: this.#who(who), ...this.#action(action), topics: this.#topics(topics) };
  }

  #who(term: Term): Who {
    if (term.kind === 'atom') {
      if (term.name === 'all') return everybody;
      throw this.#error(term, `${term.name} is nobody: write all, or a tuple such as {username, "name"}`);
    }
    const [kind, value, ...rest] = this.#tuple(
      term,
      'who: write all, {username, "name"} or {clientid, "id"}',
    );
    const name = kind?.kind === 'atom' ? kind.name : '';
    switch (name) {
      case 'and':
        return allOf(this.#list(value, term).map((part) => this.#who(part)));
      case 'or':
        return anyOf(this.#list(value, term).map((part) => this.#who(part)));
      case 'ipaddr':
        return this.#addresses(value ? [value] : [], term);
      case 'ipaddrs':
        return this.#addresses(this.#list(value, term), term);
      case 'client_attr': {
        const attribute = this.#string(value, term);
        const fact = ({ attributes }: Subject) =>
          Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
        return this.#fact(fact, rest[0], term);
      }
      default: {
        const fact = FACTS.get(name);
        if (!fact) throw this.#error(term, this.#unknownWho(name));
        return this.#fact(fact, value, term);
      }
    }
  }

  #unknownWho(name: string): string {
    const known = [...FACTS.keys(), 'client_attr', 'ipaddr', 'ipaddrs', 'and', 'or'];
    const meant = suggest(name, known);
    return `{${name}, …} is nobody: ${meant ? `did you mean ${meant}?` : `write one of ${known.join(', ')}`}`;
  }

  #fact(fact: (subject: Subject) => string | undefined, value: Term | undefined, term: Term): Who {
    if (value?.kind !== 'tuple') return whoHas(fact, this.#string(value, term));
    const [re, pattern] = value.items;
    if (re?.kind !== 'atom' || re.name !== 're')
      throw this.#error(value, 'write a text, or a pattern as {re, "^a.*$"}');
    try {
      return whoMatches(fact, this.#string(pattern, value));
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      throw this.#error(value, `this pattern cannot be used (${error.fault.code}): write a simpler one`);
    }
  }

  #addresses(items: readonly Term[], term: Term): Who {
    const who = whoComesFrom(items.map((item) => this.#string(item, term)));
    if (items.length > 0 && who) return who;
    throw this.#error(term, 'not an address: write {ipaddr, "192.168.0.10"} or {ipaddr, "10.0.0.0/8"}');
  }

  #action(term: Term): Pick<Rule, 'action' | 'qos' | 'retain'> {
    if (term.kind === 'atom') return { action: this.#actionName(term), qos: EVERY_QOS, retain: 'all' };
    const [name, options] = this.#tuple(
      term,
      'an action: write publish, subscribe, all or {publish, [{qos, 1}]}',
    );
    if (!name || !options)
      throw this.#error(term, 'write the action like {publish, [{qos, 1}, {retain, true}]}');
    const action = this.#actionName(name);
    let qos = EVERY_QOS;
    let retain: Rule['retain'] = 'all';
    for (const option of this.#list(options, term)) {
      const [key, value] = this.#tuple(option, 'an option: write {qos, 1} or {retain, true}');
      if (key?.kind === 'atom' && key.name === 'qos') qos = this.#qos(value, option);
      else if (key?.kind === 'atom' && key.name === 'retain' && action !== 'subscribe')
        retain = this.#retain(value, option);
      else
        throw this.#error(
          option,
          'an action takes {qos, 1}, {qos, [0, 1]} and, if it publishes, {retain, true}',
        );
    }
    return { action, qos, retain };
  }

  #actionName(term: Term): Rule['action'] {
    return this.#choice(term, ['publish', 'subscribe', 'all']);
  }

  #qos(term: Term | undefined, option: Term): ReadonlySet<QoS> {
    const items = term?.kind === 'list' ? term.items : term ? [term] : [];
    const levels = items.map((item) => (item.kind === 'integer' ? item.value : -1));
    if (levels.length === 0 || levels.some((level) => level < 0 || level > 2)) {
      throw this.#error(option, 'QoS is 0, 1 or 2, or a list of them: write {qos, [0, 1]}');
    }
    return new Set(levels as QoS[]);
  }

  #retain(term: Term | undefined, option: Term): Rule['retain'] {
    if (term?.kind === 'atom') {
      if (term.name === 'all') return 'all';
      if (term.name === 'true' || term.name === 'false') return term.name === 'true';
    }
    throw this.#error(option, 'retain is true, false or all: write {retain, true}');
  }

  #topics(term: Term): TopicPattern[] {
    const items = this.#list(term, term);
    if (items.length === 0)
      throw this.#error(term, 'no topics, so the rule is about nothing: write ["#"] for all');
    return items.map((item) => this.#topic(item));
  }

  #topic(term: Term): TopicPattern {
    const isExact = term.kind === 'tuple';
    if (isExact && !(term.items[0]?.kind === 'atom' && term.items[0].name === 'eq'))
      throw this.#error(term, 'write a topic as "a/#", or {eq, "a/#"} for exactly this filter');
    const written = this.#string(isExact ? term.items[1] : term, term);
    try {
      return compileTopic(written, isExact);
    } catch (error) {
      if (!(error instanceof TopicPatternError)) throw error;
      throw this.#error(term, error.message);
    }
  }

  #choice<const Word extends string>(term: Term, words: readonly Word[]): Word {
    const name = term.kind === 'atom' ? term.name : '';
    const word = words.find((each) => each === name);
    if (word) return word;
    const meant = name === 'pubsub' ? 'all' : suggest(name, words);
    throw this.#error(
      term,
      `${name === '' ? 'not a word' : name}: ${meant ? `did you mean ${meant}?` : `write one of ${words.join(', ')}`}`,
    );
  }

  #tuple(term: Term, what: string): readonly Term[] {
    if (term.kind === 'tuple') return term.items;
    throw this.#error(term, `this is not ${what}`);
  }

  #list(term: Term | undefined, owner: Term): readonly Term[] {
    if (term?.kind === 'list') return term.items;
    throw this.#error(term ?? owner, 'a list belongs here: write it in brackets, ["a", "b"]');
  }

  #string(term: Term | undefined, owner: Term): string {
    if (term?.kind === 'string') return term.value;
    throw this.#error(term ?? owner, 'a text in double quotes belongs here: write "a"');
  }

  #error({ at }: Term, message: string): AclTextError {
    return new AclTextError(this.#text, at, message);
  }
}
