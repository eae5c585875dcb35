import { z } from 'zod';
import type { AccessRequest, Subject } from './access-request.ts';
import { firstMatch, type PublishScope, publishScope, type Rule } from './rule.ts';
import { compileRuleItem, type RuleItem, RuleItemError, ruleItem } from './rule-item.ts';
import { type Judgement, NO_MATCH } from './source.ts';

/** The rules that came with a client's credentials: `acl` of a JWT or of the answer of an HTTP service. */
export interface ClientAcl {
  readonly rules: readonly Rule[];
  /** Whether what it does not name is denied; otherwise the sources are asked. */
  readonly denies: boolean;
}

const NOT_LISTED: Judgement = {
  verdict: 'deny',
  detail: 'the list that came with its authentication does not name it',
};

/** Of one client; whoever needs more names them with wildcards. */
const MOST_RULES = 1000;

const topics = z.array(z.string()).optional();
/** EMQX's first form: what is not listed is denied. */
const topicLists = z.strictObject({ pub: topics, sub: topics, all: topics });
/** Its second form: rules, of which the first that matches decides; one may name several topics. */
const ruleList = z.array(
  z.union([ruleItem, ruleItem.omit({ topic: true }).extend({ topics: z.array(z.string()).min(1) })]),
);

/** Reads the `acl` of a token or an answer. @throws RuleItemError when it has neither of EMQX's two forms */
export function readClientAcl(acl: unknown): ClientAcl {
  const lists = topicLists.safeParse(acl);
  if (lists.success) {
    const { pub = [], sub = [], all = [] } = lists.data;
    const allow = (names: readonly string[], action: RuleItem['action']): RuleItem[] =>
      names.map((topic) => ({ topic, permission: 'allow', action }));
    const items = [...allow(pub, 'publish'), ...allow(sub, 'subscribe'), ...allow(all, 'all')];
    return { rules: compile(items), denies: true };
  }
  const list = ruleList.safeParse(acl);
  if (!list.success) {
    throw new RuleItemError(
      'acl is neither {"pub": […], "sub": […], "all": […]} nor a list of {"permission", "action", "topic"}',
    );
  }
  const items = list.data.flatMap((item) => {
    if ('topic' in item) return [item];
    const { topics: several, ...rest } = item;
    return several.map((topic) => ({ ...rest, topic }));
  });
  return { rules: compile(items), denies: false };
}

function compile(items: readonly RuleItem[]): Rule[] {
  if (items.length > MOST_RULES) {
    throw new RuleItemError(`acl has ${items.length} rules, at most ${MOST_RULES}: use wildcards`);
  }
  return items.map((item, index) => compileRuleItem(item, `rule ${index + 1} of acl`));
}

/** What became of the lists that clients brought, for as long as the lists live. */
const compiled = new WeakMap<object, ClientAcl>();

/** One that cannot be read allows nothing. */
const UNREADABLE: ClientAcl = { rules: [], denies: true };

function aclOf(written: unknown): ClientAcl {
  if (typeof written !== 'object' || written === null) return UNREADABLE;
  let acl = compiled.get(written);
  if (!acl) {
    try {
      acl = readClientAcl(written);
    } catch (error) {
      if (!(error instanceof RuleItemError)) throw error;
      acl = UNREADABLE;
    }
    compiled.set(written, acl);
  }
  return acl;
}

/** What the list that came with the client says. */
export function judgeByAcl(subject: Subject, request: AccessRequest): Judgement {
  if (subject.acl === undefined) return NO_MATCH;
  const acl = aclOf(subject.acl);
  const rule = firstMatch(acl.rules, subject, request);
  if (rule) return { verdict: rule.permission, rule };
  return acl.denies ? NOT_LISTED : NO_MATCH;
}

export function aclPublishScope(subject: Subject): PublishScope {
  if (subject.acl === undefined) return 'passes';
  const acl = aclOf(subject.acl);
  const scope = publishScope(acl.rules, subject);
  return scope === 'passes' && acl.denies ? 'judges' : scope;
}
