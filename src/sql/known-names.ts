import type { Item, Statement } from './ast.ts';
import type { CompileOptions } from './compile-rule.ts';

/** What the names of a statement may refer to. */
interface KnownNames {
  /** Names that the statement gives. */
  readonly aliases: ReadonlySet<string>;
  /** The columns of all its topics together. */
  readonly columns: ReadonlySet<string>;
  /** Whether the columns of every topic are known, so that another name is a mistake. */
  readonly complete: boolean;
}

export function knownNames(statement: Statement, { columns }: Pick<CompileOptions, 'columns'>): KnownNames {
  const perTopic = statement.from.map(({ topic }) => columns?.(topic));
  const items =
    statement.kind === 'select' ? statement.items : [...statement.items, ...(statement.doItems ?? [])];
  const aliases = new Set(items.flatMap(aliasRoot));
  if (statement.kind === 'foreach') aliases.add('item');
  return {
    aliases,
    columns: new Set(perTopic.flatMap((names) => names ?? [])),
    complete: perTopic.every((names) => names !== undefined),
  };
}

function aliasRoot(item: Item): string[] {
  const root = item.kind === 'output' ? item.alias?.steps[0] : undefined;
  return root?.kind === 'key' ? [root.name] : [];
}
