import { printable } from '../../lib/human-log.ts';
import { type ClientTexts, clientCommands } from '../../texts/client-commands.ts';
import type { CommandLineContext } from '../command-line.ts';
import { ApiClient, ClientError, type ClientFailure, type ClientOptions } from './api-client.ts';
import { OUTPUTS, type Output } from './rows.ts';

/** What every command that asks a broker takes. */
export interface CommonOptions extends ClientOptions {
  readonly output?: string | undefined;
}

/** What such a command works with. */
export interface ClientRun {
  readonly api: ApiClient;
  readonly texts: ClientTexts;
  readonly output: Output;
  out(text: string): void;
  error(text: string): void;
  /** Asks whoever sits there; undefined where nobody does. */
  readonly confirm?: ((question: string) => Promise<boolean>) | undefined;
}

/** A call that cannot be meant: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const FAILED = 1;
const USAGE = 2;
const UNREACHABLE = 3;
const NOT_ALLOWED = 4;

/** Runs one command; the exit code: 0 done, 1 refused or failed, 2 wrongly called, 3 nobody answers, 4 not allowed. */
export async function runClient(
  options: CommonOptions,
  { environment, texts: { language }, out, error, isTerminal = false, confirm }: CommandLineContext,
  command: (run: ClientRun) => Promise<number>,
): Promise<number> {
  const texts = clientCommands[language];
  const say = (text: string): void => error(`${text.split('\n').map(printable).join('\n')}\n`);
  try {
    const output = outputOf(options.output, isTerminal, texts);
    const api = new ApiClient(options, environment, language);
    return await command({ api, texts, output, out, error: say, confirm });
  } catch (failure) {
    if (failure instanceof UsageError) {
      say(failure.message);
      return USAGE;
    }
    if (!(failure instanceof ClientError)) throw failure;
    say(sentenceOf(failure.failure, texts));
    return exitCodeOf(failure.failure);
  }
}

function outputOf(given: string | undefined, isTerminal: boolean, texts: ClientTexts): Output {
  if (given === undefined) return isTerminal ? 'table' : 'tsv';
  const output = OUTPUTS.find((name) => name === given);
  if (!output) throw new UsageError(texts.badOutput(given));
  return output;
}

function sentenceOf(failure: ClientFailure, texts: ClientTexts): string {
  switch (failure.kind) {
    case 'noCredentials':
      return texts.noCredentials;
    case 'badUrl':
      return texts.badUrl(failure.url);
    case 'unreachable':
      return texts.unreachable(failure.url, failure.reason);
    case 'unexpected':
      return texts.unexpected(failure.url);
    case 'notAllowed':
      return texts.notAllowed(failure);
    case 'refused':
      return texts.refused(failure);
  }
}

function exitCodeOf({ kind }: ClientFailure): number {
  switch (kind) {
    case 'noCredentials':
    case 'badUrl':
      return USAGE;
    case 'unreachable':
    case 'unexpected':
      return UNREACHABLE;
    case 'notAllowed':
      return NOT_ALLOWED;
    case 'refused':
      return FAILED;
  }
}
