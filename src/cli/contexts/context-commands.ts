import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { contextCommands } from '../../texts/context-commands.ts';
import { type OutputOptions, type PrintingRun, UsageError } from '../client/client-run.ts';
import { contextNamed, readToken, serverUrl } from './asked-server.ts';
import {
  CONTEXT_NAME,
  type Contexts,
  putContext,
  readContexts,
  type ServerContext,
  writeContexts,
} from './context-file.ts';
import { trust } from './trust.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface AddContextOptions extends OutputOptions {
  readonly server?: string | undefined;
  readonly tokenFile?: string | undefined;
  readonly key?: string | undefined;
  readonly token?: string | undefined;
  readonly ca?: string | undefined;
}

/** The first one is in use at once. */
export async function addContext(
  run: PrintingRun,
  environment: Environment,
  name: string,
  { server, tokenFile, key, token, ca }: AddContextOptions,
): Promise<number> {
  const texts = contextCommands[run.language];
  if (!CONTEXT_NAME.test(name)) throw new UsageError(texts.badName(name));
  if (server === undefined) throw new UsageError(texts.noServer);
  if ([tokenFile, key, token].filter((given) => given !== undefined).length > 1)
    throw new UsageError(texts.oneOf);
  const kept = token ?? key ?? (tokenFile === '-' ? readToken('-') : undefined);
  const context: ServerContext = {
    server: serverUrl(server),
    ...(kept !== undefined && { token: kept }),
    ...(kept === undefined && tokenFile !== undefined && { token_file: usable(tokenFile, run) }),
    ...(ca !== undefined && { ca: resolve(ca) }),
  };
  if (ca !== undefined) trust(ca);
  const isCurrent = putContext(environment, name, context);
  return run.print.done({
    answer: { name, server: context.server, current: isCurrent },
    names: [name],
    sentence: texts.added(name, isCurrent),
  });
}

/** @returns its path from everywhere @throws ClientError when there is no token in it */
function usable(file: string, { language, error }: PrintingRun): string {
  readToken(file);
  const path = resolve(file);
  // Windows has no such bits.
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0)
    error(contextCommands[language].openFile(path));
  return path;
}

export async function useContext(run: PrintingRun, environment: Environment, name: string): Promise<number> {
  const contexts = readContexts(environment);
  contextNamed(name, contexts);
  writeContexts(environment, { ...contexts, current: name });
  return run.print.done({
    answer: { name, current: true },
    names: [name],
    sentence: contextCommands[run.language].used(name),
  });
}

/** Without what is secret in them. */
export async function listContexts(
  { print, language }: PrintingRun,
  environment: Environment,
): Promise<number> {
  const { columns, nothing, ...texts } = contextCommands[language];
  const { current, contexts } = readContexts(environment);
  const rows = Object.entries(contexts).map(([name, context]) => ({
    name,
    server: context.server,
    current: name === current,
    ...(context.token_file !== undefined && { token_file: context.token_file }),
    has_token: context.token !== undefined || context.token_file !== undefined,
  }));
  return print.list({
    answer: rows,
    rows,
    name: ({ name }) => name,
    nothing,
    columns: [
      { title: columns.current, value: (row) => (row.current ? '*' : '') },
      { title: columns.name, value: ({ name }) => name },
      { title: columns.server, value: ({ server }) => server },
      {
        title: columns.credentials,
        value: ({ token_file, has_token }) => token_file ?? (has_token ? 'kept' : 'none'),
        shown: ({ token_file, has_token }) =>
          token_file === undefined ? texts[has_token ? 'kept' : 'none'] : texts.fromFile(token_file),
      },
    ],
  });
}

export async function removeContexts(
  run: PrintingRun,
  environment: Environment,
  names: readonly string[],
): Promise<number> {
  const { current, contexts } = readContexts(environment);
  for (const name of names) contextNamed(name, { contexts });
  const rest: Contexts = {
    ...(current !== undefined && !names.includes(current) && { current }),
    contexts: Object.fromEntries(Object.entries(contexts).filter(([name]) => !names.includes(name))),
  };
  writeContexts(environment, rest);
  return run.print.done({
    answer: { removed: names },
    names,
    sentence: contextCommands[run.language].removed(names.join(', ')),
  });
}
