import { Budget } from './budget.ts';
import { coreFunctions } from './functions/core-functions.ts';
import { mathFunctions } from './functions/math-functions.ts';
import { patternFunctions } from './functions/pattern-functions.ts';
import { definedFunctions } from './functions/prelude.ts';
import { sortingFunctions } from './functions/sorting-functions.ts';
import { textFunctions } from './functions/text-functions.ts';
import { timeFunctions } from './functions/time-functions.ts';
import { type Builtins, Run } from './interpreter.ts';
import { JqLimitError } from './jq-error.ts';
import type { JqValue } from './jq-values.ts';
import type { Node } from './language/ast.ts';
import { checkNames } from './language/check-names.ts';
import { parseJq } from './language/parser.ts';

export interface JqProgram {
  /**
   * All outputs for one input.
   * @throws JqError the program's own; JqLimitError when it takes more than it may
   */
  run(input: JqValue, limits: { milliseconds: number; now: () => number }): JqValue[];
}

let builtins: Builtins | undefined;

function allBuiltins(): Builtins {
  builtins ??= {
    native: new Map(
      [
        coreFunctions,
        sortingFunctions,
        textFunctions,
        mathFunctions,
        patternFunctions,
        timeFunctions,
      ].flatMap(Object.entries),
    ),
    defined: definedFunctions(),
  };
  return builtins;
}

/** A program of jq 1.6. @throws JqSyntaxError */
export function compileJq(text: string): JqProgram {
  const program = parseJq(text);
  const known = allBuiltins();
  checkNames(program, (key) => known.native.has(key) || known.defined.has(key));
  return {
    run: (input, { milliseconds, now }) =>
      outputsOf(program, input, new Run(known, new Budget(milliseconds), now)),
  };
}

function outputsOf(program: Node, input: JqValue, run: Run): JqValue[] {
  try {
    return run.outputs(program, input);
  } catch (error) {
    if (error instanceof RangeError) throw new JqLimitError({ code: 'jqTooDeep' });
    throw error;
  }
}
