import type { ActionPreview, RenderWarning, TemplateRow } from '../delivery/door.ts';
import type { Logger } from '../lib/logger.ts';
import type { SpanContext } from '../lib/spans/trace-context.ts';
import { type Row, type RowSource, toJsonText } from '../sql/door.ts';
import type { TopicRules } from './event-topics.ts';
import { nextTrail, type Origin } from './message-origins.ts';
import { type Republication, Republish } from './republish.ts';
import { RowTemplate } from './row-template.ts';
import type { RuleOutput } from './rule-draft.ts';
import type { ActionResult } from './rule-metrics.ts';

/** A text of an action that is filled with a row. */
export interface ActionTemplate {
  /** `parameters.body` */
  readonly name: string;
  readonly text: string;
  /** Names that its placeholders may begin with beside those of the row. */
  readonly ownNames?: readonly string[] | undefined;
  /** Why it is no JSON, when it is sent as such. */
  readonly jsonFault?: string | undefined;
}

/** What a row comes from. */
export interface RowOrigin {
  readonly rule?: string | undefined;
  /** What is done for one key is done in its order. */
  readonly key?: string | undefined;
  /** The rules that have handed on what it is about. */
  readonly trail?: readonly string[] | undefined;
  /** Of the rule, when it is traced. */
  readonly span?: SpanContext | undefined;
}

/** What rules need of the configured actions. */
export interface ActionRunner {
  /** The id of the action that is meant: `postgres:x` is `pgsql:x`. */
  resolve(id: string): string;
  status(id: string): string;
  /** The templates of an action; null when there is none of this id. */
  templates?(id: string): readonly ActionTemplate[] | null;
  /** Stores the delivery; its outcome is told later. The answer is its id, if there is one. */
  run(id: string, row: TemplateRow, origin: RowOrigin): string | undefined;
  /** What `run` would send, if anything. */
  preview(id: string, row: TemplateRow): ActionPreview;
}

export interface OutputPorts {
  readonly actions: ActionRunner;
  readonly topics: TopicRules;
  readonly logger: Logger;
  /** @throws Error when rules have handed the message on too often */
  publish(republication: Republication, ruleId: string, cause: Origin | undefined): void;
}

/** A row, the event that it was made of, and whether that came out of a rule itself. */
export interface OutputInput {
  readonly row: Row;
  readonly source: RowSource;
  readonly cause: Origin | undefined;
  /** Of the rule, when it is traced. */
  readonly span?: SpanContext | undefined;
  /** Told of what an action stored, when somebody follows it. */
  readonly onDelivery?: ((id: string) => void) | undefined;
}

export interface Output {
  /** `undefined` when the outcome is not known yet. */
  run(input: OutputInput): ActionResult | undefined;
  /**
   * What `run` would send; nothing is sent.
   * @param row the same row, for the templates
   * @throws Error when a template cannot be rendered
   */
  preview(input: OutputInput, row: RowTemplate): OutputPreview;
}

/** What an output would send for one row. */
export interface OutputPreview {
  readonly kind: 'action' | 'republish' | 'console' | 'alert';
  /** Why nothing would be sent; undefined when it would. */
  readonly skipped?: OutputSkip | undefined;
  /** JSON-compatible; its members belong to the kind. Bytes are Buffers. */
  readonly content: Readonly<Record<string, unknown>>;
  readonly warnings?: readonly OutputWarning[] | undefined;
}

export type OutputSkip =
  | { readonly code: 'action_missing' }
  | { readonly code: 'alert_taken_over' }
  | { readonly code: NonNullable<ActionPreview['skipped']>; readonly connector: string }
  | { readonly code: 'loop'; readonly detail: string };

export type OutputWarning =
  | RenderWarning
  | { readonly code: 'key_missing' }
  | { readonly code: 'property_left_out'; readonly name: string };

export function prepareOutput(output: RuleOutput, ruleId: string, ports: OutputPorts): Output {
  if (typeof output === 'string') return actionOutput(output, ruleId, ports);
  if (output.function === 'console') return consoleOutput(ruleId, ports);
  const republish = new Republish(output.args, ports.topics);
  return {
    run: ({ row, source, cause }) => {
      ports.publish(republish.draft(new RowTemplate(row), source), ruleId, cause);
      return 'success';
    },
    preview: ({ source, cause }, row) => previewRepublish(republish, { row, source, cause, ruleId }),
  };
}

function previewRepublish(
  republish: Republish,
  { row, source, cause, ruleId }: Omit<OutputInput, 'row'> & { row: RowTemplate; ruleId: string },
): OutputPreview {
  const warnings: OutputWarning[] = [];
  const { message, directDispatch } = republish.draft(row, source, (name) =>
    warnings.push({ code: 'property_left_out', name }),
  );
  const preview = { kind: 'republish', content: { ...message, directDispatch }, warnings } as const;
  try {
    nextTrail(ruleId, cause);
    return preview;
  } catch (error) {
    return { ...preview, skipped: { code: 'loop', detail: (error as Error).message } };
  }
}

/** The outputs of a definition, with actions by their present ids. */
export function readOutputs(
  outputs: readonly RuleOutput[],
  actions: Pick<ActionRunner, 'resolve'>,
): RuleOutput[] {
  return outputs.map((output) => (typeof output === 'string' ? actions.resolve(output) : output));
}

function actionOutput(id: string, ruleId: string, { actions }: OutputPorts): Output {
  return {
    run: ({ row, source, cause, span, onDelivery }) => {
      if (actions.status(id) === 'not_found') return 'unknown';
      // What one client did arrives in the order in which it did it.
      const client = source.column('clientid');
      const key = typeof client === 'string' ? client : undefined;
      const origin = { rule: ruleId, key, trail: cause?.trail, span };
      const delivery = actions.run(id, new RowTemplate(row), origin);
      if (delivery !== undefined) onDelivery?.(delivery);
      return undefined;
    },
    preview: (_, row) => {
      if (actions.status(id) === 'not_found')
        return { kind: 'action', content: {}, skipped: { code: 'action_missing' } };
      const { connector, status, reason, skipped, request, warnings } = actions.preview(id, row);
      return {
        kind: 'action',
        content: { connector, status, status_reason: reason, request },
        skipped: skipped && { code: skipped, connector },
        warnings,
      };
    },
  };
}

/** Output and event on the log, for trying things out. */
function consoleOutput(ruleId: string, { logger }: OutputPorts): Output {
  return {
    run: (input) => {
      logger.info({ rule: ruleId, ...consoleText(input) }, CONSOLE_MESSAGE);
      return 'success';
    },
    preview: (input) => ({
      kind: 'console',
      content: { message: CONSOLE_MESSAGE, rule: ruleId, ...consoleText(input) },
    }),
  };
}

const CONSOLE_MESSAGE = 'console output of a rule';

function consoleText({ row, source }: OutputInput): { output: string; event: string } {
  const event = Object.fromEntries([...source.columnNames()].map((name) => [name, source.column(name)]));
  return { output: toJsonText(row), event: toJsonText(event) };
}
