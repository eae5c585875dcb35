import { readFileSync } from 'node:fs';
import { type Config, configSchema } from '../config/config.ts';
import { membersOf, takesOf } from '../config/config-fields.ts';
import { suggest } from '../lib/suggest.ts';
import { membersAt } from '../lib/zod-members.ts';
import { configFileOf, INCLUDED_IN_FOLDER, isConfigFolder } from './config-file.ts';
import { type Entry, environmentLayer, fileLayer, flagLayer, type Layer, schemaAt } from './config-layer.ts';
import { ConfigError, type ConfigProblem, codeOf, type Source } from './config-problem.ts';

export interface ConfigSources {
  /** Path of a YAML file. */
  file?: string | undefined;
  environment: Readonly<Record<string, string | undefined>>;
  /** The values of `--set`, `path=value`. */
  assignments: readonly string[];
  /** The value of `--data-dir`, which stands above all. */
  dataDirectory?: string | undefined;
}

/** The configuration: defaults < file < environment < flags. Throws `ConfigError` with everything that is wrong. */
export function loadConfig(sources: ConfigSources): Config {
  return resolve(layersOf(sources));
}

/** What each place says, later ones over earlier ones. */
export function layersOf(sources: ConfigSources): Layer[] {
  const layers: Layer[] = [];
  if (sources.file !== undefined) layers.push(readFileLayer(sources.file));
  layers.push(environmentLayer(sources.environment), passwordFileLayer(sources.environment));
  layers.push(flagLayer(sources.assignments));
  if (sources.dataDirectory !== undefined) {
    const source: Source = { kind: 'flag', flag: '--data-dir' };
    layers.push({
      entries: [{ path: ['node', 'data_dir'], value: sources.dataDirectory, source }],
      problems: [],
    });
  }
  return layers;
}

function readFileLayer(path: string): Layer {
  const file = configFileOf(path) ?? path;
  try {
    const layer = fileLayer(file, readFileSync(file, 'utf8'));
    const says = layer.entries.some((entry) => entry.path[0] === 'include');
    return says || !isConfigFolder(path)
      ? layer
      : { ...layer, entries: [...layer.entries, wholeFolder(file)] };
  } catch (error) {
    // A folder need not have settings.
    if (isConfigFolder(path) && codeOf(error) === 'ENOENT')
      return { entries: [wholeFolder(file)], problems: [] };
    return {
      entries: [],
      problems: [{ kind: 'unreadable', source: undefined, file, reason: codeOf(error) }],
    };
  }
}

function wholeFolder(file: string): Entry {
  return { path: ['include'], value: [...INCLUDED_IN_FOLDER], source: { kind: 'file', file, line: 1 } };
}

const PASSWORD_FILE = 'TOCSIN_ADMIN_PASSWORD_FILE';

/** The first administrator's password from a file, as container secrets come; an empty variable names none. */
function passwordFileLayer(environment: ConfigSources['environment']): Layer {
  const file = environment[PASSWORD_FILE];
  if (!file) return { entries: [], problems: [] };
  const source: Source = { kind: 'environment', variable: PASSWORD_FILE };
  try {
    const value = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    if (value === '') return { entries: [], problems: [{ kind: 'emptyFile', source, file }] };
    return { entries: [{ path: ['dashboard', 'bootstrap_password'], value, source }], problems: [] };
  } catch (error) {
    return { entries: [], problems: [{ kind: 'unreadable', source, file, reason: codeOf(error) }] };
  }
}

/** Puts the layers over each other and checks the whole. What a later layer overrides is not looked at. */
export function resolve(layers: readonly Layer[]): Config {
  const entries = layers.flatMap((layer) => layer.entries);
  const where = new Whereabouts(layers);
  // Once per process: code that Zod would make for each section does not pay.
  const result = configSchema.safeParse(treeOf(entries), { jitless: true });
  const problems = layers.flatMap((layer) => layer.problems);
  if (!result.success) {
    for (const issue of result.error.issues) {
      const path = issue.path.map(String);
      const list = listAround(path);
      if (issue.code === 'custom' && issue.params?.isSentence === true)
        problems.push(badItem(path.slice(0, -1), path, issue.message, where));
      else if (list && issue.code === 'unrecognized_keys')
        for (const key of issue.keys) problems.push(unknownMember(list, path, key, where));
      else if (list) {
        const part = issue.code === 'custom' && issue.params?.isName === true ? 'name' : 'value';
        problems.push(badItem(list, path, issue.message, where, part));
      } else if (issue.code === 'unrecognized_keys') {
        for (const key of issue.keys) problems.push(unknownSetting(path, key, where));
      } else if (!isToldAbout(path, problems)) problems.push(badValue(path, entries, where));
    }
  }
  if (!result.success || problems.length > 0) throw new ConfigError(problems);
  return result.data;
}

/** A value may break several limits at once, such as those of a whole number; what it must be is told once. */
function isToldAbout(path: readonly string[], problems: readonly ConfigProblem[]): boolean {
  const name = path.join('.');
  return problems.some((problem) => problem.kind === 'value' && problem.path === name);
}

interface Tree {
  [name: string]: unknown;
}

/** Without a prototype, because names come from outside. */
function treeOf(entries: readonly Entry[]): Tree {
  const root: Tree = Object.create(null);
  for (const { path, value } of entries) {
    let branch = root;
    for (const name of path.slice(0, -1)) {
      let next = branch[name];
      if (typeof next !== 'object' || next === null || Array.isArray(next)) {
        next = Object.create(null) as Tree;
        branch[name] = next;
      }
      branch = next as Tree;
    }
    branch[path.at(-1) ?? ''] = value;
  }
  return root;
}

function unknownSetting(parent: readonly string[], key: string, where: Whereabouts): ConfigProblem {
  const path = [...parent, key];
  return {
    kind: 'unknown',
    source: where.of(path, 'name'),
    path: path.join('.'),
    suggestion: meantPath(parent, key),
  };
}

/** The same of an item of a list. */
function unknownMember(
  list: readonly string[],
  parent: readonly string[],
  key: string,
  where: Whereabouts,
): ConfigProblem {
  const path = [...parent, key];
  const meant = suggest(key, membersAt(configSchema, parent));
  return {
    kind: 'unknown',
    source: where.of(list, 'name', path),
    path: path.join('.'),
    suggestion: meant === undefined ? undefined : [...parent, meant].join('.'),
  };
}

/** A neighbour with a similar name, or else the setting or section of this very name in another one. */
function meantPath(parent: readonly string[], key: string): string | undefined {
  const section = schemaAt(parent);
  const neighbour = suggest(key, Object.keys((section && membersOf(section)) ?? {}));
  if (neighbour !== undefined) return [...parent, neighbour].join('.');
  const found = settingPaths().find((path) => `${path}.`.includes(`.${key}.`));
  return found?.slice(0, `${found}.`.indexOf(`.${key}.`) + key.length + 1);
}

/** All settings, in the order of the schema: `listeners.tcp.port`. */
export function settingPaths(parent: readonly string[] = []): string[] {
  const section = schemaAt(parent);
  const members = section && membersOf(section);
  if (!members) return [parent.join('.')];
  return Object.keys(members).flatMap((name) => settingPaths([...parent, name]));
}

/** The path of the list setting that a path leads into, undefined for other settings. */
function listAround(path: readonly string[]): readonly string[] | undefined {
  for (let depth = 1; depth < path.length; depth++) {
    const schema = schemaAt(path.slice(0, depth));
    if (schema && takesOf(schema).kind === 'list') return path.slice(0, depth);
  }
  return undefined;
}

function badItem(
  list: readonly string[],
  path: readonly string[],
  reason: string,
  where: Whereabouts,
  part: 'name' | 'value' = 'value',
): ConfigProblem {
  return { kind: 'item', source: where.of(list, part, path), path: path.join('.'), reason };
}

function badValue(path: readonly string[], entries: readonly Entry[], where: Whereabouts): ConfigProblem {
  const schema = schemaAt(path) ?? configSchema;
  const takes = takesOf(schema);
  const source = where.of(path, 'value');
  const problem = { kind: 'value', source, path: path.join('.'), takes } as const;
  if (takes.kind === 'password' || takes.kind === 'pem' || /^(password|secret)$/.test(path.at(-1) ?? ''))
    return { ...problem, source: withoutPicture(source) };
  return { ...problem, given: given(path, entries) };
}

/** Who said what. */
class Whereabouts {
  readonly #layers: readonly Layer[];

  constructor(layers: readonly Layer[]) {
    this.#layers = layers;
  }

  /**
   * Who set this setting, or something in it, last.
   * @param inside what of it is meant
   */
  of(path: readonly string[], part: 'name' | 'value', inside = path): Source {
    for (const { entries, locate } of this.#layers.toReversed()) {
      const isIn = (entry: Entry): boolean => path.every((name, depth) => entry.path[depth] === name);
      const entry = entries.findLast(isIn);
      if (entry) return locate?.(inside, part) ?? entry.source;
    }
    throw new Error(`nobody set ${path.join('.')}, so the defaults contradict the schema`);
  }
}

function withoutPicture(source: Source): Source {
  if (source.kind !== 'file') return source;
  const { picture: _, ...place } = source;
  return place;
}

const LONGEST_SHOWN = 60;

function given(path: readonly string[], entries: readonly Entry[]): string {
  const entry = entries.findLast((candidate) => candidate.path.join('.') === path.join('.'));
  if (!entry) return '{…}';
  if (Array.isArray(entry.value)) return '[…]';
  const text = JSON.stringify(entry.value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}
