import type { Access, Expression, Path, Step } from './ast.ts';
import type { CompileContext } from './compile-context.ts';
import { decodePayload } from './json.ts';
import { type KeyPath, keyPath } from './key-path.ts';
import { readIndex, readKey, readSlice } from './path-steps.ts';
import type { Evaluate, Scope } from './scope.ts';
import type { Value, ValueMap } from './values.ts';

type CompileIndex = (step: Extract<Step, { kind: 'index' }>) => Evaluate;
type Walk = (value: Value, scope: Scope) => Value;

/**
 * A path is looked for as a whole in the outputs, then in the locals, then in the columns: an output
 * `payload.flag` does not hide `payload.x` of the event.
 */
export function compilePath(path: Path, context: CompileContext, compileIndex: CompileIndex): Evaluate {
  const layers = [
    ...(context.outputs.has(path.root) ? [(scope: Scope) => scope.outputs] : []),
    ...(context.locals.has(path.root) ? [(scope: Scope) => scope.locals] : []),
  ];
  const walk = path.steps.length === 0 ? undefined : compileWalk(path.steps, compileIndex);
  const fromColumns = columnPath(path, walk);
  return layers.reduceRight<Evaluate>(
    (below, layer) => layeredPath(path.root, layer, walk, below),
    fromColumns,
  );
}

/** For a path of the event's payload by keys alone: its number, where `compilePath` need not be asked. */
export function payloadNumber(
  expression: Expression,
  { outputs, locals }: CompileContext,
): ((scope: Scope) => number | undefined) | undefined {
  if (expression.kind !== 'path' || expression.root !== 'payload' || expression.steps.length === 0)
    return undefined;
  if (outputs.has('payload') || locals.has('payload')) return undefined;
  const path = keysOf(expression.steps);
  return (
    path &&
    function readPayloadNumber(scope) {
      return scope.columns.payloadNumberAt(path);
    }
  );
}

function keysOf(steps: readonly Step[]): KeyPath | undefined {
  const keys = steps.flatMap((step) => (step.kind === 'key' ? step.name : []));
  return keys.length === steps.length ? keyPath(keys) : undefined;
}

function columnPath({ root, steps }: Path, walk: Walk | undefined): Evaluate {
  if (!walk) {
    return function readColumn(scope) {
      return scope.columns.column(root);
    };
  }
  if (root === 'payload') {
    const path = keysOf(steps);
    if (path) {
      return function readPayloadKeys(scope) {
        return scope.columns.payloadAt(path);
      };
    }
    return function readPayloadPath(scope) {
      return walk(scope.columns.decodedPayload(), scope);
    };
  }
  return function readColumnPath(scope) {
    return walk(scope.columns.column(root), scope);
  };
}

function layeredPath(
  root: string,
  layer: (scope: Scope) => ValueMap,
  walk: Walk | undefined,
  below: Evaluate,
): Evaluate {
  const open = walk && root === 'payload' ? decodePayload : undefined;
  return function readLayeredPath(scope) {
    let value = layer(scope)[root];
    if (walk && value !== undefined) value = walk(open ? open(value) : value, scope);
    return value === undefined ? below(scope) : value;
  };
}

export function compileAccess(access: Access, target: Evaluate, compileIndex: CompileIndex): Evaluate {
  const walk = compileWalk(access.steps, compileIndex);
  return function readAccess(scope) {
    return walk(target(scope), scope);
  };
}

function compileWalk(steps: readonly Step[], compileIndex: CompileIndex): Walk {
  const walks = steps.map((step) => compileStep(step, compileIndex));
  const [only] = walks;
  if (walks.length === 1 && only) return only;
  return function walkSteps(value, scope) {
    let reached = value;
    for (const step of walks) {
      reached = step(reached, scope);
      if (reached === undefined) return undefined;
    }
    return reached;
  };
}

function compileStep(step: Step, compileIndex: CompileIndex): Walk {
  switch (step.kind) {
    case 'key': {
      const { name } = step;
      return (value) => readKey(value, name);
    }
    case 'slice': {
      const { from, to } = step;
      return (value) => readSlice(value, from, to);
    }
    case 'index': {
      if (step.index.kind === 'literal') {
        const at = step.index.value;
        return (value) => readIndex(value, at);
      }
      const index = compileIndex(step);
      return (value, scope) => readIndex(value, index(scope));
    }
  }
}
