import { z } from 'zod';
import type { ClientAcl } from './client-acl.ts';
import type { Rule } from './rule.ts';
import { compileRuleItem, type RuleItem, ruleItem } from './rule-item.ts';
import { RuleItemError } from './rule-item-error.ts';

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
