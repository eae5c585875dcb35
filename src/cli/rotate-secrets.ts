import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { printable } from '../lib/human-log.ts';
import { createLogger } from '../lib/logger.ts';
import { sealAll } from '../store/sealing.ts';
import { DATABASE_FILE, Store } from '../store/store.ts';
import { StoreError } from '../store/store-error.ts';
import type { CommandLineContext } from './command-line.ts';
import { ConfigError, problemText } from './config-problem.ts';
import { loadConfig } from './load-config.ts';

export interface RotateSecretsOptions {
  readonly config?: string | undefined;
  readonly dataDir?: string | undefined;
  /** `path=value` */
  readonly set?: readonly string[] | undefined;
}

const FAILED = 1;

/**
 * Makes a new key and seals every stored secret with it; the broker must not run meanwhile. Stopped half-way nothing is
 * lost: both keys stay in the file until all is sealed with the new one, which the next start does as well.
 */
export async function rotateSecrets(
  { config, dataDir, set = [] }: RotateSecretsOptions,
  { environment, texts, out, error: say }: CommandLineContext,
): Promise<number> {
  const fail = (lines: readonly string[]): number => {
    say(lines.map((line) => `${printable(line)}\n`).join(''));
    return FAILED;
  };
  try {
    const { node, store: settings } = loadConfig({
      file: config,
      environment,
      assignments: set,
      dataDirectory: dataDir,
    });
    if (!existsSync(join(node.data_dir, DATABASE_FILE)))
      return fail([texts.secrets.noDatabase(node.data_dir)]);
    const logger = createLogger({ level: 'warn', format: 'auto' });
    const store = Store.open({
      directory: node.data_dir,
      durability: settings.durability,
      logger,
      environment,
    });
    try {
      const { secrets } = store;
      if (!secrets.ownsKeys) return fail([texts.secrets.operatorsKey(secrets.place ?? '')]);
      secrets.currentKey();
      secrets.addKey();
      const { definitions, deliveries } = await sealAll(store, logger);
      out(`${texts.secrets.rotated({ place: secrets.place ?? '', definitions, deliveries })}\n`);
      return 0;
    } finally {
      store.close();
    }
  } catch (error) {
    if (error instanceof ConfigError)
      return fail(error.problems.map((problem) => problemText(problem, texts)));
    if (error instanceof StoreError) return fail([error.message]);
    throw error;
  }
}
