import { DEEPEST_JSON } from '../limits.ts';
import { SqlRuntimeError } from '../sql-error.ts';
import { Float, newMap, textOfBytes, toFloat, type Value } from '../values.ts';
import { isArray, type JqValue, newObject, numberText } from './jq-values.ts';

/** A value of the rule language as jq sees it: numbers are doubles, bytes text, and what is missing is the word. */
export function fromSqlValue(value: Value): JqValue {
  switch (typeof value) {
    case 'undefined':
      return 'undefined';
    case 'bigint':
      return Number(value);
    case 'object':
      break;
    default:
      return value;
  }
  if (value === null) return null;
  if (value instanceof Float) return value.value;
  if (Buffer.isBuffer(value)) return value.toString('utf8');
  if (Array.isArray(value)) return value.map(fromSqlValue);
  const object = newObject();
  for (const [key, item] of Object.entries(value)) object[key] = fromSqlValue(item);
  return object;
}

/** @throws SqlRuntimeError for a value that is nested too deeply to be written */
export function toSqlValue(value: JqValue, depth = 0): Value {
  if (depth > DEEPEST_JSON) throw new SqlRuntimeError({ code: 'valueTooDeep', limit: DEEPEST_JSON });
  if (typeof value === 'number') return numberValue(value);
  if (typeof value === 'string') return textOfBytes(Buffer.from(value));
  if (typeof value !== 'object' || value === null) return value;
  if (isArray(value)) return value.map((item) => toSqlValue(item, depth + 1));
  const map = newMap();
  for (const [key, item] of Object.entries(value)) map[key] = toSqlValue(item, depth + 1);
  return map;
}

/** What jq prints for it, read as JSON. */
function numberValue(number: number): Value {
  if (Number.isSafeInteger(number)) return number + 0;
  const text = numberText(number);
  if (text === 'null') return null;
  return /[.e]/.test(text) ? toFloat(Number(text)) : BigInt(text);
}
