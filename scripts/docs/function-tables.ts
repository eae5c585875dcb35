import { type FunctionEntry, functionTable } from '../../src/sql/door.ts';
import { emqxFunctions } from './emqx-functions.ts';
import { code, markdownTable } from './markdown-table.ts';

/** A table for each group, in the order of the function table. */
export function functionTables(): string {
  const groups = Map.groupBy(functionTable.values(), ({ group }) => group);
  return [...groups]
    .map(([group, entries]) => {
      const title = `${group[0]?.toUpperCase()}${group.slice(1)}`;
      return `### ${title}\n\n${markdownTable(['function', 'gives', 'examples'], entries.map(functionRow))}`;
    })
    .join('\n\n');
}

function functionRow({ name, forms, meaning, examples }: FunctionEntry): string[] {
  return [
    forms.map((form) => code(`${name}(${form})`)).join('<br>'),
    meaning,
    examples.map(([expression, result]) => `${code(expression)} → ${code(result)}`).join('<br>'),
  ];
}

/** Functions of EMQX that a rule is refused with. */
export function missingFunctions(): string {
  const rows = Object.entries(emqxFunctions).flatMap(([family, names]) => {
    const missing = names.split(' ').filter((name) => !functionTable.has(name));
    return missing.length === 0 ? [] : [[family, missing.map(code).join(', ')]];
  });
  return rows.length === 0 ? 'None.' : markdownTable(['family', 'functions'], rows);
}
