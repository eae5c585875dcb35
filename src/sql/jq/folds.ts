import { arithmetic } from './arithmetic.ts';
import { bindAny } from './destructuring.ts';
import type { Run } from './interpreter.ts';
import { isTrue, type JqValue } from './jq-values.ts';
import type { Node } from './language/ast.ts';
import { type Out, type Path, type Scope, untracked } from './scope.ts';

export function update(
  run: Run,
  { name, left, right }: Node & { kind: 'update' },
  scope: Scope | undefined,
  input: JqValue,
  path: Path,
  out: Out,
): undefined {
  const paths = run.pathsOf((value, way, then) => run.evaluate(left, scope, value, way, then), input);
  if (name === '|=') {
    const changed = run.modify(input, paths, (value, then) =>
      run.evaluate(right, scope, value, undefined, then),
    );
    return out(changed, untracked(path));
  }
  run.evaluate(right, scope, input, undefined, (operand) => {
    const changed = run.modify(input, paths, (value, then) => {
      if (name === '=') then(operand);
      else if (name === '//=') then(isTrue(value) ? value : operand);
      else then(arithmetic(name, value, operand, run.budget));
    });
    out(changed, untracked(path));
  });
}

export function reduce(
  run: Run,
  node: Node & { kind: 'reduce' },
  scope: Scope | undefined,
  input: JqValue,
  path: Path,
  out: Out,
): undefined {
  run.evaluate(node.init, scope, input, path, (start, startPath) => {
    let state: { value: JqValue; path: Path } = { value: start, path: startPath };
    run.evaluate(node.source, scope, input, undefined, (item) =>
      bindAny(run, node.patterns, item, scope, input, (inner) => {
        let next: typeof state = { value: null, path: untracked(path) };
        run.evaluate(node.update, inner, state.value, state.path, (value, way) => {
          next = { value, path: way };
        });
        state = next;
      }),
    );
    out(state.value, state.path);
  });
}

export function foreach(
  run: Run,
  node: Node & { kind: 'foreach' },
  scope: Scope | undefined,
  input: JqValue,
  path: Path,
  out: Out,
): undefined {
  run.evaluate(node.init, scope, input, path, (start, startPath) => {
    let state: { value: JqValue; path: Path } = { value: start, path: startPath };
    run.evaluate(node.source, scope, input, undefined, (item) =>
      bindAny(run, node.patterns, item, scope, input, (inner) =>
        run.evaluate(node.update, inner, state.value, state.path, (value, way) => {
          state = { value, path: way };
          if (node.extract === undefined) out(value, way);
          else run.evaluate(node.extract, inner, value, way, out);
        }),
      ),
    );
  });
}
