import { readFileSync } from 'node:fs';
import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { EffectiveSetting } from './api/contract.ts';
import type { SystemFacts } from './api/system-facts.ts';
import type { Authenticators } from './broker/access/authentication/authenticators.ts';
import type { LoadMonitor } from './broker/limits/overload/load-monitor.ts';
import type { Listeners } from './broker/listeners/listeners.ts';
import type { ConfigSources } from './cli/load-config.ts';
import type { Config } from './config/config.ts';
import type { Journal } from './journal/door.ts';

interface SystemParts {
  readonly config: Config;
  readonly load: Pick<LoadMonitor, 'latest'>;
  readonly journal: Journal;
  readonly listeners: Pick<Listeners, 'list'>;
  readonly authenticators: Pick<Authenticators, 'isEnabled'>;
  /** Where the configuration came from; undefined where somebody made it. */
  readonly sources: ConfigSources | undefined;
}

/** What the program knows about itself as a whole. Reads the disk when it is asked, and not before. */
export async function openSystemFacts({
  config,
  load,
  journal,
  listeners,
  authenticators,
  sources,
}: SystemParts): Promise<SystemFacts> {
  const { effectiveSettings } = await import('./cli/effective-settings.ts');
  const directory = config.node.data_dir;
  return {
    loopDelay: () => load.latest.loopDelay,
    openListeners() {
      const isOpenAnyway = !authenticators.isEnabled && config.access.allow_anonymous === true;
      return listeners
        .list()
        .filter(({ running, address = '', settings }) => {
          const isReachable = running && !LOOPBACK.test(address);
          return isReachable && (isOpenAnyway || settings.enable_authn === false);
        })
        .map(({ id }) => id);
    },
    disk: () => diskOf(directory),
    async storage() {
      const figures = journal.isOn ? await journal.figures() : undefined;
      return {
        data_directory: directory,
        disk: await diskOf(directory),
        files: { open: await openFiles(), maximum: maximumFiles() },
        stores: [
          { name: 'database', size: await sizeOf(directory, /^tocsin\.db/), ...NOTHING_KNOWN },
          {
            name: 'journal',
            size: await sizeOf(directory, /^journal\.db/),
            holds: figures?.events ?? null,
            oldest: figures?.oldest === undefined ? null : new Date(figures.oldest).toISOString(),
            maximum: config.journal.max_size,
          },
          { name: 'sessions', size: await sizeOf(join(directory, 'broker-log'), /./), ...NOTHING_KNOWN },
        ],
      };
    },
    settings: (): EffectiveSetting[] => effectiveSettings(config, sources),
  };
}

/** `127.0.0.1:1883`, `[::1]:1883` */
const LOOPBACK = /^(127\.|\[::1\]|localhost)/;

const NOTHING_KNOWN = { holds: null, oldest: null, maximum: null };

/** Bytes of the files of a folder that are called so; 0 where nothing is kept. */
async function sizeOf(directory: string, name: RegExp): Promise<number> {
  try {
    const names = (await readdir(directory)).filter((one) => name.test(one));
    const sizes = await Promise.all(names.map(async (one) => (await stat(join(directory, one))).size));
    return sizes.reduce((sum, size) => sum + size, 0);
  } catch {
    return 0;
  }
}

async function diskOf(directory: string): Promise<{ free: number; total: number } | null> {
  try {
    const { bavail, blocks, bsize } = await statfs(directory);
    return { free: bavail * bsize, total: blocks * bsize };
  } catch {
    return null;
  }
}

async function openFiles(): Promise<number | null> {
  try {
    return (await readdir('/proc/self/fd')).length;
  } catch {
    return null;
  }
}

function maximumFiles(): number | null {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === undefined ? null : Number(soft);
  } catch {
    return null;
  }
}
