import { fromJsonText, isList, isMap, type Row, toJsonText, type Value } from '../../sql/door.ts';
import type { FileText } from './file-problem.ts';

/** Lines of one comparison; a row of a thousand columns is not a thousand lines. */
const MOST_DIFFERENCES = 20;

/**
 * What is different between a row and what it should be, path by path. Values are compared as they are sent: what is
 * undefined is the text "undefined", 4.0 is not 4.
 * @param others whether the row may have more than is expected
 */
export function rowDifferences(expected: Row, got: Row, others: boolean): FileText[] {
  const differences: FileText[] = [];
  compare('', expected, fromJsonText(toJsonText(got)), others, differences);
  return differences.slice(0, MOST_DIFFERENCES);
}

function compare(path: string, expected: Value, got: Value, others: boolean, into: FileText[]): void {
  if (isMap(expected) && isMap(got)) {
    for (const [name, value] of Object.entries(expected)) {
      const at = join(path, name);
      if (Object.hasOwn(got, name)) compare(at, value, got[name], others, into);
      else into.push({ code: 'missing', path: at, expected: shown(value) });
    }
    if (others) return;
    for (const [name, value] of Object.entries(got)) {
      if (!Object.hasOwn(expected, name))
        into.push({ code: 'surplus', path: join(path, name), got: shown(value) });
    }
    return;
  }
  if (isList(expected) && isList(got)) {
    for (const [i, value] of expected.entries()) {
      const at = `${path}[${i + 1}]`;
      if (i < got.length) compare(at, value, got[i], others, into);
      else into.push({ code: 'missing', path: at, expected: shown(value) });
    }
    for (const [i, value] of got.entries()) {
      if (i >= expected.length) into.push({ code: 'surplus', path: `${path}[${i + 1}]`, got: shown(value) });
    }
    return;
  }
  const [wanted, found] = [shown(expected), shown(got)];
  if (wanted !== found) into.push({ code: 'different', path, expected: wanted, got: found });
}

/** `a.b`, and `a."c d"` for keys with odd characters. */
function join(path: string, name: string): string {
  const step = /^[\w$@~-]+$/.test(name) ? name : JSON.stringify(name);
  return path === '' ? step : `${path}.${step}`;
}

const LONGEST_VALUE = 200;

/** JSON, so that "21" and 21 do not look alike. */
function shown(value: Value): string {
  const text = toJsonText(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
