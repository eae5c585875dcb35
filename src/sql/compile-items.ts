import type { Alias, AliasStep, Expression, Item, OutputItem } from './ast.ts';
import type { CompileContext } from './compile-context.ts';
import { compileExpression } from './compile-expression.ts';
import { readIndex, readKey, withIndex, withKey } from './path-steps.ts';
import type { Scope } from './scope.ts';
import type { Value, ValueMap } from './values.ts';

/** Makes the outputs of one item and adds them to `scope.outputs`. */
type MakeOutput = (scope: Scope) => void;

interface CompiledItems {
  readonly make: readonly MakeOutput[];
  /** Names under which outputs may differ from what lies below them. */
  readonly outputs: ReadonlySet<string>;
}

/** Items see the outputs of those before them. */
export function compileItems(items: readonly Item[], context: CompileContext): CompiledItems {
  const outputs = new Set<string>();
  const make = items.map((item): MakeOutput => {
    if (item.kind === 'all') return addAll;
    const output = compileOutput(item, { ...context, outputs });
    if (!isUnchanged(item, outputs)) outputs.add(output.root);
    return output.make;
  });
  return { make, outputs };
}

/** `*`: every column, and in a FOREACH the helpers and the element over them. */
export function addAll({ columns, locals, outputs }: Scope): void {
  columns.addTo(outputs);
  Object.assign(outputs, locals);
}

function compileOutput(item: OutputItem, context: CompileContext): { root: string; make: MakeOutput } {
  const evaluate = compileExpression(item.expression, context);
  const { root, below } = outputName(item, context);
  if (below.length === 0) {
    const make = function makeOutput(scope: Scope) {
      scope.outputs[root] = evaluate(scope);
    };
    return { root, make };
  }
  const make = function makeNestedOutput(scope: Scope) {
    write(scope.outputs, root, below, evaluate(scope));
  };
  return { root, make };
}

/** Sets the value below a name of the map; maps and lists on the way are copied, they may be the event's. */
export function write(map: ValueMap, root: string, below: readonly AliasStep[], value: Value): void {
  map[root] = written(map[root], below, 0, value);
}

function written(target: Value, steps: readonly AliasStep[], depth: number, value: Value): Value {
  const step = steps[depth];
  if (step === undefined) return value;
  if (step.kind === 'key') {
    return withKey(target, step.name, written(readKey(target, step.name), steps, depth + 1, value));
  }
  return withIndex(target, step.at, written(readIndex(target, step.at), steps, depth + 1, value));
}

interface OutputName {
  readonly root: string;
  readonly below: readonly AliasStep[];
}

/** The alias; without one the path itself, the text of a text literal, or a random name. */
export function outputName(
  { expression, alias }: OutputItem,
  { host }: Pick<CompileContext, 'host'>,
): OutputName {
  if (alias) return aliasName(alias);
  switch (expression.kind) {
    case 'path':
      return { root: expression.root, below: expression.steps.flatMap(aliasStep) };
    case 'literal':
      if (typeof expression.value === 'string') return { root: expression.value, below: [] };
  }
  return { root: `_v_${host.random().toString(36).slice(2, 12)}`, below: [] };
}

export function aliasName({ steps }: Alias): OutputName {
  const [root, ...below] = steps;
  if (root?.kind !== 'key') throw new TypeError('an alias begins with a name');
  return { root: root.name, below };
}

type PathStep = Extract<Expression, { kind: 'path' }>['steps'][number];

/** `payload.x[2]` names the first of a new list; a slice names what it was cut from. */
function aliasStep(step: PathStep): AliasStep[] {
  switch (step.kind) {
    case 'key':
      return [{ kind: 'key', name: step.name }];
    case 'slice':
      return [];
    case 'index': {
      const at =
        step.index.kind === 'literal' && typeof step.index.value === 'number' ? step.index.value : -0;
      return [{ kind: 'index', at }];
    }
  }
}

/** A column under its own name: reading the output or the column is the same. */
function isUnchanged({ expression, alias }: OutputItem, outputs: ReadonlySet<string>): boolean {
  if (expression.kind !== 'path' || expression.steps.length > 0 || outputs.has(expression.root)) return false;
  if (!alias) return true;
  const [root, ...below] = alias.steps;
  return below.length === 0 && root?.kind === 'key' && root.name === expression.root;
}
