import { z } from 'zod';
import { booleanField, PageQuery, repeatableField, Timestamp } from './values.ts';

const RuleOutput = z.union([
  z.string().meta({ description: 'The id of an action' }),
  z.looseObject({ function: z.string() }),
]);

export const RuleWarning = z
  .object({
    code: z.string(),
    message: z.string(),
    message_zh: z.string().optional(),
    line: z.int().optional(),
    column: z.int().optional(),
    excerpt: z.string().optional().meta({ description: 'The line of the SQL, and a caret below the place' }),
    at: z.string().optional().meta({ description: 'The output that it is about' }),
  })
  .meta({ id: 'RuleWarning', description: 'Something that is allowed and probably not what was meant' });
export type RuleWarning = z.output<typeof RuleWarning>;

export const Rule = z
  .object({
    id: z.string(),
    file: z
      .string()
      .optional()
      .meta({ description: "Where it lies, if it is a file's; the API cannot change it" }),
    name: z.string(),
    sql: z.string(),
    from: z.array(z.string()),
    actions: z.array(RuleOutput),
    action_details: z.array(z.object({ type: z.string(), name: z.string(), status: z.string() })),
    enable: z.boolean(),
    description: z.string(),
    alert: z
      .record(z.string(), z.unknown())
      .optional()
      .meta({ description: 'What rows of the rule raise, as it was written' }),
    alert_details: z
      .object({
        presence: z.boolean().meta({ description: 'It is about clients that are gone' }),
        resolve_on: z.unknown().meta({ description: 'What ends its alerts, said or not' }),
        keys_missing: z.int().meta({ description: 'Rows in which the key had no value' }),
      })
      .optional(),
    warnings: z.array(RuleWarning),
    created_at: Timestamp,
    last_modified_at: Timestamp,
  })
  .meta({ id: 'Rule' });
export type Rule = z.output<typeof Rule>;

export const RuleSummary = z
  .object({
    id: z.string(),
    name: z.string(),
    file: z.string().optional(),
    enable: z.boolean(),
    state: z.enum(['ok', 'never_matched', 'action_failing', 'failing', 'broken', 'off']).meta({
      description:
        '`failing`: its SQL failed on the last event; `broken`: it no longer compiles and does nothing; `never_matched`: no row since `counted_since`',
    }),
    failing_actions: z.array(z.string()).meta({ description: 'Whose targets are away, off or not there' }),
    counted_since: Timestamp,
    matched: z.int().meta({ description: 'Events that FROM named' }),
    passed: z.int().meta({ description: 'Events that made rows' }),
    passed_24h: z.int(),
    passed_by_hour: z.array(z.int()).meta({ description: 'Of the last 24 hours, the present one last' }),
    'failed.exception': z.int(),
    'actions.failed': z.int(),
    last_passed_at: Timestamp.optional(),
    alerts_open: z.int().meta({ description: 'Alerts of the rule that are not resolved' }),
  })
  .meta({ id: 'RuleSummary', description: 'How a rule does' });
export type RuleSummary = z.output<typeof RuleSummary>;

export const RuleQuery = PageQuery.extend({
  enable: booleanField.optional(),
  from: z.string().optional(),
  like_id: z.string().optional(),
  like_from: z.string().optional(),
  like_description: z.string().optional(),
  match_from: z.string().optional(),
  action: repeatableField.optional(),
  source: repeatableField.optional(),
});
export type RuleQuery = z.output<typeof RuleQuery>;

export const RulePath = z.object({ id: z.string() });

export const RuleFigures = z
  .object({
    matched: z.int(),
    'matched.rate': z.number(),
    'matched.rate.max': z.number(),
    'matched.rate.last5m': z.number(),
    passed: z.int(),
    failed: z.int(),
    'failed.exception': z.int(),
    'failed.no_result': z.int(),
    'actions.total': z.int(),
    'actions.success': z.int(),
    'actions.failed': z.int(),
    'actions.failed.out_of_service': z.int(),
    'actions.failed.unknown': z.int(),
    'actions.discarded': z.int(),
  })
  .meta({ id: 'RuleFigures' });
export type RuleFigures = z.output<typeof RuleFigures>;

export const RuleMetrics = z
  .object({
    id: z.string(),
    metrics: RuleFigures,
    node_metrics: z.array(z.object({ node: z.string(), metrics: RuleFigures })),
  })
  .meta({ id: 'RuleMetrics' });
export type RuleMetrics = z.output<typeof RuleMetrics>;

/** The latest first; the answer is written by the rule language, which keeps floats and large integers. */
export const RecentEvents = z
  .object({
    data: z.array(
      z.object({
        at: Timestamp,
        event: z.string(),
        outcome: z.enum(['passed', 'no_result', 'exception']),
        reason: z.string().optional().meta({ description: 'Of an exception' }),
        columns: z
          .record(z.string(), z.unknown())
          .optional()
          .meta({ description: 'Those that the event had; left out when there was no room to keep it' }),
        row: z
          .unknown()
          .optional()
          .meta({ description: 'What the rule made of it; several rows are a list' }),
      }),
    ),
  })
  .meta({ id: 'RecentEvents' });

const Translated = z.object({ en: z.string(), zh: z.string() });

export const RuleEvent = z
  .object({
    event: z.string(),
    title: Translated,
    description: Translated,
    legacy_event: z.string().optional().meta({ description: 'The spelling before EMQX 5.9' }),
    test_type: z.string().meta({ description: 'event_type of the tester' }),
    columns: z.array(z.string()),
    column_details: z
      .array(
        z.object({
          name: z.string(),
          type: z.enum(['text', 'int', 'bool', 'map', 'ms', 'us']),
          description: Translated,
          example: z.unknown().optional(),
        }),
      )
      .meta({ description: 'The same columns with type and meaning' }),
    test_columns: z.record(z.string(), z.array(z.unknown()).meta({ description: 'Example and help' })),
    sql_example: z.string(),
  })
  .meta({ id: 'RuleEvent' });
export type RuleEvent = z.output<typeof RuleEvent>;

export const RuleFunction = z
  .object({
    name: z.string(),
    group: z.string(),
    group_title: Translated,
    description: Translated,
    signatures: z.array(
      z.object({
        text: z.string().meta({ description: 'substr(s, start, n)' }),
        parameters: z.array(
          z.object({
            name: z.string(),
            types: z.array(z.string()).meta({ description: 'One of them is enough' }),
            words: z.array(z.string()).optional().meta({ description: 'Texts that it may be' }),
            rest: z.literal(true).optional().meta({ description: 'It stands for any number of arguments' }),
          }),
        ),
      }),
    ),
    returns: z.string(),
    examples: z
      .array(z.object({ expression: z.string(), result: z.string() }))
      .meta({ description: 'Their results as JSON' }),
  })
  .meta({ id: 'RuleFunction', description: 'A function of the rule language, as editors complete it' });
export type RuleFunction = z.output<typeof RuleFunction>;

/** A row, or several of a FOREACH. */
export const RuleTestAnswer = z
  .unknown()
  .meta({ description: 'The row that the SQL selects; several as an array' });

export const RuleEngineSettings = z
  .object({
    ignore_sys_message: z.boolean(),
    jq_function_default_timeout: z.int().meta({ description: 'Milliseconds' }),
  })
  .meta({ id: 'RuleEngineSettings' });
export type RuleEngineSettings = z.output<typeof RuleEngineSettings>;
