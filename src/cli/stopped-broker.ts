import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import { printable } from '../lib/human-log.ts';
import { createLogger, type Logger } from '../lib/logger.ts';
import { DATABASE_FILE, Store } from '../store/store.ts';
import { StoreError } from '../store/store-error.ts';
import type { CommandLineContext } from './command-line.ts';
import { ConfigError, problemLines } from './config-problem.ts';
import { loadConfig } from './load-config.ts';

export interface StoppedBrokerOptions {
  readonly config?: string | undefined;
  readonly dataDir?: string | undefined;
  /** `path=value` */
  readonly set?: readonly string[] | undefined;
}

export interface OpenDatabase {
  readonly store: Store;
  readonly config: Config;
  readonly logger: Logger;
  /** Prints the lines as an error. */
  fail(lines: readonly string[]): number;
}

const FAILED = 1;

/**
 * Does something to the database of a broker that does not run, and closes it.
 * @param noDatabase what to say when the directory has none
 * @returns the exit code
 */
export async function withDatabase(
  { config: file, dataDir, set = [] }: StoppedBrokerOptions,
  { environment, texts, error: say }: CommandLineContext,
  noDatabase: (directory: string) => string,
  work: (database: OpenDatabase) => Promise<number>,
): Promise<number> {
  const fail = (lines: readonly string[]): number => {
    say(lines.map((line) => `${printable(line)}\n`).join(''));
    return FAILED;
  };
  try {
    const config = loadConfig({ file, environment, assignments: set, dataDirectory: dataDir });
    const directory = config.node.data_dir;
    if (!existsSync(join(directory, DATABASE_FILE))) return fail([noDatabase(directory)]);
    const logger = createLogger({ level: 'warn', format: 'auto' });
    const store = Store.open({ directory, durability: config.store.durability, logger, environment });
    try {
      return await work({ store, config, logger, fail });
    } finally {
      store.close();
    }
  } catch (error) {
    if (error instanceof ConfigError)
      return fail(error.problems.flatMap((problem) => problemLines(problem, texts)));
    if (error instanceof StoreError) return fail([error.message]);
    throw error;
  }
}
