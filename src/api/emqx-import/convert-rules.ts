import { canonicalId } from '../../delivery/door.ts';
import type { RuleCheck } from '../contract.ts';
import type { ChatChannel } from './chat-channels.ts';
import {
  type EmqxConfig,
  type ImportRow,
  isMembers,
  type Members,
  membersOf,
  type Offer,
  type Reason,
  reasonOf,
  rowOf,
} from './emqx-config.ts';

export type CheckRule = (draft: {
  sql: string;
  name: string;
  actions: unknown[];
  alert?: unknown;
}) => RuleCheck;

interface RuleSurroundings {
  readonly check: CheckRule;
  readonly chats: readonly ChatChannel[];
  /** The rows of connectors, actions and bridges. */
  readonly others: readonly ImportRow[];
}

/** Rules keep id, SQL, description and whether they are on. */
export function convertRules({ cluster }: EmqxConfig, surroundings: RuleSurroundings): ImportRow[] {
  return membersOf(cluster.rule_engine, 'rules').flatMap(([id, rule]) =>
    isMembers(rule) ? [convertRule(id, rule, surroundings)] : [],
  );
}

function convertRule(id: string, rule: Members, { check, chats, others }: RuleSurroundings): ImportRow {
  const head = { type: 'rule', name: id, original: { id, ...rule } };
  const outputs = outputsOf(rule);
  const name = typeof rule.name === 'string' ? rule.name : '';
  const sql = String(rule.sql ?? '');
  const item = {
    id,
    name,
    sql,
    actions: outputs.actions,
    enable: rule.enable !== false,
    description: typeof rule.description === 'string' ? rule.description : '',
  };
  const found = check({ sql, name, actions: outputs.actions });
  const [error] = found.errors;
  if (error) {
    const isOfSql = error.at === undefined;
    const place = error.line === undefined ? '' : `${error.line}:${error.column}: `;
    const values = { en: place + error.message, zh: place + error.message_zh };
    return rowOf({ ...head, reasons: [reasonOf(isOfSql ? 'sql' : 'output', values)] });
  }
  const reasons = [...outputs.reasons, ...missingOutputs(outputs.actions, others)];
  const old = found.warnings.filter(({ code }) => code === 'legacyEvent');
  const topics = [...new Set(old.map(({ start = 0, end = 0 }) => sql.slice(start, end)))].join(', ');
  const present = [
    ...new Set(old.flatMap(({ fixes }) => fixes.slice(0, 1)).map(({ insert }) => insert)),
  ].join(', ');
  const row = rowOf({ ...head, reasons, becomes: [{ kind: 'rules', item }] });
  const told = chats.filter(({ action }) => outputs.actions.includes(action));
  const alert = told.length > 0 ? alertFor(item, told, found.from) : undefined;
  const isAlertRight = alert && check({ sql, name, actions: [], alert }).errors.length === 0;
  const offers: Offer[] = [
    ...(old.length > 0
      ? [{ id: 'renew', reason: reasonOf('offerRenew', { topics: present }) } as const]
      : []),
    ...(isAlertRight
      ? [
          {
            id: 'alert',
            reason: reasonOf('offerAlert', { channels: told.map(({ channel }) => channel).join(', ') }),
          } as const,
        ]
      : []),
  ];
  return {
    ...row,
    // The names work, so that it is the same: they are only told.
    reasons: [...row.reasons, ...(old.length > 0 ? [reasonOf('oldEvents', { topics })] : [])],
    offers,
    needs: { alert: told.map((chat) => chat.row.id) },
    becomes: (chosen) => [
      {
        kind: 'rules',
        item: {
          ...item,
          ...(chosen.has('renew') && { sql: renewed(sql, old) }),
          ...(chosen.has('alert') &&
            isAlertRight && {
              alert,
              actions: outputs.actions.filter((output) => !told.some(({ action }) => action === output)),
            }),
        },
      },
    ],
  };
}

/** What rules of EMQX 4 called outputs, and what is a name of another time. */
function outputsOf(rule: Members): { actions: unknown[]; reasons: Reason[] } {
  const isOld = rule.actions === undefined && rule.outputs !== undefined;
  const reasons: Reason[] = isOld ? [reasonOf('oldOutputs')] : [];
  const given = isOld ? rule.outputs : rule.actions;
  const actions = (Array.isArray(given) ? given : []).flatMap((output: unknown): unknown[] => {
    if (typeof output === 'string') return [canonicalId(output.replace(/^webhook:/, 'http:'))];
    if (!isMembers(output)) return [];
    const { function: name, args } = output;
    if (name === 'console') return [{ function: 'console' }];
    if (name === 'republish') return [{ function: 'republish', args }];
    reasons.push(reasonOf('foreignFunction', { name: String(name) }));
    return [];
  });
  return { actions, reasons };
}

function missingOutputs(actions: readonly unknown[], others: readonly ImportRow[]): Reason[] {
  const taken = new Set(
    others.flatMap((row) =>
      row.becomes(new Set()).map(({ kind, item }) => `${kind} ${String(item.type)}:${String(item.name)}`),
    ),
  );
  return actions.flatMap((output) =>
    typeof output === 'string' && !taken.has(`actions ${output}`)
      ? [reasonOf('withoutAction', { id: output })]
      : [],
  );
}

const PRESENCE = /^\$events\/client(?:\/|_)disconnected$/;

/** Grace where the client may come back, and one message for all that happens together. */
function alertFor(
  { id, name }: { id: string; name: string },
  told: readonly ChatChannel[],
  from: readonly string[],
) {
  const isPresence = from.length > 0 && from.every((topic) => PRESENCE.test(topic));
  return {
    title: (name || id).replaceAll('${', '$ {'),
    severity: 'warning',
    ...(isPresence && { for: '60s' }),
    group: { window: '30s' },
    notify: told.map(({ channel }) => channel),
  };
}

/** From the end on, so that places before stay where they are. */
function renewed(sql: string, old: RuleCheck['warnings']): string {
  let text = sql;
  const fixes = old.flatMap((warning) => warning.fixes.slice(0, 1));
  for (const { start, end, insert } of fixes.toSorted((a, b) => b.start - a.start))
    text = text.slice(0, start) + insert + text.slice(end);
  return text;
}
