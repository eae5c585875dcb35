import { namesSource } from './event-topics.ts';
import type { Rule } from './rule.ts';

/** The filters of `GET /rules`. Different ones must all hold; of the values of one, any. */
export interface RuleFilter {
  enable?: boolean | undefined;
  /** A topic that stands in FROM exactly. */
  from?: string | undefined;
  like_id?: string | undefined;
  like_from?: string | undefined;
  like_description?: string | undefined;
  /** A topic filter that matches a topic of FROM. */
  match_from?: string | undefined;
  /** Action ids. */
  action?: readonly string[] | undefined;
  /** Ids of sources, which stand in FROM as `$bridges/type:name` or `$sources/type:name`. */
  source?: readonly string[] | undefined;
}

/** Whether a topic filter matches a topic name, wildcards and `$` topics as MQTT has them. */
type TopicMatch = (topic: string, filter: string) => boolean;

export function filterRules(rules: readonly Rule[], filter: RuleFilter, matches: TopicMatch): Rule[] {
  const tests = testsOf(filter, matches);
  return rules.filter((rule) => tests.every((test) => test(rule)));
}

function testsOf(filter: RuleFilter, matches: TopicMatch): Array<(rule: Rule) => boolean> {
  const { enable, like_id, like_from, like_description, match_from, action, source } = filter;
  const tests: Array<(rule: Rule) => boolean> = [];
  if (enable !== undefined) tests.push((rule) => rule.enable === enable);
  if (like_id !== undefined) tests.push((rule) => rule.id.includes(like_id));
  if (like_description !== undefined) tests.push((rule) => rule.description.includes(like_description));

  // A fuzzy filter makes the exact one of the same field void.
  const from = like_from === undefined && match_from === undefined ? filter.from : undefined;
  if (from !== undefined) tests.push((rule) => rule.from.includes(from));
  if (like_from !== undefined) tests.push((rule) => rule.from.some((topic) => topic.includes(like_from)));
  if (match_from !== undefined) tests.push((rule) => rule.from.some((topic) => matches(topic, match_from)));

  if (action?.length) {
    tests.push((rule) =>
      rule.actions.some((output) => typeof output === 'string' && action.includes(output)),
    );
  }
  if (source?.length) {
    tests.push((rule) => rule.from.some((topic) => source.some((id) => namesSource(topic, id, matches))));
  }
  return tests;
}
