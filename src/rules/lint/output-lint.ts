import { placeholdersIn } from '../../lib/placeholder.ts';
import { suggest } from '../../lib/suggest.ts';
import { type RuleLintMessages, ruleLintMessages } from '../../texts/rule-lint.ts';
import type { RuleWarning } from '../rule.ts';
import type { RuleOutput } from '../rule-draft.ts';
import type { ActionRunner } from '../rule-outputs.ts';

/** What placeholders of republish stand for when the rule's author wrote none. */
const DEFAULTS: ReadonlySet<string> = new Set([`\${qos}`, `\${retain}`, `\${user_properties}`]);

/**
 * What is hardly meant about the outputs of a rule: variables that its SQL does not output, an action that is not there,
 * a body that is no JSON. Actions change after the rule, so this is asked when the rule is shown.
 * @param names of the row; undefined when they are not known
 */
export function lintOutputs(
  outputs: readonly RuleOutput[],
  names: ReadonlySet<string> | undefined,
  actions: Pick<ActionRunner, 'templates'>,
): RuleWarning[] {
  const warnings: RuleWarning[] = [];
  const addVariables = (at: string, text: string, ownNames: readonly string[] = []): void => {
    if (!names) return;
    for (const name of variablesOf(text)) {
      if (names.has(name) || ownNames.includes(name)) continue;
      warnings.push(warning('unknownVariable', at, { name, suggestion: suggest(name, names) }));
    }
  };
  for (const [index, output] of outputs.entries()) {
    const at = `actions.${index}`;
    if (typeof output === 'string') {
      const templates = actions.templates?.(output);
      if (templates === null) warnings.push(warning('unknownAction', at, { id: output }));
      for (const { name, text, jsonFault, ownNames } of templates ?? []) {
        addVariables(`${at} ${output} ${name}`, text, ownNames);
        if (jsonFault !== undefined) {
          warnings.push(warning('notJson', `${at} ${output} ${name}`, { reason: jsonFault }));
        }
      }
    } else if (output.function === 'republish') {
      const { mqtt_properties: properties, ...args } = output.args;
      for (const [name, text] of Object.entries({ ...args, ...properties })) {
        if (typeof text === 'string' && !DEFAULTS.has(text)) addVariables(`${at}.args.${name}`, text);
      }
    }
  }
  return warnings;
}

/** The names that the placeholders of a template begin with, but for those that say what stands for them. */
export function variablesOf(text: string): Set<string> {
  const names = new Set<string>();
  for (const { path, fallback } of placeholdersIn(text)) {
    if (path[0] && !fallback) names.add(path[0]);
  }
  return names;
}

export function warning<Code extends keyof RuleLintMessages>(
  code: Code,
  at: string,
  about: Parameters<RuleLintMessages[Code]>[0],
): RuleWarning {
  const say = (language: 'en' | 'zh') =>
    (ruleLintMessages[language][code] as (about: unknown) => string)(about);
  return { code, message: `${at}: ${say('en')}`, message_zh: `${at}：${say('zh')}`, at };
}
