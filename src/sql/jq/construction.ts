import { formatText } from './functions/formats.ts';
import type { Run } from './interpreter.ts';
import { JqError } from './jq-error.ts';
import { type JqValue, newObject, shown, toText } from './jq-values.ts';
import type { Node } from './language/ast.ts';
import { sliceOf } from './paths.ts';
import { extended, type Out, type Path, type Scope, untracked } from './scope.ts';

export function makeText(
  run: Run,
  parts: readonly (string | Node)[],
  at: number,
  text: string,
  format: string | undefined,
  scope: Scope | undefined,
  input: JqValue,
  path: Path,
  out: Out,
): undefined {
  const part = parts[at];
  if (part === undefined) return out(text, untracked(path));
  const add = (more: string): undefined => {
    run.budget.makeText(text.length + more.length);
    makeText(run, parts, at + 1, text + more, format, scope, input, path, out);
  };
  if (typeof part === 'string') return add(part);
  run.evaluate(part, scope, input, undefined, (value) =>
    add(format === undefined ? toText(value) : formatText(format, value)),
  );
}

export function makeSlice(
  run: Run,
  node: Node & { kind: 'slice' },
  scope: Scope | undefined,
  input: JqValue,
  path: Path,
  out: Out,
): undefined {
  const bound = (part: Node | undefined, then: (value: JqValue) => undefined) =>
    part === undefined ? then(null) : run.evaluate(part, scope, input, undefined, then);
  bound(node.to, (end) =>
    bound(node.from, (start) =>
      run.evaluate(node.of, scope, input, path, (value, way) => {
        const key = Object.assign(newObject(), { start, end });
        out(sliceOf(value, start, end), extended(way, key, value));
      }),
    ),
  );
}

export function makeObject(
  run: Run,
  entries: readonly (readonly [Node, Node])[],
  at: number,
  made: Record<string, JqValue>,
  scope: Scope | undefined,
  input: JqValue,
  path: Path,
  out: Out,
): undefined {
  const entry = entries[at];
  if (!entry) return out(made, untracked(path));
  run.evaluate(entry[0], scope, input, undefined, (key) => {
    if (typeof key !== 'string') throw new JqError(`Object keys must be strings, not ${shown(key)}`);
    run.evaluate(entry[1], scope, input, undefined, (value) => {
      run.budget.makeArray(at + 1);
      const next = newObject(made);
      next[key] = value;
      makeObject(run, entries, at + 1, next, scope, input, path, out);
    });
  });
}
