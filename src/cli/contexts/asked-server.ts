import { suggest } from '../../lib/suggest.ts';
import { ClientError } from '../client/client-error.ts';
import { readGiven } from '../given-file.ts';
import { type Contexts, readContexts, type ServerContext } from './context-file.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the broker is, and as who it is asked. */
export interface ServerOptions {
  readonly ctx?: string | undefined;
  readonly server?: string | undefined;
  /** The same as `server`. */
  readonly url?: string | undefined;
  readonly tokenFile?: string | undefined;
  /** `key:secret` */
  readonly key?: string | undefined;
  readonly token?: string | undefined;
  /** A PEM file with authorities that are trusted besides those of the system. */
  readonly ca?: string | undefined;
}

export interface AskedServer {
  /** Without `/` and `/api/v5` at its end. */
  readonly url: string;
  /** A token, or an API key as `key:secret`. */
  readonly credentials: string | undefined;
  /** The context that they are of. */
  readonly context?: string | undefined;
  /** The file of authorities that are trusted besides. */
  readonly ca?: string | undefined;
}

const DEFAULT_URL = 'http://localhost:18083';

/**
 * Whom a call asks: flags, then the context that it names, then the environment, then the current context. What a context
 * has of credentials goes to its own server and to no other.
 * @throws ClientError, ContextFileError
 */
export function askedServer(options: ServerOptions, environment: Environment): AskedServer {
  const contexts = readContexts(environment);
  const name = options.ctx ?? (environment.TOCSIN_CTX || undefined);
  const named = name === undefined ? undefined : contextNamed(name, contexts);
  const current = contexts.current === undefined ? undefined : contexts.contexts[contexts.current];
  const url = serverUrl(
    options.server ??
      options.url ??
      named?.server ??
      (environment.TOCSIN_SERVER || environment.TOCSIN_URL || current?.server || DEFAULT_URL),
  );
  const flags = { token: options.token ?? options.key, token_file: options.tokenFile };
  const variables = {
    token: environment.TOCSIN_TOKEN || environment.TOCSIN_API_KEY || undefined,
    token_file: environment.TOCSIN_TOKEN_FILE || undefined,
  };
  const own = (context: ServerContext | undefined): Partial<ServerContext> =>
    context !== undefined && serverUrl(context.server) === url ? context : {};
  const ca = options.ca ?? own(named).ca ?? (environment.TOCSIN_CA || own(current).ca);
  for (const [place, context] of [
    [flags],
    [own(named), name],
    [variables],
    [own(current), contexts.current],
  ] as const) {
    const credentials = credentialsIn(place);
    if (credentials !== undefined) return { url, credentials, context, ca };
  }
  return { url, credentials: undefined, ca };
}

/** @throws ClientError */
export function contextNamed(name: string, { contexts }: Contexts): ServerContext {
  const context = Object.hasOwn(contexts, name) ? contexts[name] : undefined;
  if (!context) {
    const suggestion = suggest(name, Object.keys(contexts));
    throw new ClientError({ kind: 'noContext', name, suggestion });
  }
  return context;
}

/** As it is kept and asked. @throws ClientError */
export function serverUrl(url: string): string {
  if (!URL.canParse(url) || !/^https?:/i.test(url)) throw new ClientError({ kind: 'badUrl', url });
  return url.replace(/\/+$/, '').replace(/\/api\/v5$/, '');
}

/** @throws ClientError when there is a file and it cannot be used */
function credentialsIn({
  token,
  token_file,
}: {
  readonly token?: string | undefined;
  readonly token_file?: string | undefined;
}): string | undefined {
  if (token !== undefined) return token;
  return token_file === undefined ? undefined : readToken(token_file);
}

/** @throws ClientError */
export function readToken(file: string): string {
  const token = readFirstLine(file).trim();
  if (!/^[\x21-\x7e]+$/.test(token)) throw new ClientError({ kind: 'badTokenFile', file, reason: undefined });
  return token;
}

/** Of a file, or of standard input for `-`. @throws ClientError */
export function readFirstLine(file: string): string {
  try {
    return readGiven(file).toString().split(/\r?\n/, 1)[0] ?? '';
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new ClientError({ kind: 'badTokenFile', file, reason });
  }
}
