import { functionGroups, functionTable, type Parameter, parametersOf } from '../sql/door.ts';
import type { Wording } from './columns/column.ts';

/** One element of `GET /rule_functions`: what an editor wants to complete and to explain. */
interface RuleFunctionAnswer {
  name: string;
  group: string;
  group_title: Wording;
  description: Wording;
  /** As they are written: `substr(s, start, n)`. */
  signatures: Array<{ text: string; parameters: ParameterAnswer[] }>;
  returns: string;
  /** Expressions over an example message, and their values as JSON; `undefined` where there is none. */
  examples: Array<{ expression: string; result: string }>;
}

interface ParameterAnswer {
  name: string;
  /** One of them is enough; none when only the words count. */
  types: string[];
  /** Texts that it may be, when it is one of a few. */
  words?: string[];
  /** It stands for any number of arguments. */
  rest?: true;
}

export const ruleFunctions: readonly RuleFunctionAnswer[] = [...functionTable.values()].map((entry) => ({
  name: entry.name,
  group: entry.group,
  group_title: functionGroups[entry.group],
  description: entry.meaning,
  signatures: entry.forms.map((form) => {
    const parameters = parametersOf(form);
    const text = `${entry.name}(${parameters.map(({ name }) => name).join(', ')})`;
    return { text, parameters: parameters.map(parameterAnswer) };
  }),
  returns: entry.gives,
  examples: entry.examples.map(([expression, result]) => ({ expression, result })),
}));

function parameterAnswer({ name, types, words, rest }: Parameter): ParameterAnswer {
  return {
    name,
    types: [...types],
    ...(words.length > 0 ? { words: [...words] } : {}),
    ...(rest ? { rest } : {}),
  };
}
