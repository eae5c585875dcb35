import { placeholdersIn } from '../../lib/placeholder.ts';
import type { OutputItem, Statement } from '../../sql/door.ts';
import { type CompilerSettings, compileParsed, type ReadyStatement } from '../rule-compiler.ts';

/**
 * Rows of the event that ends an alert: all its columns, and whatever the key is made of as the rule itself makes it,
 * so that the key `${device}` of `SELECT clientid AS device` is found when that client comes back.
 */
export function compileResolver(
  topic: string,
  key: string,
  { parsed }: ReadyStatement,
  compiler: CompilerSettings,
): ReadyStatement {
  const names = new Set(placeholdersIn(key).map(({ path }) => path[0]));
  const span = { start: 0, end: 0 };
  const statement: Statement = {
    kind: 'select',
    items: [{ kind: 'all', span }, ...(parsed ? itemsNamed(parsed, names) : [])],
    from: [{ topic, span }],
    where: undefined,
    span,
  };
  return compileParsed(statement, `SELECT * FROM "${topic}"`, compiler);
}

/** The outputs with a name of their own that begin with one of these. */
function itemsNamed(statement: Statement, names: ReadonlySet<string | undefined>): OutputItem[] {
  if (statement.kind === 'foreach') return [];
  return statement.items.filter((item): item is OutputItem => {
    if (item.kind !== 'output') return false;
    const step = item.alias?.steps[0];
    return step?.kind === 'key' && names.has(step.name);
  });
}
