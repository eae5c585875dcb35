import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parse,
  parseDocument,
} from 'yaml';
import type { z } from 'zod';
import { configSchema } from '../config/config.ts';
import { membersOf } from '../config/config-fields.ts';
import { holdsSecret } from '../lib/secrets.ts';
import { pointAt } from '../lib/text-picture.ts';
import type { ConfigProblem, Source } from './config-problem.ts';

/** One value that somebody wrote, and where. */
export interface Entry {
  readonly path: readonly string[];
  readonly value: unknown;
  readonly source: Source;
}

/** What one place (file, environment, flags) says; later layers win over earlier ones. */
export interface Layer {
  readonly entries: readonly Entry[];
  readonly problems: readonly ConfigProblem[];
  /** Of a file: where a part stands, or what is around it. */
  readonly locate?: ((path: readonly string[], part: 'name' | 'value') => Source) | undefined;
}

/** Reads a YAML file; `name` is what messages call it. */
export function fileLayer(name: string, text: string): Layer {
  const lines = new LineCounter();
  // Messages get our own line numbers, so the parser's pictures of the text are not wanted.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const at = (offset: number | undefined, end?: number): Source =>
    placeIn(name, text, { start: offset ?? 0, end: end ?? (offset ?? 0) + 1 });
  const entries: Entry[] = [];
  const problems: ConfigProblem[] = document.errors.map(({ message, pos }) => ({
    kind: 'syntax',
    source: at(...pos),
    reason: message,
  }));
  if (problems.length > 0) return { entries, problems };

  const collect = (node: Node | null, path: readonly string[], source: Source): void => {
    if (isAlias(node)) {
      problems.push({ kind: 'alias', source });
    } else if (isMap<Node, Node | null>(node)) {
      for (const { key, value } of node.items) {
        collect(value, [...path, String(isScalar(key) ? key.value : key)], at(key.range?.[0]));
      }
    } else {
      const value: unknown = node?.toJS(document);
      // An empty value, such as a section whose members are all commented out, sets nothing.
      if (value !== undefined && value !== null) entries.push({ path, value, source });
    }
  };
  const { contents } = document;
  if (isMap(contents) || isAlias(contents)) collect(contents, [], at(contents.range?.[0]));
  else if (contents && !(isScalar(contents) && contents.value === null)) {
    problems.push({ kind: 'notAMap', source: at(contents.range?.[0]) });
  }
  return { entries, problems, locate: (path, part) => at(...rangeOf(document, path, part)) };
}

/** A place in a text, with the line itself unless it holds a secret: what is said goes to logs. */
function placeIn(file: string, text: string, span: { readonly start: number; readonly end: number }): Source {
  const start = Math.min(span.start, text.length);
  const before = text.slice(0, start);
  const line = before.split('\n').length;
  const column = start - before.lastIndexOf('\n');
  const picture = pointAt(text, { start, end: span.end }, column);
  const [shown = ''] = picture.split('\n');
  return { kind: 'file', file, line, column, ...(!holdsSecret(shown) && { picture }) };
}

/** From where to where a part is written. Of what takes several lines, or is not there, it is the beginning of what has it. */
function rangeOf(
  document: Document.Parsed,
  path: readonly string[],
  part: 'name' | 'value',
): [start: number, end: number] {
  let node: Node | null = document.contents;
  let range: [start: number, end: number] = [node?.range?.[0] ?? 0, (node?.range?.[0] ?? 0) + 1];
  for (const [depth, step] of path.entries()) {
    const isLast = depth === path.length - 1;
    const pair = isMap<Node, Node | null>(node)
      ? node.items.find(({ key }) => String(isScalar(key) ? key.value : key) === step)
      : undefined;
    const inner: unknown = pair ? pair.value : isSeq(node) ? node.get(Number(step), true) : undefined;
    const shown = (part === 'value' || !isLast) && isNode(inner) && inner.range ? inner : pair?.key;
    if (!isNode(shown) || !shown.range) break;
    const [start, end] = shown.range;
    // An empty value stands behind its line: its name is shown.
    const [from, to] = start === end && pair?.key.range ? pair.key.range : [start, end];
    range = [from, isScalar(shown) ? to : from + 1];
    node = isNode(inner) ? inner : null;
  }
  return range;
}

const PREFIX = 'TOCSIN__';

/** Reads `TOCSIN__LISTENERS__TCP__PORT=1884`: a double underscore between levels, in any case. */
export function environmentLayer(environment: Readonly<Record<string, string | undefined>>): Layer {
  const entries: Entry[] = [];
  for (const [variable, text] of Object.entries(environment)) {
    if (text === undefined || !variable.toUpperCase().startsWith(PREFIX)) continue;
    const path = variable.slice(PREFIX.length).toLowerCase().split('__');
    entries.push(...textEntries(path, text, { kind: 'environment', variable }));
  }
  return { entries, problems: [] };
}

/** Reads the values of `--set path=value`. */
export function flagLayer(assignments: readonly string[]): Layer {
  const entries: Entry[] = [];
  const problems: ConfigProblem[] = [];
  for (const assignment of assignments) {
    const equals = assignment.indexOf('=');
    const path = equals < 0 ? assignment : assignment.slice(0, equals);
    const source: Source = { kind: 'flag', flag: `--set ${path}` };
    if (equals < 0) problems.push({ kind: 'noValue', source });
    else entries.push(...textEntries(path.split('.'), assignment.slice(equals + 1), source));
  }
  return { entries, problems };
}

/**
 * Variables and flags are texts. One that the setting accepts stands as it is (a password of digits stays a
 * password); every other one, and every one in quotes, is read as YAML, of which JSON is a part.
 */
function textEntries(path: readonly string[], text: string, source: Source): Entry[] {
  const schema = schemaAt(path);
  const quoted = /^(["']).*\1$/s.test(text);
  if (!quoted && schema?.safeParse(text).success) return [{ path, value: text, source }];
  return flatten(path, yamlValue(text), source);
}

function yamlValue(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0, logLevel: 'silent' });
  } catch {
    return text;
  }
}

function flatten(path: readonly string[], value: unknown, source: Source): Entry[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [{ path, value, source }];
  return Object.entries(value).flatMap(([name, member]) => flatten([...path, name], member, source));
}

/** The schema of a setting or section, `undefined` when there is none at this path. */
export function schemaAt(path: readonly string[]): z.ZodType | undefined {
  let schema: z.ZodType | undefined = configSchema;
  for (const name of path) {
    const members: Readonly<Record<string, z.ZodType>> = (schema && membersOf(schema)) ?? {};
    schema = Object.hasOwn(members, name) ? members[name] : undefined;
  }
  return schema;
}
