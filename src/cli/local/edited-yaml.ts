import { isScalar, parse, parseDocument } from 'yaml';

interface Entry {
  readonly path: readonly string[];
  /** Null takes it away. */
  readonly value: unknown;
}

const MARK = '\uFEFF';

/**
 * The text with these settings. Where a value only takes the place of another one, everything else stays letter by letter;
 * otherwise the text is written anew, with its comments, its order and the ends of its lines.
 */
export function editedYaml(before: string, entries: readonly Entry[]): string {
  const mark = before.startsWith(MARK) ? MARK : '';
  let text = before.slice(mark.length);
  for (const entry of entries) text = inItsPlace(text, entry) ?? anew(text, entry);
  return mark + text;
}

/** Undefined: there is no value that it could take the place of. */
function inItsPlace(text: string, { path, value }: Entry): string | undefined {
  if (value === null || typeof value === 'object') return undefined;
  const node = parseDocument(text).getIn(path, true);
  if (!isScalar(node) || !node.range || node.anchor !== undefined) return undefined;
  // Of a text over several lines the first one says how to read it.
  if (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED') return undefined;
  const [start, end] = node.range;
  if (start === end) return undefined;
  const edited = text.slice(0, start) + written(value, text[start]) + text.slice(end);
  return parseDocument(edited).getIn(path) === value ? edited : undefined;
}

/** As it can stand within braces, too; in quotes where the former one was. */
function written(value: unknown, first: string | undefined): string {
  if (typeof value !== 'string') return String(value);
  if (first === "'") return `'${value.replaceAll("'", "''")}'`;
  const isPlain = first !== '"' && /^[\w./:@%+-]+$/.test(value) && parse(value) === value;
  return isPlain ? value : JSON.stringify(value);
}

function anew(text: string, { path, value }: Entry): string {
  const document = parseDocument(text);
  if (value === null) document.deleteIn(path);
  else document.setIn(path, value);
  const edited = document.toString({ lineWidth: 0 });
  return text.includes('\r\n') ? edited.replaceAll(/\r?\n/g, '\r\n') : edited;
}
