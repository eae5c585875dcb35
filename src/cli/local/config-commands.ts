import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import type { Config } from '../../config/config.ts';
import { suggest } from '../../lib/suggest.ts';
import type { CommandLineTexts } from '../../texts/command-line.ts';
import { type LocalTexts, localCommands } from '../../texts/local-commands.ts';
import { type ClientRun, type OutputOptions, type PrintingRun, UsageError } from '../client/client-run.ts';
import { configFileOf } from '../config-file.ts';
import { fileLayer, flagLayer, schemaAt } from '../config-layer.ts';
import { ConfigError, problemLines } from '../config-problem.ts';
import { effectiveSettings } from '../effective-settings.ts';
import { type ConfigSources, loadConfig, resolve, settingPaths } from '../load-config.ts';
import { startFailureText } from '../start-failure.ts';
import { editedYaml } from './edited-yaml.ts';

export interface ConfigOptions extends OutputOptions {
  readonly config?: string | undefined;
  /** `path=value` */
  readonly set?: readonly string[] | undefined;
  readonly origin?: boolean | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

const USUAL_FILE = 'tocsin.yaml';
const FOUND_DIFFERENCES = 5;

function sourcesOf({ config, set }: ConfigOptions, environment: Environment): ConfigSources {
  const file = config ?? (existsSync(USUAL_FILE) ? USUAL_FILE : undefined);
  return { file, environment, assignments: set ?? [] };
}

/** @returns the exit code where it cannot be used, after each problem was said */
export function refuse(failure: unknown, { error }: PrintingRun, texts: CommandLineTexts): number {
  if (failure instanceof Error && failure.name === 'RuleFileError') {
    for (const line of startFailureText(failure, texts).split('\n')) error(line);
    return 1;
  }
  if (!(failure instanceof ConfigError)) throw failure;
  error(texts.configRefused(failure.problems.length));
  for (const problem of failure.problems) for (const line of problemLines(problem, texts)) error(`  ${line}`);
  return 1;
}

/** Where the settings put the data. @throws ConfigError */
export function dataDirectoryOf(options: ConfigOptions, environment: Environment): string {
  return loadConfig(sourcesOf(options, environment)).node.data_dir;
}

/** @throws ConfigError */
export function checkText(file: string, text: string): void {
  resolve([fileLayer(file, text)]);
}

/** Looks at the files that the configuration includes, as a start would. @throws RuleFileError */
async function checkObjects(config: Config, { file, environment }: ConfigSources): Promise<void> {
  if (config.include.length === 0 && config.rules.directory === undefined) return;
  const { placesOf } = await import('../../object-files/found-files.ts');
  const places = placesOf(config, configFileOf(file));
  if (!places) return;
  const { readLocalObjects } = await import('../local-objects.ts');
  const { problems } = readLocalObjects(places, environment);
  if (problems.length === 0) return;
  const { RuleFileError } = await import('../../rules/files/door.ts');
  throw new RuleFileError(problems);
}

export async function checkConfig(
  run: PrintingRun,
  environment: Environment,
  options: ConfigOptions,
  texts: CommandLineTexts,
): Promise<number> {
  const sources = sourcesOf(options, environment);
  try {
    await checkObjects(loadConfig(sources), sources);
  } catch (failure) {
    return refuse(failure, run, texts);
  }
  const file = configFileOf(sources.file);
  const name = file ?? localCommands[run.language].origins.default ?? '';
  return run.print.done({
    answer: { file: file ?? null, problems: [] },
    names: [name],
    sentence: localCommands[run.language].fine(name),
  });
}

export function showConfig(
  run: PrintingRun,
  environment: Environment,
  path: string | undefined,
  options: ConfigOptions,
  texts: CommandLineTexts,
): number {
  const { columns, origins, noSetting } = localCommands[run.language];
  const sources = sourcesOf(options, environment);
  try {
    const all = effectiveSettings(loadConfig(sources), sources);
    const shown = all.filter((one) => path === undefined || `${one.path}.`.startsWith(`${path}.`));
    if (shown.length === 0) {
      const sections = all.flatMap((one) =>
        one.path.split('.').map((_, at, names) => names.slice(0, at + 1).join('.')),
      );
      throw new UsageError(noSetting(path ?? '', suggest(path ?? '', new Set(sections))));
    }
    return run.print.list({
      answer: shown,
      rows: shown,
      name: (one) => one.path,
      nothing: '',
      columns: [
        { title: columns.setting, value: (one) => one.path },
        { title: columns.value, value: (one) => shownValue(one.value) },
        ...(options.origin
          ? [
              {
                title: columns.origin,
                value: (one: (typeof shown)[number]) => one.origin,
                shown: (one: (typeof shown)[number]) => origins[one.origin] ?? one.origin,
              },
              { title: columns.place, value: (one: (typeof shown)[number]) => one.place },
            ]
          : []),
      ],
    });
  } catch (failure) {
    if (failure instanceof UsageError) throw failure;
    return refuse(failure, run, texts);
  }
}

function shownValue(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Writes settings into the file where it can be started with afterwards; comments and order stay. */
export function setConfig(
  run: PrintingRun,
  assignments: readonly string[],
  options: ConfigOptions,
  texts: CommandLineTexts,
): number {
  const words = localCommands[run.language];
  const file = configFileOf(options.config) ?? USUAL_FILE;
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const layer = flagLayer(assignments);
  try {
    if (layer.problems.length > 0) throw new ConfigError(layer.problems);
    for (const { path } of layer.entries)
      if (!schemaAt(path)) throw new UsageError(unknownSetting(path.join('.'), words));
    const text = editedYaml(before, layer.entries);
    // Checked as it will be read, so that nothing is written that cannot be started with.
    checkText(file, text);
    write(file, text, words);
  } catch (failure) {
    return refuse(failure, run, texts);
  }
  const paths = layer.entries.map(({ path }) => path.join('.'));
  return run.print.done({
    answer: { file, set: paths },
    names: paths,
    sentence: words.written(file, paths.join(', ')),
  });
}

function unknownSetting(path: string, words: LocalTexts): string {
  return words.noSetting(path, suggest(path, settingPaths()));
}

function write(file: string, text: string, words: LocalTexts): void {
  try {
    const mode = existsSync(file) ? statSync(file).mode & 0o777 : 0o644;
    writeFileSync(`${file}.${process.pid}`, text, { mode });
    renameSync(`${file}.${process.pid}`, file);
  } catch (error) {
    throw new UsageError(words.unwritable(file, (error as NodeJS.ErrnoException).code ?? String(error)));
  }
}

/** What a running broker does otherwise than the file, the environment and the flags here say. */
export async function diffConfig(
  run: ClientRun,
  environment: Environment,
  options: ConfigOptions,
  texts: CommandLineTexts,
): Promise<number> {
  const { columns, noDifference } = localCommands[run.language];
  const sources = sourcesOf(options, environment);
  try {
    const here = effectiveSettings(loadConfig(sources), sources);
    const answer = await run.api.get<readonly RunningSetting[]>('/settings');
    const running = new Map(answer.map((one) => [one.path, one.value]));
    const rows = here
      .filter((one) => running.has(one.path))
      .map((one) => ({ path: one.path, file: one.value, running: running.get(one.path), place: one.place }))
      .filter((one) => JSON.stringify(one.file) !== JSON.stringify(one.running));
    run.print.list({
      answer: rows,
      rows,
      name: (one) => one.path,
      nothing: noDifference,
      columns: [
        { title: columns.setting, value: (one) => one.path },
        { title: columns.running, value: (one) => shownValue(one.running) },
        { title: columns.file, value: (one) => shownValue(one.file) },
        { title: columns.place, value: (one) => one.place },
      ],
    });
    return rows.length > 0 ? FOUND_DIFFERENCES : 0;
  } catch (failure) {
    if (failure instanceof ConfigError) return refuse(failure, run, texts);
    throw failure;
  }
}

interface RunningSetting {
  readonly path: string;
  readonly value: unknown;
}
