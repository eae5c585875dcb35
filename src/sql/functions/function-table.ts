import { conditional } from './conditional.ts';
import { conversion } from './conversion.ts';
import { dateAndTime } from './date-and-time.ts';
import type { FunctionEntry } from './function-entry.ts';
import { predicates } from './predicates.ts';
import { regularExpressions } from './regular-expressions.ts';
import { stringForms } from './string-forms.ts';
import { strings } from './strings.ts';

/** Every function of the language by its name. A group is one file, and one line here. */
export const functionTable: ReadonlyMap<string, FunctionEntry> = new Map(
  [conversion, predicates, strings, stringForms, regularExpressions, dateAndTime, conditional]
    .flat()
    .map((entry) => [entry.name, entry]),
);
