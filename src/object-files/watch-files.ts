import { type FSWatcher, watch } from 'node:fs';
import { basename, join } from 'node:path';
import type { MqttBroker } from '../broker/broker.ts';
import type { Logger } from '../lib/logger.ts';
import { placeOf, RuleFileError } from '../rules/files/door.ts';
import { type FilePlaces, foldersOf, isFolder } from './found-files.ts';
import type { ObjectFiles } from './object-files.ts';

/** Milliseconds without another change: an editor writes a file in several steps, and a deployment several files. */
const PATIENCE = 300;

/** Folders that are watched: each takes one of the watches that the system gives a user. */
const MOST_FOLDERS = 256;

const ALARM = 'object_files';

interface FileWatchParts {
  readonly files: Pick<ObjectFiles, 'places' | 'renew'>;
  readonly alarms: Pick<MqttBroker['alarms'], 'activate' | 'deactivate'>;
  readonly logger: Logger;
}

/**
 * Takes changes of the files of objects over as they are written. With a problem in any of them everything stays as it
 * is, and an alarm says where it is until it is mended.
 * @returns the end of it
 */
export function watchFiles({ files, alarms, logger }: FileWatchParts): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  let told: string | undefined;
  const renew = async (): Promise<void> => {
    try {
      await files.renew();
      if (isOver) return;
      alarms.deactivate(ALARM);
      told = undefined;
    } catch (error) {
      if (isOver) return;
      const isAboutFiles = error instanceof RuleFileError;
      const said = isAboutFiles ? firstOf(error) : bothOf(error);
      const details = isAboutFiles ? { problems: error.lines('en') } : { err: error };
      logger.error(details, 'files of objects cannot be used: everything stays as it was');
      if (told === said.en) return;
      // An alarm that is raised already keeps its words.
      if (told !== undefined) alarms.deactivate(ALARM);
      told = said.en;
      alarms.activate(ALARM, { message: said.en, message_zh: said.zh }, said.en);
    }
  };
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      folders.renew();
      void renew();
    }, PATIENCE).unref();
  };
  const folders = new WatchedFolders(files.places, later, logger);
  folders.renew();
  return () => {
    isOver = true;
    clearTimeout(timer);
    folders.close();
  };
}

/** A watch for each folder in which files are looked for. One for the whole tree would go into packages and copies too. */
class WatchedFolders {
  readonly #places: FilePlaces;
  readonly #onChange: () => void;
  readonly #logger: Logger;
  readonly #watchers = new Map<string, FSWatcher>();
  #hasWarned = false;

  constructor(places: FilePlaces, onChange: () => void, logger: Logger) {
    this.#places = places;
    this.#onChange = onChange;
    this.#logger = logger;
  }

  /** Folders have come and gone. */
  renew(): void {
    const { folders, isCut } = foldersOf(this.#places, MOST_FOLDERS);
    for (const folder of this.#watchers.keys()) if (!folders.includes(folder)) this.#leave(folder);
    for (const folder of folders) if (!this.#watchers.has(folder)) this.#watch(folder);
    if (isCut) this.#warn({ most: MOST_FOLDERS });
  }

  close(): void {
    for (const folder of this.#watchers.keys()) this.#leave(folder);
  }

  #watch(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, (kind, name) => {
        // The folder itself went away: the one that comes by its name is another.
        if (kind === 'rename' && name === basename(folder)) this.#leave(folder);
        if (name === null || this.#concerns(folder, name)) this.#onChange();
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

  /** A database may lie in the same folder. Kubernetes changes its links, whose names begin so. */
  #concerns(folder: string, name: string): boolean {
    if (/\.ya?ml$/.test(name) || name.startsWith('..')) return true;
    const path = join(folder, name);
    return this.#watchers.has(path) || isFolder(path);
  }

  #leave(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }

  /** Once: there are as many reasons as folders. */
  #warn(details: Readonly<Record<string, unknown>>): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    this.#logger.warn(details, 'changes of files in some folders are not seen until the next start');
  }
}

function firstOf({ problems }: RuleFileError): { en: string; zh: string } {
  const [first] = problems;
  if (!first) return { en: '', zh: '' };
  const place = placeOf(first);
  return {
    en: `what is configured in files stays as it was: ${place}: ${first.say('en')}`,
    zh: `文件中的配置保持原样：${place}：${first.say('zh')}`,
  };
}

function bothOf(error: unknown): { en: string; zh: string } {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    en: `what is configured in files stays as it was: ${reason}`,
    zh: `文件中的配置保持原样：${reason}`,
  };
}
