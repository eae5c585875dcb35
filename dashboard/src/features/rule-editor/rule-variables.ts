import type { RuleEvent } from '../../../../src/api/contract.ts';
import { shownValue } from '../../shared/code/example-value.ts';
import type { TemplateVariable } from '../../shared/forms/template-input.tsx';

/** What `${…}` of outputs can name: what the statement selects, with what the last run made of it. */
export function templateVariables(
  names: readonly string[] | null | undefined,
  row: unknown,
  kinds: readonly RuleEvent[],
): TemplateVariable[] {
  const values = typeof row === 'object' && row !== null ? (row as Readonly<Record<string, unknown>>) : {};
  const columns = new Set(kinds.flatMap((kind) => kind.columns));
  return [...(names ?? columns)].map((name) => ({
    name,
    ...(values[name] !== undefined && { example: shownValue(values[name]) }),
  }));
}
