import type { TemplateRow } from '../delivery/door.ts';
import type { Logger } from '../lib/logger.ts';
import { type Row, type RowSource, toJsonText } from '../sql/door.ts';
import type { TopicRules } from './event-topics.ts';
import type { Origin } from './message-origins.ts';
import { type Republication, Republish } from './republish.ts';
import { RowTemplate } from './row-template.ts';
import type { RuleOutput } from './rule-draft.ts';
import type { ActionResult } from './rule-metrics.ts';

/** What rules need of the configured actions. */
export interface ActionRunner {
  status(id: string): string;
  /** Stores the delivery; its outcome is told later. */
  run(id: string, row: TemplateRow, options: { rule?: string | undefined }): void;
  /** What `run` would send. */
  render(id: string, row: TemplateRow): unknown;
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
}

export interface Output {
  /** `undefined` when the outcome is not known yet. */
  run(input: OutputInput): ActionResult | undefined;
  /** Renders what `run` would send, and sends nothing. */
  render(input: OutputInput): void;
}

export function prepareOutput(output: RuleOutput, ruleId: string, ports: OutputPorts): Output {
  if (typeof output === 'string') return actionOutput(output, ruleId, ports);
  if (output.function === 'console') return consoleOutput(ruleId, ports);
  const republish = new Republish(output.args, ports.topics);
  return {
    run: ({ row, source, cause }) => {
      ports.publish(republish.draft(row, source), ruleId, cause);
      return 'success';
    },
    render: ({ row, source }) => {
      republish.draft(row, source);
    },
  };
}

function actionOutput(id: string, ruleId: string, { actions }: OutputPorts): Output {
  return {
    run: ({ row }) => {
      if (actions.status(id) === 'not_found') return 'unknown';
      actions.run(id, new RowTemplate(row), { rule: ruleId });
      return undefined;
    },
    render: ({ row }) => {
      if (actions.status(id) !== 'not_found') actions.render(id, new RowTemplate(row));
    },
  };
}

/** Output and event on the log, for trying things out. */
function consoleOutput(ruleId: string, { logger }: OutputPorts): Output {
  return {
    run: ({ row, source }) => {
      const event = Object.fromEntries([...source.columnNames()].map((name) => [name, source.column(name)]));
      logger.info(
        { rule: ruleId, output: toJsonText(row), event: toJsonText(event) },
        'console output of a rule',
      );
      return 'success';
    },
    render: () => undefined,
  };
}
