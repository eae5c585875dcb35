import type { LiveRule } from './live-rule.ts';
import { RowTemplate } from './row-template.ts';
import { RuleError } from './rule-error.ts';
import type { OutputInput } from './rule-outputs.ts';

/** A template that cannot be rendered is what the test is for. */
export function renderOutputs(rule: LiveRule, input: OutputInput): void {
  try {
    const row = new RowTemplate(input.row);
    for (const output of rule.outputs) output.preview(input, row);
  } catch (error) {
    throw new RuleError('BAD_REQUEST', error instanceof Error ? error.message : String(error));
  }
}
