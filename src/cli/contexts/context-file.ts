import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** A server that has a name, and as who it is asked. */
export interface ServerContext {
  readonly server: string;
  /** The path of a file with a token, or an API key as `key:secret`. */
  readonly token_file?: string;
  /** The same, kept here. */
  readonly token?: string;
  /** The path of a PEM file with authorities that are trusted besides those of the system. */
  readonly ca?: string;
}

export interface Contexts {
  /** The one that is meant where none is named. */
  readonly current?: string;
  readonly contexts: Readonly<Record<string, ServerContext>>;
}

const NONE: Contexts = { contexts: {} };

/** The file of contexts is there and cannot be used; `reason` is the system's code, or what is wrong in it. */
export class ContextFileError extends Error {
  override readonly name = 'ContextFileError';
  readonly file: string;
  readonly reason: string;

  constructor(file: string, reason: string) {
    super(`${file}: ${reason}`);
    this.file = file;
    this.reason = reason;
  }
}

/** Where contexts are kept; undefined where a user has no home. */
export function contextFile({
  TOCSIN_CONTEXTS,
  XDG_CONFIG_HOME,
  APPDATA,
  HOME,
}: Environment): string | undefined {
  if (TOCSIN_CONTEXTS) return TOCSIN_CONTEXTS;
  const directory = XDG_CONFIG_HOME || APPDATA || (HOME && join(HOME, '.config'));
  return directory ? join(directory, 'tocsin', 'contexts.json') : undefined;
}

/** @throws ContextFileError */
export function readContexts(environment: Environment): Contexts {
  const file = contextFile(environment);
  if (file === undefined) return NONE;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return NONE;
    throw new ContextFileError(file, code ?? String(error));
  }
  try {
    return checked(JSON.parse(text));
  } catch (error) {
    throw new ContextFileError(file, (error as Error).message);
  }
}

export const CONTEXT_NAME = /^[A-Za-z0-9._-]{1,64}$/;

/** @returns whether it is the one in use now @throws ContextFileError */
export function putContext(environment: Environment, name: string, context: ServerContext): boolean {
  const { current, contexts } = readContexts(environment);
  const inUse = current !== undefined && Object.hasOwn(contexts, current) ? current : name;
  writeContexts(environment, { current: inUse, contexts: { ...contexts, [name]: context } });
  return inUse === name;
}

/** For its owner alone, and in one step. @throws ContextFileError @returns the path of the file */
export function writeContexts(environment: Environment, contexts: Contexts): string {
  const file = contextFile(environment);
  if (file === undefined) throw new ContextFileError('contexts.json', 'HOME');
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, `${JSON.stringify(contexts, undefined, 2)}\n`, { mode: 0o600 });
    // The mode above holds for a new file only.
    chmodSync(draft, 0o600);
    renameSync(draft, file);
  } catch (error) {
    throw new ContextFileError(file, (error as NodeJS.ErrnoException).code ?? String(error));
  }
  return file;
}

function checked(value: unknown): Contexts {
  const { current, contexts } = asObject(value, 'the file');
  const all = Object.entries(asObject(contexts ?? {}, 'contexts')).map(([name, one]) => {
    const { server, token_file, token, ca } = asObject(one, name);
    if (typeof server !== 'string') throw new Error(`${name} has no server`);
    const context: ServerContext = {
      server,
      ...(typeof token_file === 'string' && { token_file }),
      ...(typeof token === 'string' && { token }),
      ...(typeof ca === 'string' && { ca }),
    };
    return [name, context] as const;
  });
  return {
    ...(typeof current === 'string' && { current }),
    contexts: Object.fromEntries(all),
  };
}

function asObject(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${what} is no object`);
  return value as Readonly<Record<string, unknown>>;
}
