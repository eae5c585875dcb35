import { createContext, useContext } from 'react';
import type { FieldProblem } from './form-problem.ts';
import type { TemplateVariable } from './template-input.tsx';

interface SchemaFormContext {
  readonly readOnly: boolean;
  readonly problem: FieldProblem | undefined;
  /** What templates may be filled with. */
  readonly variables: readonly TemplateVariable[];
}

export const FormContext = createContext<SchemaFormContext>({
  readOnly: false,
  problem: undefined,
  variables: [],
});

export function useFormContext(): SchemaFormContext {
  return useContext(FormContext);
}

/** @returns what is wrong with the setting of this path itself */
export function useFieldProblem(path: readonly string[]): string | undefined {
  const { problem } = useFormContext();
  if (!problem?.path || problem.path !== path.join('.')) return undefined;
  return problem.meant === undefined ? problem.reason : `${problem.reason} (${problem.meant}?)`;
}

/** Whether something is wrong with it, or below it: then it must not be folded away. */
export function holdsProblem(problem: FieldProblem | undefined, path: readonly string[]): boolean {
  const here = path.join('.');
  return problem?.path !== undefined && (problem.path === here || problem.path.startsWith(`${here}.`));
}
