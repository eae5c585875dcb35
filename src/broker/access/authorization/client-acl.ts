import { z } from 'zod';
import type { AccessRequest, Permission, Subject } from './access-request.ts';
import { firstMatch, type PublishScope, publishScope, type Rule } from './rule.ts';
import { compileRuleItem, type RuleItem, RuleItemError, ruleItem } from './rule-item.ts';

/** The rules that came with a client's credentials: `acl` of a JWT or of the answer of an HTTP service. */
export interface ClientAcl {
  readonly rules: readonly Rule[];
  /** Whether what it does not name is denied; otherwise the sources are asked. */
  readonly denies: boolean;
  /** Unix milliseconds after which it allows nothing any more; Infinity for never. */
  readonly expiresAt: number;
}

/** Of one client; whoever needs more names them with wildcards. */
const MOST_RULES = 1000;

const topics = z.array(z.string()).optional();
/** EMQX's first form: what is not listed is denied. */
const topicLists = z.strictObject({ pub: topics, sub: topics, all: topics });
/** Its second form: rules, of which the first that matches decides; one may name several topics. */
const ruleList = z.array(
  z.union([ruleItem, ruleItem.omit({ topic: true }).extend({ topics: z.array(z.string()).min(1) })]),
);

/**
 * Reads the `acl` of a token or an answer.
 * @param expiresAt of the token, Unix milliseconds
 * @throws RuleItemError when it has neither of EMQX's two forms
 */
export function readClientAcl(acl: unknown, expiresAt = Number.POSITIVE_INFINITY): ClientAcl {
  const lists = topicLists.safeParse(acl);
  if (lists.success) {
    const { pub = [], sub = [], all = [] } = lists.data;
    const allow = (names: readonly string[], action: RuleItem['action']): RuleItem[] =>
      names.map((topic) => ({ topic, permission: 'allow', action }));
    const items = [...allow(pub, 'publish'), ...allow(sub, 'subscribe'), ...allow(all, 'all')];
    return { rules: compile(items), denies: true, expiresAt };
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
  return { rules: compile(items), denies: false, expiresAt };
}

function compile(items: readonly RuleItem[]): Rule[] {
  if (items.length > MOST_RULES) {
    throw new RuleItemError(`acl has ${items.length} rules, at most ${MOST_RULES}: use wildcards`);
  }
  return items.map((item, index) => compileRuleItem(item, `rule ${index + 1} of acl`));
}

/** What the rules say; undefined when the sources are to be asked. The rule is missing when none matched. */
export function judgeByAcl(
  acl: ClientAcl,
  subject: Subject,
  request: AccessRequest,
  now: number,
): { permission: Permission; rule: Rule | undefined } | undefined {
  if (now >= acl.expiresAt) return { permission: 'deny', rule: undefined };
  const rule = firstMatch(acl.rules, subject, request);
  if (rule) return { permission: rule.permission, rule };
  return acl.denies ? { permission: 'deny', rule: undefined } : undefined;
}

/** A client whose rules end some day is judged message by message. */
export function aclPublishScope(acl: ClientAcl, subject: Subject): PublishScope {
  if (acl.expiresAt !== Number.POSITIVE_INFINITY) return 'judges';
  const scope = publishScope(acl.rules, subject);
  return scope === 'passes' && acl.denies ? 'judges' : scope;
}
