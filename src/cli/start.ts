import { readdirSync, readFileSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import type { RunningApp } from '../app.ts';
import { cacheDirectory } from '../cache-directory.ts';
import { printable } from '../lib/human-log.ts';
import { createLogger, type Logger } from '../lib/logger.ts';
import type { BootstrapKey } from './bootstrap-keys.ts';
import type { CommandLineContext } from './command-line.ts';
import { ConfigError, codeOf, problemLines } from './config-problem.ts';
import { readyTable } from './ready-table.ts';
import { keepSetupLink } from './setup-link-file.ts';
import { startConfig } from './start-config.ts';
import { startFailureText } from './start-failure.ts';
import type { StartConfig } from './start-places.ts';

export interface StartOptions {
  readonly config?: string | undefined;
  readonly dataDir?: string | undefined;
  /** `path=value` */
  readonly set?: readonly string[] | undefined;
  readonly json?: boolean | undefined;
}

/** Runs the broker until a signal ends it; resolves to the exit code. */
export async function start(options: StartOptions, context: CommandLineContext): Promise<number> {
  const fail = options.json ? failInJson : (lines: readonly string[]) => failInWords(lines, context);
  let checked: StartConfig;
  let apiKeys: readonly BootstrapKey[];
  const sources = {
    file: options.config,
    environment: context.environment,
    assignments: options.set ?? [],
    dataDirectory: options.dataDir,
  };
  try {
    checked = await startConfig(sources, cacheDirectory());
    apiKeys = await readBootstrapKeys(checked.config.api_key.bootstrap_file);
  } catch (error) {
    if (!(error instanceof ConfigError)) return fail(startFailureText(error, context.texts).split('\n'));
    const lines = error.problems.flatMap((problem) => problemLines(problem, context.texts));
    return fail([context.texts.configRefused(error.problems.length), ...lines.map((line) => `  ${line}`)]);
  }

  const { config } = checked;
  const logger = createLogger({ level: config.log.level, format: options.json ? 'json' : config.log.format });
  dieLoudly(logger);
  const isNew = isEmptyPlace(config.node.data_dir);
  const signal = firstSignal();
  let app: RunningApp;
  try {
    const { startApp } = await import('../app.ts');
    app = await startApp(checked, { logger, version: context.version, apiKeys, sources });
  } catch (error) {
    logger.debug({ err: error }, 'start failed');
    return fail(startFailureText(error, context.texts).split('\n'));
  }
  keepSetupLink(config.node.data_dir, app.ready.setup_url);
  // performance.now() counts from the beginning of the process.
  const table = () => readyTable(app.ready, config, context.texts, performance.now(), isNew);
  context.out(options.json ? `${JSON.stringify(app.ready)}\n` : table());
  // Not only at the end, which `kill -9` or a power cut takes away. Writes nothing when the first start has done it.
  flushCompileCache();
  return stop(app, await signal, logger);
}

function failInWords(lines: readonly string[], context: CommandLineContext): number {
  context.error(lines.map((line) => `${printable(line)}\n`).join(''));
  return 1;
}

function failInJson(lines: readonly string[]): number {
  createLogger({ level: 'fatal', format: 'json' }).fatal(lines.map((line) => line.trim()).join(' '));
  return 1;
}

/** Nothing is there yet, or a volume that was just made: those have folders of the file system. */
function isEmptyPlace(directory: string): boolean {
  if (directory === ':memory:') return false;
  try {
    return readdirSync(directory).every((name) => name.startsWith('.') || name === 'lost+found');
  } catch (error) {
    return codeOf(error) === 'ENOENT';
  }
}

async function readBootstrapKeys(file: string | undefined): Promise<readonly BootstrapKey[]> {
  if (file === undefined) return [];
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError([{ kind: 'unreadable', source: undefined, file, reason: codeOf(error) }]);
  }
  const { parseBootstrapKeys } = await import('./bootstrap-keys.ts');
  const { keys, problems } = parseBootstrapKeys(file, text);
  if (problems.length > 0) throw new ConfigError(problems);
  return keys;
}

/** A state that nobody thought of is not safe to go on from; what was acknowledged is on disk. */
function dieLoudly(logger: Logger): void {
  // Covers rejections that nobody handles too: Node raises them as exceptions.
  process.on('uncaughtException', (error, origin) => {
    logger.fatal({ err: error, origin }, 'the process ends because of an unexpected error');
    process.exit(1);
  });
}

/** Listens from the call on, so that a signal during the start is not lost. The second one ends the process at once. */
function firstSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let stopping = false;
    const onSignal = (signal: NodeJS.Signals): void => {
      if (stopping) process.exit(1);
      stopping = true;
      resolve(signal);
    };
    process.on('SIGTERM', onSignal);
    process.on('SIGINT', onSignal);
  });
}

/** Service managers kill after some 10 s (Docker) to 90 s (systemd); better to say first that it hangs. */
const STOP_DEADLINE = 10_000;

async function stop(app: RunningApp, signal: NodeJS.Signals, logger: Logger): Promise<number> {
  logger.info({ signal }, 'stopping');
  const deadline = setTimeout(() => {
    logger.fatal('stopping took longer than 10 s; the process ends without having finished');
    process.exit(1);
  }, STOP_DEADLINE);
  try {
    await app.stop(signal);
    logger.info('stopped');
    return 0;
  } catch (error) {
    logger.fatal({ err: error }, 'stopping failed');
    return 1;
  } finally {
    clearTimeout(deadline);
  }
}
