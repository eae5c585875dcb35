import { arithmetic } from './arithmetic.ts';
import type { Budget } from './budget.ts';
import { makeObject, makeSlice, makeText } from './construction.ts';
import { bindAny } from './destructuring.ts';
import { foreach, reduce, update } from './folds.ts';
import { formatText } from './functions/formats.ts';
import { JqError } from './jq-error.ts';
import { isArray, isObject, isTrue, type JqValue, newObject, shown } from './jq-values.ts';
import type { Definition, Node } from './language/ast.ts';
import { changePath, deletePaths, getPath, valueAt } from './paths.ts';
import {
  Break,
  type Closure,
  extended,
  Label,
  lookUp,
  type Out,
  Passed,
  type Path,
  pathOrError,
  type Scope,
  untracked,
  variable,
  withDefinition,
} from './scope.ts';

export interface Builtins {
  readonly native: ReadonlyMap<string, Native>;
  readonly defined: ReadonlyMap<string, Definition>;
}

export type Native = (run: Run, args: readonly Filter[], input: JqValue, path: Path, out: Out) => undefined;

/** An argument of a native function. */
export type Filter = (input: JqValue, path: Path, out: Out) => undefined;

/** One run of a program. */
export class Run {
  readonly budget: Budget;
  readonly now: () => number;
  readonly #builtins: Builtins;

  constructor(builtins: Builtins, budget: Budget, now: () => number) {
    this.#builtins = builtins;
    this.budget = budget;
    this.now = now;
  }

  outputs(program: Node, input: JqValue): JqValue[] {
    const outputs: JqValue[] = [];
    this.evaluate(program, undefined, input, undefined, (value) => {
      this.budget.addElement(outputs.length);
      outputs.push(value);
    });
    return outputs;
  }

  evaluate(node: Node, scope: Scope | undefined, input: JqValue, path: Path, out: Out): undefined {
    this.budget.step();
    switch (node.kind) {
      case 'identity':
        return out(input, path);
      case 'recurse':
        return this.recurse(input, path, out);
      case 'literal':
        return out(node.value, untracked(path));
      case 'text':
        return makeText(this, node.parts, 0, '', node.format, scope, input, path, out);
      case 'format':
        return out(formatText(node.name, input), untracked(path));
      case 'index':
        return this.evaluate(node.key, scope, input, undefined, (key) =>
          this.evaluate(node.of, scope, input, path, (value, way) =>
            out(valueAt(value, key), extended(way, key, value)),
          ),
        );
      case 'slice':
        return makeSlice(this, node, scope, input, path, out);
      case 'each':
        return this.evaluate(node.of, scope, input, path, (value, way) => this.each(value, way, out));
      case 'array':
        return out(node.of === undefined ? [] : this.#collect(node.of, scope, input), untracked(path));
      case 'object':
        return makeObject(this, node.entries, 0, newObject(), scope, input, path, out);
      case 'negate':
        return this.evaluate(node.of, scope, input, undefined, (value) => {
          if (typeof value !== 'number') throw new JqError(`${shown(value)} cannot be negated`);
          out(-value, untracked(path));
        });
      case 'pipe':
        return this.evaluate(node.left, scope, input, path, (value, way) =>
          this.evaluate(node.right, scope, value, way, out),
        );
      case 'comma':
        this.evaluate(node.left, scope, input, path, out);
        return this.evaluate(node.right, scope, input, path, out);
      case 'and':
      case 'or':
        return this.evaluate(node.left, scope, input, undefined, (left) => {
          if (isTrue(left) !== (node.kind === 'and')) return out(node.kind === 'or', untracked(path));
          this.evaluate(node.right, scope, input, undefined, (right) => out(isTrue(right), untracked(path)));
        });
      case 'alternative':
        return this.#alternative(node.left, node.right, scope, input, path, out);
      case 'operator':
        return this.evaluate(node.right, scope, input, undefined, (right) =>
          this.evaluate(node.left, scope, input, undefined, (left) =>
            out(arithmetic(node.name, left, right, this.budget), untracked(path)),
          ),
        );
      case 'update':
        return update(this, node, scope, input, path, out);
      case 'if':
        return this.evaluate(node.condition, scope, input, undefined, (condition) => {
          if (isTrue(condition)) return this.evaluate(node.then, scope, input, path, out);
          if (node.otherwise === undefined) return out(input, path);
          this.evaluate(node.otherwise, scope, input, path, out);
        });
      case 'try':
        return this.#try(node.body, node.handler, scope, input, path, out);
      case 'reduce':
        return reduce(this, node, scope, input, path, out);
      case 'foreach':
        return foreach(this, node, scope, input, path, out);
      case 'as':
        return this.evaluate(node.source, scope, input, undefined, (value) =>
          bindAny(this, node.patterns, value, scope, input, (inner) =>
            this.evaluate(node.body, inner, input, path, out),
          ),
        );
      case 'define':
        return this.evaluate(node.body, withDefinition(node.definition, scope), input, path, out);
      case 'call':
        return this.#call(node.name, node.args, scope, input, path, out);
      case 'variable':
        return out(variable(node.name, scope), untracked(path));
      case 'label': {
        const label = new Label();
        const inner: Scope = { name: `*${node.name}`, bound: label, outer: scope };
        return this.untilBroken(label, () => this.evaluate(node.body ?? identity, inner, input, path, out));
      }
      case 'break': {
        const label = lookUp(`*${node.name}`, scope);
        if (!(label instanceof Label)) throw new JqError(`$*label-${node.name} is not defined`);
        throw new Break(label);
      }
    }
  }

  /** Every element of an array, or value of an object. @throws JqError */
  each(value: JqValue, path: Path, out: Out): undefined {
    if (isArray(value)) {
      for (const [i, item] of value.entries()) {
        this.budget.step();
        out(item, extended(path, i, value));
      }
      return;
    }
    if (!isObject(value)) throw new JqError(`Cannot iterate over ${value === null ? 'null' : shown(value)}`);
    for (const key of Object.keys(value)) {
      this.budget.step();
      out(value[key] as JqValue, extended(path, key, value));
    }
  }

  /** The value and all that it holds. */
  recurse(value: JqValue, path: Path, out: Out): undefined {
    this.budget.step();
    out(value, path);
    if (isArray(value) || isObject(value))
      this.each(value, path, (inner, way) => this.recurse(inner, way, out));
  }

  /** Runs what may leave early; `leave` ends it. */
  early(run: (leave: () => never) => undefined): undefined {
    const label = new Label();
    this.untilBroken(label, () =>
      run(() => {
        throw new Break(label);
      }),
    );
  }

  untilBroken(label: Label, run: () => undefined): undefined {
    try {
      run();
    } catch (error) {
      if (!(error instanceof Break && error.label === label)) throw error;
    }
  }

  /** All outputs of an argument. */
  all(filter: Filter, input: JqValue): JqValue[] {
    const values: JqValue[] = [];
    filter(input, undefined, (value) => {
      this.budget.addElement(values.length);
      values.push(value);
    });
    return values;
  }

  /** The paths to all outputs of an argument. */
  pathsOf(filter: Filter, input: JqValue): (readonly JqValue[])[] {
    const paths: (readonly JqValue[])[] = [];
    filter(input, [], (value, path) => {
      this.budget.addElement(paths.length);
      paths.push(pathOrError(path, value));
    });
    return paths;
  }

  /** Each path's value by the first output of `change`; where there is none it is deleted. */
  modify(
    input: JqValue,
    paths: readonly (readonly JqValue[])[],
    change: (value: JqValue, out: (changed: JqValue) => undefined) => undefined,
  ): JqValue {
    const made = (length: number) => this.budget.makeArray(length);
    const gone: JqValue[] = [];
    let result = input;
    for (const path of paths) {
      let changed: JqValue | undefined;
      this.early((leave) =>
        change(getPath(result, path), (value) => {
          changed = value;
          leave();
        }),
      );
      const value = changed;
      if (value === undefined) gone.push(path);
      else result = changePath(result, path, () => value, made);
    }
    return gone.length === 0 ? result : deletePaths(result, gone, made);
  }

  #collect(node: Node, scope: Scope | undefined, input: JqValue): JqValue[] {
    const values: JqValue[] = [];
    this.evaluate(node, scope, input, undefined, (value) => {
      this.budget.addElement(values.length);
      values.push(value);
    });
    return values;
  }

  /** The outputs of the left side that are true, else those of the right. */
  #alternative(
    left: Node,
    right: Node,
    scope: Scope | undefined,
    input: JqValue,
    path: Path,
    out: Out,
  ): undefined {
    let found = false;
    this.guarded(
      (pass) =>
        this.evaluate(left, scope, input, path, (value, way) => {
          if (!isTrue(value)) return;
          found = true;
          pass(() => out(value, way));
        }),
      () => undefined,
    );
    if (!found) this.evaluate(right, scope, input, path, out);
  }

  #try(
    body: Node,
    handler: Node | undefined,
    scope: Scope | undefined,
    input: JqValue,
    path: Path,
    out: Out,
  ): undefined {
    let caught: JqError | undefined;
    this.guarded(
      (pass) => this.evaluate(body, scope, input, path, (value, way) => pass(() => out(value, way))),
      (error) => {
        caught = error;
      },
    );
    if (caught === undefined || handler === undefined) return;
    if (caught.value === '__jq_break') return;
    this.evaluate(handler, scope, caught.value, undefined, (value) => out(value, untracked(path)));
  }

  /** Catches the errors of what runs, and not those of what it passes its outputs to. */
  guarded(
    run: (pass: (then: () => undefined) => undefined) => undefined,
    caught: (error: JqError) => undefined,
  ): undefined {
    const owner = {};
    const pass = (then: () => undefined): undefined => {
      try {
        then();
      } catch (error) {
        throw error instanceof JqError ? new Passed(owner, error) : error;
      }
    };
    try {
      run(pass);
    } catch (error) {
      if (error instanceof Passed && error.owner === owner) throw error.error;
      if (!(error instanceof JqError)) throw error;
      caught(error);
    }
  }

  #call(
    name: string,
    args: readonly Node[],
    scope: Scope | undefined,
    input: JqValue,
    path: Path,
    out: Out,
  ): undefined {
    const key = `${name}/${args.length}`;
    const bound = lookUp(key, scope) as Closure | undefined;
    if (bound !== undefined) return this.#apply(bound, args, scope, input, path, out);
    const native = this.#builtins.native.get(key);
    if (native) {
      const filters = args.map(
        (arg): Filter =>
          (value, way, then) =>
            this.evaluate(arg, scope, value, way, then),
      );
      return native(this, filters, input, path, out);
    }
    const defined = this.#builtins.defined.get(key);
    if (!defined) throw new JqError(`${key} is not defined`);
    this.#apply(
      { body: defined.body, parameters: defined.parameters, scope: undefined },
      args,
      scope,
      input,
      path,
      out,
    );
  }

  /** Parameters are filters that know the caller's names; those with a $ are values, one after the other. */
  #apply(
    closure: Closure,
    args: readonly Node[],
    scope: Scope | undefined,
    input: JqValue,
    path: Path,
    out: Out,
  ): undefined {
    const { parameters, body } = closure;
    const next = (at: number, inner: Scope | undefined): undefined => {
      const parameter = parameters[at];
      const arg = args[at];
      if (parameter === undefined || arg === undefined) return this.evaluate(body, inner, input, path, out);
      if (!parameter.startsWith('$')) {
        const bound: Closure = { body: arg, parameters: [], scope };
        return next(at + 1, { name: `${parameter}/0`, bound, outer: inner });
      }
      this.evaluate(arg, scope, input, undefined, (value) => {
        const variableOnly: Scope = { name: parameter, bound: value, outer: inner };
        const body: Node = { kind: 'variable', name: parameter.slice(1) };
        const bound: Closure = { body, parameters: [], scope: variableOnly };
        next(at + 1, { name: `${parameter.slice(1)}/0`, bound, outer: variableOnly });
      });
    };
    next(0, closure.scope);
  }
}

const identity: Node = { kind: 'identity' };
