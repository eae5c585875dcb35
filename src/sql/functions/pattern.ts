import { compilePattern as compile, type Pattern } from '../../lib/patterns/pattern.ts';
import { PatternError, TextTooLongError } from '../../lib/patterns/pattern-error.ts';
import { SqlRuntimeError } from '../sql-error.ts';

/** The pattern, with its refusals in the words of the rule language. @throws SqlRuntimeError */
export function compilePattern(pattern: string): Pattern {
  const compiled = inSqlWords(() => compile(pattern));
  return {
    find: (text) => inSqlWords(() => compiled.find(text)),
    replaceAll: (text, by) => inSqlWords(() => compiled.replaceAll(text, by)),
  };
}

function inSqlWords<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (error instanceof PatternError) throw new SqlRuntimeError(error.fault);
    if (error instanceof TextTooLongError) throw new SqlRuntimeError(error.message);
    throw error;
  }
}
