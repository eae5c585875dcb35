import { isAlias, isMap, isScalar, LineCounter, type Node, parse, parseDocument } from 'yaml';
import type { z } from 'zod';
import { configSchema } from '../config/config.ts';
import { membersOf } from '../config/config-fields.ts';
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
}

/** Reads a YAML file; `name` is what messages call it. */
export function fileLayer(name: string, text: string): Layer {
  const lines = new LineCounter();
  // Messages get our own line numbers, so the parser's pictures of the text are not wanted.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const at = (offset: number | undefined): Source => ({
    kind: 'file',
    file: name,
    line: Math.max(1, lines.linePos(offset ?? 0).line),
  });
  const entries: Entry[] = [];
  const problems: ConfigProblem[] = document.errors.map(({ message, pos }) => ({
    kind: 'syntax',
    source: at(pos[0]),
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
  return { entries, problems };
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
