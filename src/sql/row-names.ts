import type { Item, Statement } from './ast.ts';
import type { CompileOptions } from './compile-rule.ts';
import { isText } from './values.ts';

/** The names that rows of a statement begin with; undefined when `*` stands for columns that are not known. */
export function rowNames(
  statement: Statement,
  { columns }: Pick<CompileOptions, 'columns'>,
): ReadonlySet<string> | undefined {
  const { items } = statement;
  const names = new Set<string>();
  const addColumns = (): boolean => {
    for (const { topic } of statement.from) {
      const known = columns?.(topic);
      if (!known) return false;
      for (const name of known) names.add(name);
    }
    return true;
  };
  const own = statement.kind === 'select' ? items : statement.doItems;
  // FOREACH without DO hands on everything: columns, helpers and the element.
  if (!own) names.add('item');
  const isWhole = !own || own.some(({ kind }) => kind === 'all');
  if (isWhole && !addColumns()) return undefined;
  for (const name of (own ?? items).flatMap(nameOf)) names.add(name);
  return names;
}

function nameOf(item: Item): string[] {
  if (item.kind === 'all') return [];
  const { alias, expression } = item;
  const first = alias?.steps[0];
  if (first?.kind === 'key') return [first.name];
  if (expression.kind === 'path') return [expression.root];
  return expression.kind === 'literal' && isText(expression.value) ? [expression.value.toString()] : [];
}
