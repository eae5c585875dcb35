import {
  type FunctionEntry,
  functionGroups,
  functionTable,
  unavailableFunctions,
} from '../../src/sql/door.ts';
import { emqxFunctions } from './emqx-functions.ts';
import { code, markdownTable } from './markdown-table.ts';

/** A table for each group, in the order of the function table. */
export function functionTables(): string {
  const groups = Map.groupBy(functionTable.values(), ({ group }) => group);
  return [...groups]
    .map(([group, entries]) => {
      const rows = entries.map(functionRow);
      return `### ${functionGroups[group].en}\n\n${markdownTable(['function', 'gives', 'type', 'examples'], rows)}`;
    })
    .join('\n\n');
}

function functionRow({ name, forms, gives, meaning, examples }: FunctionEntry): string[] {
  return [
    forms.map((form) => code(`${name}(${form})`)).join('<br>'),
    meaning.en,
    gives,
    examples.map(([expression, result]) => `${code(expression)} → ${code(result)}`).join('<br>'),
  ];
}

/** Functions of EMQX that a rule is refused with. */
export function missingFunctions(): string {
  const rows = Object.entries(emqxFunctions).flatMap(([family, names]) => {
    const missing = names
      .split(' ')
      .filter((name) => !functionTable.has(name) && !unavailableFunctions.has(name));
    return missing.length === 0 ? [] : [[family, missing.map(code).join(', ')]];
  });
  return rows.length === 0 ? 'None.' : markdownTable(['family', 'functions'], rows);
}

/** Functions of EMQX that need something outside, with what to do instead. */
export function unavailableTable(): string {
  const rows = [...unavailableFunctions].map(([name, instead]) => [code(name), instead.en]);
  return markdownTable(['function', 'why, and what to do'], rows);
}
