import type { Run } from './interpreter.ts';
import { JqError } from './jq-error.ts';
import { isArray, type JqValue, typeOf } from './jq-values.ts';
import type { Pattern } from './language/ast.ts';
import { valueAt } from './paths.ts';
import type { Scope } from './scope.ts';

/** The first pattern that does not fail; the variables of the others are null. */
export function bindAny(
  run: Run,
  patterns: readonly Pattern[],
  value: JqValue,
  scope: Scope | undefined,
  input: JqValue,
  then: (scope: Scope | undefined) => undefined,
): undefined {
  const [only] = patterns;
  if (patterns.length === 1 && only) return bind(run, only, value, scope, input, then);
  const names = new Set(patterns.flatMap(namesOf));
  const blank = [...names].reduce<Scope | undefined>(
    (outer, name) => ({ name: `$${name}`, bound: null, outer }),
    scope,
  );
  for (const [i, pattern] of patterns.entries()) {
    let failed: JqError | undefined;
    run.guarded(
      (pass) =>
        bind(run, pattern, value, blank, input, (inner) =>
          i === patterns.length - 1 ? pass(() => then(inner)) : then(inner),
        ),
      (error) => {
        failed = error;
      },
    );
    if (failed === undefined) return;
    if (i === patterns.length - 1) throw failed;
  }
}

function bind(
  run: Run,
  pattern: Pattern,
  value: JqValue,
  scope: Scope | undefined,
  input: JqValue,
  then: (scope: Scope | undefined) => undefined,
): undefined {
  if (pattern.kind === 'variable') {
    return then({ name: `$${pattern.name}`, bound: value, outer: scope });
  }
  if (pattern.kind === 'array') {
    if (value !== null && !isArray(value)) throw new JqError(`Cannot index ${typeOf(value)} with number`);
    const next = (at: number, inner: Scope | undefined): undefined => {
      const item = pattern.items[at];
      if (!item) return then(inner);
      bind(run, item, valueAt(value, at), inner, input, (deeper) => next(at + 1, deeper));
    };
    return next(0, scope);
  }
  const next = (at: number, inner: Scope | undefined): undefined => {
    const entry = pattern.entries[at];
    if (!entry) return then(inner);
    run.evaluate(entry.key, inner, input, undefined, (key) => {
      if (typeof key !== 'string') throw new JqError(`Cannot index ${typeOf(value)} with ${typeOf(key)}`);
      const found = valueAt(value, key);
      const named: Scope | undefined =
        entry.variable === undefined ? inner : { name: `$${entry.variable}`, bound: found, outer: inner };
      if (entry.value === undefined) return next(at + 1, named);
      bind(run, entry.value, found, named, input, (deeper) => next(at + 1, deeper));
    });
  };
  next(0, scope);
}

function namesOf(pattern: Pattern): string[] {
  if (pattern.kind === 'variable') return [pattern.name];
  if (pattern.kind === 'array') return pattern.items.flatMap(namesOf);
  return pattern.entries.flatMap(({ variable: name, value }) => [
    ...(name === undefined ? [] : [name]),
    ...(value === undefined ? [] : namesOf(value)),
  ]);
}
