import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { Config } from '../config/config.ts';
import { fingerprint } from '../lib/fingerprint.ts';
import type { ConfigSources } from './load-config.ts';
import { type Places, placesIn, type StartConfig, withPlaces } from './start-places.ts';

/** Checks what the sources say. @throws ConfigError */
async function checkedConfig(sources: ConfigSources): Promise<StartConfig> {
  const { loadConfig } = await import('./load-config.ts');
  const { baseListenersOf } = await import('../config/base-listeners.ts');
  const config = loadConfig(sources);
  return { config, listeners: baseListenersOf(config) };
}

/**
 * The configuration that a start begins with. To load what can check one takes as long as the rest of the start, so
 * the result is remembered in `directory`: the same words, read by the same program, mean the same. Only what was found
 * good is, and never a secret.
 * @throws ConfigError
 */
export async function startConfig(
  sources: ConfigSources,
  directory: string | undefined,
): Promise<StartConfig> {
  const places = placesIn(sources);
  const file = directory === undefined ? undefined : rememberedAt(sources, places, directory);
  const remembered = file && recall(file);
  if (remembered) return withPlaces(remembered, places);
  const checked = await checkedConfig(sources);
  if (file !== undefined && !holdsSecret(checked.config)) remember(file, checked);
  return checked;
}

const PREFIX = /^TOCSIN_/i;

/** The key of the secrets is no part of the configuration, and not even a hash of it is to lie about. */
const KEY = /^TOCSIN_SECRET_KEY(_FILE)?$/i;

/** The file for these words and this program; undefined when they cannot be read, which is told by who checks them. */
function rememberedAt(
  { file, environment, assignments }: ConfigSources,
  places: Places,
  directory: string,
): string | undefined {
  const variables = Object.entries(environment).filter(([name]) => PREFIX.test(name) && !KEY.test(name));
  // It names a file with a secret in it.
  if (variables.some(([name]) => /_FILE$/i.test(name))) return undefined;
  try {
    const text = file === undefined ? undefined : readFileSync(file, 'utf8');
    const others = assignments.filter((assignment) => !places.assignments.has(assignment));
    const words = [program(), text, variables.sort(), others, Object.keys(places.values).sort()];
    return join(directory, `config-${fingerprint(JSON.stringify(words))}`);
  } catch {
    return undefined;
  }
}

/** What this program is. A built one is written as a whole, sources are changed one by one. */
function program(): unknown[] {
  if (import.meta.filename.endsWith('.ts')) return sources();
  const files = [import.meta.dirname, import.meta.filename].map((path) => {
    const { mtimeMs, ctimeMs, ino, size } = statSync(path);
    return [path, mtimeMs, ctimeMs, ino, size];
  });
  return [process.version, ...files];
}

/** How many files there are and when the last of them changed. */
function sources(): unknown[] {
  const root = join(import.meta.dirname, '..');
  let count = 0;
  let changedAt = 0;
  const look = (directory: string): void => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) {
        if (entry.name !== 'node_modules') look(path);
      } else if (entry.name.endsWith('.ts')) {
        count++;
        changedAt = Math.max(changedAt, statSync(path).mtimeMs);
      }
    }
  };
  look(root);
  return [process.version, root, count, changedAt];
}

function recall(file: string): StartConfig | undefined {
  try {
    return deserialize(readFileSync(file)) as StartConfig;
  } catch {
    return undefined;
  }
}

function holdsSecret({ dashboard, authentication, authorization, listeners }: Config): boolean {
  return (
    dashboard.bootstrap_password !== undefined ||
    authentication.length > 0 ||
    authorization.sources.some(({ type }) => type !== 'file') ||
    /"password":|-----BEGIN/.test(JSON.stringify([listeners, dashboard.listeners]))
  );
}

/** As many as somebody switches between. */
const MOST_REMEMBERED = 20;

/** In one step, so that another start never finds half of it. What cannot be written is checked again next time. */
function remember(file: string, checked: StartConfig): void {
  const directory = dirname(file);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    forgetOldest(directory);
    writeFileSync(`${file}.${process.pid}`, serialize(checked), { mode: 0o600 });
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // The next start takes longer.
  }
}

function forgetOldest(directory: string): void {
  const files = readdirSync(directory)
    .filter((name) => name.startsWith('config-'))
    .map((name) => join(directory, name));
  const old = files
    .map((path) => ({ path, at: statSync(path).mtimeMs }))
    .sort((a, b) => b.at - a.at)
    .slice(MOST_REMEMBERED - 1);
  for (const { path } of old) rmSync(path);
}
