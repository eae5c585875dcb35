import { JqError } from './jq-error.ts';
import { type JqValue, newObject, toJson } from './jq-values.ts';
import type { Definition, Node } from './language/ast.ts';

/**
 * The way to a value from the input, where a program asks for it: undefined where it does not, null where the value did
 * not come from the input.
 */
export type Path = readonly JqValue[] | null | undefined;

/** Takes each output of a filter; jq's backtracking is the return from it. */
export type Out = (value: JqValue, path: Path) => undefined;

/** What names stand for, the innermost first. */
export interface Scope {
  readonly name: string;
  readonly bound: JqValue | Closure | Label;
  readonly outer: Scope | undefined;
}

/** A filter with the names that it knows. */
export interface Closure {
  readonly body: Node;
  readonly parameters: readonly string[];
  scope: Scope | undefined;
}

export class Label {
  readonly name = 'label';
}

/** Thrown by `break`, and caught by its label. */
export class Break {
  readonly label: Label;

  constructor(label: Label) {
    this.label = label;
  }
}

/** An error from behind a `try`, which is not its own to catch. */
export class Passed {
  readonly owner: object;
  readonly error: unknown;

  constructor(owner: object, error: unknown) {
    this.owner = owner;
    this.error = error;
  }
}

export function withDefinition({ name, parameters, body }: Definition, outer: Scope | undefined): Scope {
  const closure: Closure = { body, parameters, scope: undefined };
  const scope: Scope = { name: `${name}/${parameters.length}`, bound: closure, outer };
  closure.scope = scope;
  return scope;
}

export function lookUp(name: string, scope: Scope | undefined): Scope['bound'] | undefined {
  for (let at = scope; at !== undefined; at = at.outer) if (at.name === name) return at.bound;
  return undefined;
}

export function variable(name: string, scope: Scope | undefined): JqValue {
  const found = lookUp(`$${name}`, scope);
  if (found !== undefined) return found as JqValue;
  if (name === 'ENV') return newObject();
  if (name === '__loc__') return Object.assign(newObject(), { file: '<top-level>', line: 1 });
  throw new JqError(`$${name} is not defined`);
}

/** The path of a value that does not come from the input. */
export function untracked(path: Path): Path {
  return path === undefined ? undefined : null;
}

/** @throws JqError when the value did not come from the input */
export function extended(path: Path, key: JqValue, of: JqValue): Path {
  return path === undefined ? undefined : [...pathOrError(path, of), key];
}

export function pathOrError(path: Path, value: JqValue): readonly JqValue[] {
  if (path === null || path === undefined) {
    throw new JqError(`Invalid path expression with result ${toJson(value).slice(0, 30)}`);
  }
  return path;
}
