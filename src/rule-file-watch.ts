import { type FSWatcher, watch } from 'node:fs';
import { basename } from 'node:path';
import type { MqttBroker } from './broker/broker.ts';
import type { Logger } from './lib/logger.ts';
import { ruleFolders } from './rule-files.ts';
import type { FileRule, RuleEngine } from './rules/door.ts';
import { placeOf, RuleFileError } from './rules/files/door.ts';

/** Milliseconds without another change: an editor writes a file in several steps, and a deployment several files. */
const PATIENCE = 300;

/** Folders that are watched: each takes one of the watches that the system gives a user. */
const MOST_FOLDERS = 256;

const ALARM = 'rule_files';

interface RuleFileWatchParts {
  readonly directory: string;
  /** @throws RuleFileError with everything that is wrong with them */
  readonly read: () => Promise<readonly FileRule[]>;
  readonly rules: Pick<RuleEngine, 'replaceFiles'>;
  readonly alarms: Pick<MqttBroker['alarms'], 'activate' | 'deactivate'>;
  readonly logger: Logger;
}

/**
 * Takes changes of the files of rules over as they are written. With a problem in any of them all rules stay as they
 * are, and an alarm says where it is until it is mended.
 * @returns the end of it
 */
export function watchRuleFiles({ directory, read, rules, alarms, logger }: RuleFileWatchParts): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const renew = async (): Promise<void> => {
    try {
      const files = await read();
      if (isOver) return;
      rules.replaceFiles(files);
      alarms.deactivate(ALARM);
    } catch (error) {
      if (isOver) return;
      const said = error instanceof RuleFileError ? firstOf(error) : bothOf(error);
      logger.error({ err: error, directory }, 'files of rules cannot be used: the rules stay as they were');
      alarms.activate(ALARM, { directory, message: said.en, message_zh: said.zh }, said.en);
    }
  };
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      folders.renew();
      void renew();
    }, PATIENCE).unref();
  };
  const folders = new WatchedFolders(directory, later, logger);
  folders.renew();
  return () => {
    isOver = true;
    clearTimeout(timer);
    folders.close();
  };
}

/** A watch for each folder in which rules are looked for. One for the whole tree would go into packages and copies too. */
class WatchedFolders {
  readonly #directory: string;
  readonly #onChange: () => void;
  readonly #logger: Logger;
  readonly #watchers = new Map<string, FSWatcher>();
  #hasWarned = false;

  constructor(directory: string, onChange: () => void, logger: Logger) {
    this.#directory = directory;
    this.#onChange = onChange;
    this.#logger = logger;
  }

  /** Folders have come and gone. */
  renew(): void {
    const { folders, isCut } = ruleFolders(this.#directory, MOST_FOLDERS);
    for (const folder of this.#watchers.keys()) if (!folders.includes(folder)) this.#leave(folder);
    for (const folder of folders) if (!this.#watchers.has(folder)) this.#watch(folder);
    if (isCut) this.#warn({ directory: this.#directory, most: MOST_FOLDERS });
  }

  close(): void {
    for (const folder of this.#watchers.keys()) this.#leave(folder);
  }

  #watch(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, (kind, name) => {
        // The folder itself went away: the one that comes by its name is another.
        if (kind === 'rename' && name === basename(folder)) this.#leave(folder);
        this.#onChange();
      });
      watcher.on('error', (error) => {
        this.#leave(folder);
        this.#warn({ err: error, directory: folder });
      });
      this.#watchers.set(folder, watcher);
    } catch (error) {
      this.#warn({ err: error, directory: folder });
    }
  }

  #leave(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }

  /** Once: there are as many reasons as folders. */
  #warn(details: Readonly<Record<string, unknown>>): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    this.#logger.warn(details, 'changes of rules in some folders are not seen until the next start');
  }
}

function firstOf({ problems }: RuleFileError): { en: string; zh: string } {
  const [first] = problems;
  if (!first) return { en: '', zh: '' };
  const place = placeOf(first);
  return {
    en: `rules in files stay as they were: ${place}: ${first.say('en')}`,
    zh: `文件中的规则保持原样：${place}：${first.say('zh')}`,
  };
}

function bothOf(error: unknown): { en: string; zh: string } {
  const reason = error instanceof Error ? error.message : String(error);
  return { en: `rules in files stay as they were: ${reason}`, zh: `文件中的规则保持原样：${reason}` };
}
