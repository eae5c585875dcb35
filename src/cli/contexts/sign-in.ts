import { resolve } from 'node:path';
import { contextCommands } from '../../texts/context-commands.ts';
import { ApiClient } from '../client/api-client.ts';
import { ClientError } from '../client/client-error.ts';
import { type OutputOptions, type PrintingRun, UsageError } from '../client/client-run.ts';
import { contextNamed, readFirstLine, serverUrl } from './asked-server.ts';
import { CONTEXT_NAME, putContext, readContexts } from './context-file.ts';
import { trust } from './trust.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface LoginOptions extends OutputOptions {
  readonly server?: string | undefined;
  readonly user?: string | undefined;
  readonly passwordFile?: string | undefined;
  /** The code of an authenticator app, or a recovery code. */
  readonly otp?: string | undefined;
  readonly ca?: string | undefined;
}

interface Answer {
  readonly token: string;
  readonly recovery_codes?: readonly string[];
}

const LOCAL = { name: 'local', server: 'http://localhost:18083' };

/** Codes that somebody may mistype before it is over. */
const ATTEMPTS = 3;

/** Some calls want a person: those about users and API keys. */
export async function signIn(
  run: PrintingRun,
  environment: Environment,
  given: string | undefined,
  { server, user, passwordFile, otp, ca }: LoginOptions,
): Promise<number> {
  const texts = contextCommands[run.language];
  const contexts = readContexts(environment);
  const name = given ?? contexts.current ?? LOCAL.name;
  if (!CONTEXT_NAME.test(name)) throw new UsageError(texts.badName(name));
  const known = Object.hasOwn(contexts.contexts, name) ? contexts.contexts[name] : undefined;
  if (!known && server === undefined && name !== LOCAL.name) contextNamed(name, contexts);
  const url = serverUrl(server ?? known?.server ?? LOCAL.server);
  const authorities = ca ?? (environment.TOCSIN_CA || known?.ca);
  if (authorities !== undefined) trust(authorities);
  const username = user ?? (await run.ask?.(texts.username))?.trim();
  if (!username) throw new UsageError(texts.noUser);
  const password =
    passwordFile === undefined
      ? await run.ask?.(texts.password(username), true)
      : readFirstLine(passwordFile);
  if (password === undefined) throw new UsageError(texts.noPassword);
  const api = new ApiClient({ url, credentials: undefined }, run.language);
  const answer = await tokenOf(run, api, { username, password }, otp);
  putContext(environment, name, {
    server: url,
    token: answer.token,
    ...(authorities !== undefined && { ca: resolve(authorities) }),
  });
  if (answer.recovery_codes) run.error(texts.recoveryCodes(answer.recovery_codes.join('\n')));
  return run.print.done({
    answer: { name, server: url, username },
    names: [name],
    sentence: texts.signedIn(username, name),
  });
}

/** With the code of an authenticator app where one is asked for. @throws ClientError, UsageError */
async function tokenOf(
  run: PrintingRun,
  api: ApiClient,
  person: { readonly username: string; readonly password: string },
  otp: string | undefined,
): Promise<Answer> {
  const texts = contextCommands[run.language];
  let code = otp;
  for (let attempt = 0; ; attempt++) {
    try {
      return await api.post<Answer>('/login', { ...person, ...(code !== undefined && { mfa_token: code }) });
    } catch (failure) {
      const refusal = failure instanceof ClientError ? failure.answer : undefined;
      const isMissing = refusal?.error === 'missing_mfa_token';
      if (!isMissing && refusal?.error !== 'bad_mfa_token') throw failure;
      if (typeof refusal.secret === 'string') run.error(texts.setUpApp(refusal.secret, String(refusal.uri)));
      if (!run.ask && isMissing) throw new UsageError(texts.noCode(person.username));
      if (!run.ask || attempt >= ATTEMPTS) throw failure;
      if (!isMissing) run.error(texts.wrongCode);
      code = (await run.ask(texts.code(person.username))).replaceAll(/\s/g, '');
      if (code === '') throw failure;
    }
  }
}
