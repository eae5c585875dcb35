import { z } from 'zod';
import type { AlertDraft } from '../../alerts/door.ts';
import { parseDuration } from '../../lib/duration.ts';
import { readBody } from '../read-body.ts';
import type { Rule } from '../rule.ts';
import { type RuleOutput, ruleDraft, splitOutputs } from '../rule-draft.ts';
import { RuleError } from '../rule-error.ts';

const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

const moment = z
  .union([z.string().max(64), z.int().min(0)], { error: 'is a text or a whole number' })
  .refine((value) => momentOf(value, 0) !== undefined, {
    error: 'write how long ago (24h, 30m), RFC 3339 (2026-01-31T12:00:00+08:00), or Unix milliseconds',
  });

const USUAL_ROWS = 50;
const MOST_ROWS = 500;

/** The body of `POST /backtests`. */
export const backtestDraft = z
  .strictObject({
    sql: ruleDraft.shape.sql.optional().meta({ description: 'The statement; without, that of the rule' }),
    rule_id: z
      .string()
      .min(1)
      .max(256)
      .optional()
      .meta({ description: 'A rule that is kept: its SQL and its actions, unless others are given' }),
    actions: ruleDraft.shape.actions.unwrap().optional().meta({ description: 'As those of a rule' }),
    alert: z.record(z.string(), z.unknown()).nullish().meta({
      description:
        "Members of an alert, put over those of the rule's alert; null takes a member away, or the alert itself. Without a rule the whole alert",
    }),
    from: moment
      .default('24h')
      .meta({ description: 'How long ago (24h, the default), RFC 3339 or Unix milliseconds' }),
    to: moment.optional().meta({ description: 'The same; until now by default' }),
    clientid: z.string().min(1).max(65_535).optional().meta({ description: 'Only events about this client' }),
    limit: z
      .int()
      .min(0)
      .max(MOST_ROWS)
      .default(USUAL_ROWS)
      .meta({
        description: `So many of the first rows and of the last ones are kept; default ${USUAL_ROWS}`,
      }),
  })
  .refine(({ sql, rule_id }) => sql !== undefined || rule_id !== undefined, {
    error: 'give sql, or the rule_id of a rule that is kept',
  });

export type BacktestDraft = z.input<typeof backtestDraft>;

/** What is asked for, as it is done; times are Unix milliseconds, both included. */
export interface BacktestOrder {
  readonly ruleId: string | undefined;
  readonly ruleName: string;
  readonly sql: string;
  readonly actions: readonly RuleOutput[];
  /** Undefined: nothing is alerted. */
  readonly alert: AlertDraft | undefined;
  readonly from: number;
  readonly to: number;
  readonly clientId: string | undefined;
  readonly limit: number;
}

/**
 * @param ruleOf a rule that is kept
 * @throws RuleError BAD_REQUEST, RULE_NOT_FOUND
 */
export function readOrder(
  body: unknown,
  now: number,
  ruleOf: (id: string) => Rule | undefined,
): BacktestOrder {
  const draft = readBody(backtestDraft, body);
  const rule = draft.rule_id === undefined ? undefined : ruleOf(draft.rule_id);
  if (draft.rule_id !== undefined && !rule) throw new RuleError('RULE_NOT_FOUND', 'Rule Id Not Found');
  const from = momentOf(draft.from, now) ?? 0;
  const to = Math.min(now, draft.to === undefined ? now : (momentOf(draft.to, now) ?? now));
  if (from > to) throw new RuleError('BAD_REQUEST', 'from: must be before to, and not in the future');
  const outputs = draft.actions && splitOutputs(draft.actions, undefined);
  return {
    ruleId: rule?.id,
    ruleName: rule?.name ?? '',
    sql: draft.sql ?? rule?.sql ?? '',
    actions: outputs?.actions ?? rule?.actions ?? [],
    alert: draft.alert === null ? undefined : withChanges(outputs?.alert ?? rule?.alert, draft.alert),
    from,
    to,
    clientId: draft.clientid,
    limit: draft.limit,
  };
}

/** Members that are put over each other member by member. */
const INNER = new Set(['group', 'threshold', 'absence', 'flapping', 'escalate', 'labels']);

/** What stands in it is checked with the statement that it belongs to. */
function withChanges(
  alert: AlertDraft | undefined,
  changes: Readonly<Record<string, unknown>> | undefined,
): AlertDraft | undefined {
  if (!changes) return alert;
  const merged: Record<string, unknown> = { ...alert };
  for (const [name, value] of Object.entries(changes)) {
    const before = merged[name];
    if (value === null) delete merged[name];
    else
      merged[name] = INNER.has(name) && isObject(before) && isObject(value) ? { ...before, ...value } : value;
  }
  return merged as AlertDraft;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Unix milliseconds; undefined for a text that is no moment. */
function momentOf(value: string | number, now: number): number | undefined {
  if (typeof value === 'number') return value;
  if (/^\d{1,16}$/.test(value)) return Number(value);
  const ago = parseDuration(value);
  if (ago !== undefined) return Number.isFinite(ago) ? Math.max(0, now - ago) : undefined;
  const time = RFC_3339.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}
