import { printable } from '../../lib/human-log.ts';
import { ruleCommandTexts } from '../../texts/rule-commands.ts';
import type { ClientRun } from './client-run.ts';
import { tableOf, tsvOf } from './rows.ts';

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

export async function listRules({ api, output, out, error }: ClientRun, language: Language): Promise<number> {
  const texts = ruleCommandTexts[language];
  const rules = await api.get<readonly ShownSummary[]>('/rules_summary');
  const rows = rules.map((rule) => [
    rule.id,
    rule.state,
    String(rule.passed_24h),
    String(rule.alerts_open),
    String(rule['failed.exception'] + rule['actions.failed']),
    rule.last_passed_at ?? '-',
    rule.file ?? 'api',
    rule.name,
  ]);
  if (output === 'json') out(`${JSON.stringify(rules)}\n`);
  else if (output === 'name') out(rules.map(({ id }) => `${id}\n`).join(''));
  else if (output === 'tsv') out(tsvOf(rows));
  else if (rows.length === 0) error(texts.nothing);
  else {
    const { id, state, matched, alerts, failures, last, owner, name } = texts.columns;
    out(tableOf([id, state, matched, alerts, failures, last, owner, name], rows));
  }
  return 0;
}

export async function showRule(
  { api, output, out, error }: ClientRun,
  id: string,
  language: Language,
): Promise<number> {
  const rule = await api.get<ShownRule>(pathOf(id));
  if (output === 'json') out(`${JSON.stringify(rule)}\n`);
  else if (output === 'name') out(`${rule.id}\n`);
  else {
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
  }
  return 0;
}

/** Every other member of the rules stays as it is. */
export async function switchRules(
  { api, output, out }: ClientRun,
  ids: readonly string[],
  enable: boolean,
  language: Language,
): Promise<number> {
  for (const id of ids) {
    const rule = await api.get<ShownRule>(pathOf(id));
    const changed = await api.put<ShownRule>(pathOf(id), { ...rule, enable });
    if (output === 'json') out(`${JSON.stringify(changed)}\n`);
    else out(`${printable(ruleCommandTexts[language].switched(id, enable))}\n`);
  }
  return 0;
}

function pathOf(id: string): string {
  return `/rules/${encodeURIComponent(id)}`;
}
