import { printable } from '../../../lib/human-log.ts';
import { ruleCommandTexts } from '../../../texts/rule-commands.ts';
import type { ClientRun } from '../client-run.ts';

/** As the API has it, as far as it is shown here. */
interface ShownSummary {
  readonly id: string;
  readonly name: string;
  readonly file?: string;
  readonly state: string;
  readonly passed_24h: number;
  readonly alerts_open: number;
  readonly 'failed.exception': number;
  readonly 'actions.failed': number;
  readonly last_passed_at?: string;
}

interface ShownRule {
  readonly id: string;
  readonly name: string;
  readonly sql: string;
  readonly enable: boolean;
  readonly file?: string;
  readonly actions: readonly unknown[];
  readonly alert?: object;
  readonly warnings: readonly { readonly message: string; readonly message_zh?: string }[];
}

type Language = 'en' | 'zh';

export async function listRules({ api, print }: ClientRun, language: Language): Promise<number> {
  const texts = ruleCommandTexts[language];
  const rules = await api.get<readonly ShownSummary[]>('/rules_summary');
  const { id, state, matched, alerts, failures, last, owner, name } = texts.columns;
  return print.list({
    answer: rules,
    rows: rules,
    name: (rule) => rule.id,
    nothing: texts.nothing,
    columns: [
      { title: id, value: (rule) => rule.id },
      {
        title: state,
        value: (rule) => rule.state,
        shown: (rule) => texts.states[rule.state] ?? rule.state,
        kind: 'state',
      },
      { title: matched, value: (rule) => rule.passed_24h, kind: 'number' },
      { title: alerts, value: (rule) => rule.alerts_open, kind: 'number' },
      {
        title: failures,
        value: (rule) => rule['failed.exception'] + rule['actions.failed'],
        kind: 'number',
      },
      { title: last, value: (rule) => rule.last_passed_at ?? '-', kind: 'time' },
      { title: owner, value: (rule) => rule.file ?? 'api' },
      { title: name, value: (rule) => rule.name },
    ],
  });
}

export async function showRule(
  { api, output, print, out, error }: ClientRun,
  id: string,
  language: Language,
): Promise<number> {
  const rule = await api.get<ShownRule>(pathOf(id));
  if (output === 'json' || output === 'yaml' || output === 'name')
    return print.done({ answer: rule, names: [rule.id], sentence: '' });
  const { switched } = ruleCommandTexts[language];
  const head = [switched(rule.id, rule.enable), rule.name, rule.file ?? ''].filter((part) => part !== '');
  const outputs = rule.actions.map((action) =>
    typeof action === 'string' ? action : JSON.stringify(action),
  );
  if (rule.alert) outputs.push(`alert ${JSON.stringify(rule.alert)}`);
  const lines = [head.join('  '), '', ...rule.sql.split('\n'), '', ...outputs.map((one) => `→ ${one}`)];
  out(lines.map((line) => `${printable(line)}\n`).join(''));
  for (const { message, message_zh = message } of rule.warnings)
    error(language === 'zh' ? message_zh : message);
  return 0;
}

/** Every other member of the rules stays as it is. */
export async function switchRules(
  { api, print }: ClientRun,
  ids: readonly string[],
  enable: boolean,
  language: Language,
): Promise<number> {
  for (const id of ids) {
    const rule = await api.get<ShownRule>(pathOf(id));
    const changed = await api.put<ShownRule>(pathOf(id), { ...rule, enable });
    print.done({
      answer: changed,
      names: [id],
      sentence: ruleCommandTexts[language].switched(id, enable),
    });
  }
  return 0;
}

export async function removeRules(
  { api, print }: ClientRun,
  ids: readonly string[],
  language: Language,
): Promise<number> {
  for (const id of ids) {
    await api.delete(pathOf(id));
    print.done({ answer: { id }, names: [id], sentence: ruleCommandTexts[language].removed(id) });
  }
  return 0;
}

function pathOf(id: string): string {
  return `/rules/${encodeURIComponent(id)}`;
}
