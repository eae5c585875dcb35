import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { ServerProcess } from './server-process.ts';

/** A server of another maker that tests speak to: how it is found, installed and started. One file each. */
export interface TestServer {
  /** As in `realServer('postgres')`; the tests find it in `TOCSIN_TEST_POSTGRES`. */
  readonly name: string;
  /** Of Debian, for `--install`. */
  readonly packages: readonly string[];
  /** How many ports it needs; the first is the one that clients connect to. */
  readonly ports?: number;
  /** Why it cannot be started, in words; undefined when everything that it needs is there. */
  missing(): string | undefined;
  /** @returns where it is, as the tests read it, when it takes connections */
  start(place: ServerPlace): Promise<string>;
}

export interface ServerPlace {
  /** Empty, its own, gone at the end. */
  readonly directory: string;
  /** Free on loopback a moment ago. */
  readonly ports: readonly [number, ...number[]];
  /** Starts a program that is stopped at the end. */
  run(program: string, args: readonly string[], options?: RunOptions): ServerProcess;
  /** Does something at the end, before the programs are stopped. */
  atEnd(action: () => void): void;
}

export interface RunOptions {
  /** The user that it runs as, where root is refused. */
  readonly user?: string | undefined;
  readonly env?: Readonly<Record<string, string>>;
}

/** Letters only: it stands in URLs as it is. */
export const PASSWORD = 'tocsin';

const isRoot = process.getuid?.() === 0;

/** Some servers refuse to run as root; whoever is not root runs them as they are. */
export function userInPlaceOfRoot(name: string): string | undefined {
  return isRoot ? name : undefined;
}

/** Where a program is; beside PATH in the folders where Debian puts servers. */
export function findProgram(name: string, ...folders: readonly string[]): string | undefined {
  const path = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', ...folders];
  return path.map((folder) => join(folder, name)).find(isExecutable);
}

export function missingProgram(name: string, ...folders: readonly string[]): string | undefined {
  return findProgram(name, ...folders) ? undefined : `${name} is not installed`;
}

/** Runs a program to its end. @throws Error with what it said */
export function runToEnd(program: string, args: readonly string[], { user, env }: RunOptions = {}): void {
  const [command, all] = asUser(program, args, user);
  const { status, error, stderr, stdout } = spawnSync(command, all, {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    cwd: '/',
  });
  if (status !== 0) throw new Error(`${program}: ${error?.message ?? (stderr || stdout).trim()}`);
}

export function asUser(
  program: string,
  args: readonly string[],
  user: string | undefined,
): [string, readonly string[]] {
  return user === undefined ? [program, args] : ['runuser', ['-u', user, '--', program, ...args]];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
