import { decodeInner } from '../json.ts';
import { SqlRuntimeError } from '../sql-error.ts';
import { bytesOf, shortened, stringOf } from '../text.ts';
import { isInteger, isList, isMap, isText, kindOf, type Value, type ValueMap } from '../values.ts';

/** @throws SqlRuntimeError */
export function integerOf(value: Value): number | bigint {
  if (!isInteger(value))
    throw new SqlRuntimeError({ code: 'expectedValue', expected: 'an integer', kind: kindOf(value) });
  return value;
}

/** An integer argument that counts something. @throws SqlRuntimeError */
export function countOf(value: Value): number {
  const integer = integerOf(value);
  if (integer < 0 || typeof integer === 'bigint')
    throw new SqlRuntimeError({ code: 'outOfRange', number: String(integer) });
  return integer;
}

/** @throws SqlRuntimeError */
export function listOf(value: Value): readonly Value[] {
  if (!isList(value))
    throw new SqlRuntimeError({ code: 'expectedValue', expected: 'a list', kind: kindOf(value) });
  return value;
}

/** The map itself, or the map of its JSON text. @throws SqlRuntimeError */
export function mapOf(value: Value): ValueMap {
  const map = isText(value) ? decodeInner(value) : value;
  if (!isMap(map)) throw unusable('a map or its JSON text', value);
  return map;
}

/** Where some texts would do, the text itself says more than that it is one. */
export function unusable(expected: string, value: Value): SqlRuntimeError {
  return new SqlRuntimeError(
    isText(value)
      ? { code: 'unreadableText', expected, text: shortened(value) }
      : { code: 'expectedValue', expected, kind: kindOf(value) },
  );
}

/** The bytes of a text, whatever they are. @throws SqlRuntimeError */
export function bytesArgument(value: Value): Buffer {
  if (!isText(value)) throw new SqlRuntimeError({ code: 'expectedText', kind: kindOf(value) });
  return bytesOf(value);
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
