import { SqlRuntimeError } from '../sql-error.ts';
import { stringOf } from '../text.ts';
import { isInteger, isList, kindOf, type Value } from '../values.ts';

/** An integer argument that counts something. @throws SqlRuntimeError */
export function countOf(value: Value): number {
  if (!isInteger(value)) throw new SqlRuntimeError(`expected an integer, got ${kindOf(value)}`);
  if (value < 0 || typeof value === 'bigint') throw new SqlRuntimeError(`${value} is out of range`);
  return value;
}

/** @throws SqlRuntimeError */
export function listOf(value: Value): readonly Value[] {
  if (!isList(value)) throw new SqlRuntimeError(`expected a list, got ${kindOf(value)}`);
  return value;
}

/** One of the words that an argument may be. @throws SqlRuntimeError that names them */
export function oneOf<Word extends string>(words: readonly Word[]): (value: Value) => Word {
  const list = words.map((known) => `'${known}'`).join(', ');
  return function checkWord(value) {
    const word = stringOf(value);
    const found = words.find((known) => known === word);
    if (found !== undefined) return found;
    throw new SqlRuntimeError({ code: 'expectedWord', words: list, word: word.slice(0, 40) });
  };
}
