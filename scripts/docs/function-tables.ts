import {
  type FunctionEntry,
  functionGroups,
  functionTable,
  unavailableFunctions,
} from '../../src/sql/door.ts';
import { emqxFunctions } from './emqx-functions.ts';
import type { Language } from './language.ts';
import { code, markdownTable } from './markdown-table.ts';

/** A table for each group, in the order of the function table. */
export function functionTables(language: Language): string {
  const head = { en: ['function', 'gives', 'type', 'examples'], zh: ['函数', '结果', '类型', '示例'] }[
    language
  ];
  const groups = Map.groupBy(functionTable.values(), ({ group }) => group);
  return [...groups]
    .map(([group, entries]) => {
      const rows = entries.map((entry) => functionRow(entry, language));
      return `### ${functionGroups[group][language]}\n\n${markdownTable(head, rows)}`;
    })
    .join('\n\n');
}

function functionRow({ name, forms, gives, meaning, examples }: FunctionEntry, language: Language): string[] {
  return [
    forms.map((form) => code(`${name}(${form})`)).join('<br>'),
    meaning[language],
    gives,
    examples.map(([expression, result]) => `${code(expression)} → ${code(result)}`).join('<br>'),
  ];
}

/** Functions of EMQX that a rule is refused with. */
export function missingFunctions(language: Language): string {
  const rows = Object.entries(emqxFunctions).flatMap(([family, names]) => {
    const missing = names
      .split(' ')
      .filter((name) => !functionTable.has(name) && !unavailableFunctions.has(name));
    return missing.length === 0 ? [] : [[family, missing.map(code).join(', ')]];
  });
  if (rows.length === 0) return { en: 'None.', zh: '无。' }[language];
  return markdownTable({ en: ['family', 'functions'], zh: ['类别', '函数'] }[language], rows);
}

/** Functions of EMQX that need something outside, with what to do instead. */
export function unavailableTable(language: Language): string {
  const head = { en: ['function', 'why, and what to do'], zh: ['函数', '原因，以及替代办法'] }[language];
  const rows = [...unavailableFunctions].map(([name, instead]) => [code(name), instead[language]]);
  return markdownTable(head, rows);
}
