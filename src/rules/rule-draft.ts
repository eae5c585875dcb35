import { z } from 'zod';
import { type AlertDraft, alertDraft } from '../alerts/door.ts';
import { mistakeInTemplate } from '../delivery/door.ts';
import { solePlaceholder, withoutPlaceholders } from '../lib/placeholder.ts';
import { asWritten } from '../lib/zod-fields.ts';
import { draftReasonsZh } from '../texts/rule-files.ts';
import { readBody } from './read-body.ts';
import { RuleError } from './rule-error.ts';

const template = z
  .string()
  .max(65_536)
  .superRefine((text, context) => {
    const { reason, suggestion } = mistakeInTemplate(text) ?? {};
    const hint = suggestion ? ` (did you mean ${suggestion}?)` : '';
    if (reason) context.addIssue({ code: 'custom', message: reason + hint });
  });

const isPlaceholder = (text: string): boolean => solePlaceholder(text)?.source === text;

const QOS_HINT = `must be 0, 1, 2 or a placeholder such as \${qos}`;

const qosArgument = z
  .union([
    z.literal([0, 1, 2], QOS_HINT),
    z.enum(['0', '1', '2'], QOS_HINT),
    template.refine(isPlaceholder, QOS_HINT),
  ])
  .meta({ description: '0, 1, 2 or a placeholder; 0 when the placeholder has no value' });

const switchArgument = z.union([z.boolean(), z.enum(['true', 'false']), template.refine(isPlaceholder)], {
  error: `must be true, false or a placeholder such as \${retain}`,
});

const mqttProperties = z.strictObject({
  'Payload-Format-Indicator': template.optional(),
  'Message-Expiry-Interval': template.optional(),
  'Content-Type': template.optional(),
  'Response-Topic': template.optional(),
  'Correlation-Data': template.optional(),
});

export const republishArguments = z.strictObject({
  topic: template.min(1).refine(
    // What placeholders stand for is known when the rule acts; the rest is known now [MQTT-3.3.2-2].
    (text) => !/[+#\0]/.test(withoutPlaceholders(text)),
    'must become a topic name: + and # stand for levels in topic filters only',
  ),
  qos: qosArgument.default(`\${qos}`),
  retain: switchArgument.default(`\${retain}`),
  payload: template.default(`\${payload}`),
  mqtt_properties: mqttProperties.default({}),
  user_properties: template.default(`\${user_properties}`),
  direct_dispatch: switchArgument.default(false),
});

const republish = z.strictObject({ function: z.literal('republish'), args: republishArguments });

/** It takes no arguments, but scripts send an empty object along. */
const consoleOutput = z.strictObject({
  function: z.literal('console'),
  args: z.looseObject({}).optional(),
});

/** The answer has what was sent; what was left out follows the defaults of the version that runs. */
const alert = asWritten(alertDraft);

/** Another way to write the member `alert`, which it becomes. */
const alertOutput = z
  .strictObject({ function: z.literal('alert'), args: alert.default({}) })
  .meta({ description: 'The same as the member alert of the rule' });

const actionReference = z
  .string()
  .max(512)
  .regex(/^[^:\s]+:\S+$/, 'must be the id of an action, "type:name"')
  .meta({ description: 'The id of an action: "http:my_action". It may be created later.' });

const output = z.union([
  actionReference,
  z.discriminatedUnion('function', [republish, consoleOutput, alertOutput], {
    error:
      'the function of an output is republish, console or alert; the id of an action stands without braces',
  }),
]);

/** Members of a rule's answer that a script sends back with PUT; they are not read. */
const echoed = z.unknown().meta({ description: 'Read-only; ignored.' });

/** The body of `POST /rules`, and of `PUT /rules/{id}`, which does not read its `id`. */
export const ruleDraft = z.strictObject({
  id: z
    .string()
    .min(1, 'must not be empty')
    .max(256)
    .regex(/^\P{Cc}+$/u, 'must not contain control characters')
    .optional(),
  name: z.string().max(256).default(''),
  sql: z.string().max(65_536),
  actions: z.array(output).max(256).default([]),
  enable: z.boolean().default(true),
  description: z.string().max(65_536).default(''),
  alert: alert.nullish().meta({ description: 'Rows of the rule raise this alert' }),
  file: echoed.optional(),
  from: echoed.optional(),
  action_details: echoed.optional(),
  alert_details: echoed.optional(),
  warnings: echoed.optional(),
  created_at: echoed.optional(),
  last_modified_at: echoed.optional(),
  status: echoed.optional(),
  metrics: echoed.optional(),
  node: echoed.optional(),
  node_status: echoed.optional(),
  node_metrics: echoed.optional(),
});

/** A rule as it is asked for: defaults may be missing. */
export type RuleDraft = z.input<typeof ruleDraft>;
export type RepublishArguments = z.output<typeof republishArguments>;

/** What a rule does with a row: the id of an action, or a function of the engine's own. */
export type RuleOutput = Exclude<z.output<typeof output>, { readonly function: 'alert' }>;

/** What is kept of a draft. */
export interface RuleDefinition {
  name: string;
  sql: string;
  actions: RuleOutput[];
  enable: boolean;
  description: string;
  /** As it was written. */
  alert?: AlertDraft | undefined;
}

/** @throws RuleError BAD_REQUEST that names the first member that is wrong */
export function parseRuleDraft(body: unknown): { id: string | undefined; definition: RuleDefinition } {
  const { id, name, sql, actions: outputs, enable, description, alert: member } = readBody(ruleDraft, body);
  const { actions, alert } = splitOutputs(outputs, member ?? undefined);
  return { id, definition: { name, sql, actions, enable, description, ...(alert && { alert }) } };
}

const ONE_ALERT = 'a rule has one alert: keep the member alert, or one output with the function alert';

/**
 * The alert apart from what else is done with a row.
 * @throws RuleError BAD_REQUEST when there are several
 */
export function splitOutputs(
  outputs: readonly z.output<typeof output>[],
  member: AlertDraft | undefined,
): { actions: RuleOutput[]; alert: AlertDraft | undefined } {
  const actions: RuleOutput[] = [];
  let alert = member;
  for (const [index, output] of outputs.entries()) {
    if (typeof output === 'string' || output.function !== 'alert') actions.push(output);
    else if (!alert) alert = output.args;
    else {
      const at = `actions.${index}`;
      const message_zh = `${at}：${draftReasonsZh.get(ONE_ALERT)}`;
      throw new RuleError('BAD_REQUEST', `${at}: ${ONE_ALERT}`, { message_zh });
    }
  }
  return { actions, alert };
}
