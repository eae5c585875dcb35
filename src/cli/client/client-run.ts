import { parseDuration } from '../../lib/duration.ts';
import { printable } from '../../lib/human-log.ts';
import { type ClientTexts, clientCommands } from '../../texts/client-commands.ts';
import type { CommandLineContext } from '../command-line.ts';
import { askedServer, type ServerOptions } from '../contexts/asked-server.ts';
import { ContextFileError } from '../contexts/context-file.ts';
import { Printer } from '../output/printer.ts';
import { type Progress, progressOn } from '../output/progress.ts';
import { repeatedly } from '../output/repeatedly.ts';
import { OUTPUTS, type Output } from '../output/rows.ts';
import { ApiClient } from './api-client.ts';
import { ClientError, type ClientFailure } from './client-error.ts';

/** What every command that prints takes. */
export interface OutputOptions {
  readonly output?: string | undefined;
  /** A duration; `true` where only `--watch` is written. */
  readonly watch?: string | boolean | undefined;
  /** False with `--no-color`. */
  readonly color?: boolean | undefined;
}

/** What every command that asks a broker takes. */
export interface CommonOptions extends ServerOptions, OutputOptions {}

/** What a command works with that prints. */
export interface PrintingRun {
  readonly texts: ClientTexts;
  readonly language: 'en' | 'zh';
  readonly output: Output;
  readonly print: Printer;
  /** People read what is printed. */
  readonly isTerminal: boolean;
  /** For what is no list and no sentence: a file, a payload. */
  out(text: string): void;
  /** The same for what may be no text. */
  bytes(bytes: Uint8Array): void;
  /** For long answers: resolves when who reads has room for more. */
  drained(): Promise<void>;
  error(text: string): void;
  /** Says on a terminal how far long work is, in the place of what it said before; undefined: it is over. */
  readonly progress: Progress;
  /** Asks whoever sits there; undefined where nobody does. */
  readonly confirm?: ((question: string) => Promise<boolean>) | undefined;
  /** Reads a line from whoever sits there; undefined where nobody does. */
  readonly ask?: CommandLineContext['ask'];
}

/** What a command works with that asks a broker. */
export interface ClientRun extends PrintingRun {
  readonly api: ApiClient;
}

/** A call that cannot be meant: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const FAILED = 1;
const USAGE = 2;
const UNREACHABLE = 3;
const NOT_ALLOWED = 4;

/** Runs a command that asks a broker; the exit code: 0 done, 1 refused or failed, 2 wrongly called, 3 nobody answers, 4 not allowed. */
export function runClient(
  options: CommonOptions,
  context: CommandLineContext,
  command: (run: ClientRun) => Promise<number>,
): Promise<number> {
  return runPrinting(options, context, async (run) => {
    const asked = askedServer(options, context.environment);
    if (asked.ca !== undefined) (await import('../contexts/trust.ts')).trust(asked.ca);
    const api = new ApiClient(asked, run.language);
    return command({ ...run, api });
  });
}

/** The same for a command that asks nobody. */
export async function runPrinting(
  options: OutputOptions,
  context: CommandLineContext,
  command: (run: PrintingRun) => Promise<number>,
): Promise<number> {
  const { texts: all, error, isTerminal = false, hasColours = false, confirm, ask } = context;
  const { language } = all;
  const texts = clientCommands[language];
  const progress = progressOn(context);
  const say = (text: string): void => error(`${text.split('\n').map(printable).join('\n')}\n`);
  try {
    const output = outputOf(options.output, isTerminal, texts);
    const toYaml = output === 'yaml' ? (await import('yaml')).stringify : undefined;
    const withOut = (out: (text: string) => void, say: (text: string) => void): PrintingRun => {
      const print = new Printer({
        output,
        language,
        hasColours: hasColours && options.color !== false,
        toYaml,
        columns: isTerminal ? context.screen?.columns() : undefined,
        isScreen: options.watch !== undefined,
        out,
        error: say,
      });
      const bytes = (data: Uint8Array): void =>
        context.bytes ? context.bytes(data) : out(Buffer.from(data).toString());
      const drained = async (): Promise<void> => context.drained?.();
      const shared = { texts, language, output, print, progress, confirm, ask };
      return { ...shared, isTerminal, out, bytes, drained, error: say };
    };
    if (options.watch === undefined) return await command(withOut(context.out, say));
    const every = intervalOf(options.watch, texts);
    return await repeatedly(every, context, async (out) => {
      try {
        return await command(withOut(out, (text) => out(`${printable(text)}\n`)));
      } catch (failure) {
        // Whoever looks at a screen wants to see it come back.
        if (!isTerminal || !isAway(failure)) throw failure;
        out(`${complaintOf(failure, texts, context.called)?.sentence}\n`);
        return UNREACHABLE;
      }
    });
  } catch (failure) {
    const complaint = complaintOf(failure, texts, context.called);
    if (!complaint) throw failure;
    say(complaint.sentence);
    return complaint.exitCode;
  }
}

function isAway(failure: unknown): boolean {
  return failure instanceof ClientError && failure.failure.kind === 'unreachable';
}

const SHORTEST_INTERVAL = 200;

function intervalOf(given: string | boolean, texts: ClientTexts): number {
  if (typeof given === 'boolean') return 2000;
  const interval = parseDuration(/^[\d.]+$/.test(given) ? `${given}s` : given);
  if (interval === undefined || !Number.isFinite(interval) || interval < SHORTEST_INTERVAL)
    throw new UsageError(texts.badWatch(given));
  return interval;
}

function outputOf(given: string | undefined, isTerminal: boolean, texts: ClientTexts): Output {
  if (given === undefined) return isTerminal ? 'table' : 'tsv';
  const output = OUTPUTS.find((name) => name === given);
  if (!output) throw new UsageError(texts.badOutput(given));
  return output;
}

/** @returns undefined for what is a mistake of the program */
function complaintOf(
  failure: unknown,
  texts: ClientTexts,
  called: CommandLineContext['called'],
): { readonly sentence: string; readonly exitCode: number } | undefined {
  const { words = '', siblings = [] } = called?.() ?? {};
  if (failure instanceof UsageError)
    return { sentence: withHint(failure.message, texts.tryHelp(words)), exitCode: USAGE };
  if (failure instanceof ContextFileError)
    return { sentence: texts.badContextFile(failure.file, failure.reason), exitCode: USAGE };
  if (!(failure instanceof ClientError)) return undefined;
  const about = failure.failure;
  const [noun = ''] = words.split(' ');
  const list = about.kind === 'refused' && about.status === 404 && siblings.includes('ls');
  const hint = list ? texts.tryCommand(`${noun} ls`) : texts.tryHelp(words);
  return { sentence: withHint(sentenceOf(about, texts), hint), exitCode: exitCodeOf(about) };
}

/** Every complaint ends with one thing to do; most of them have a better one than the help. */
function withHint(sentence: string, hint: string): string {
  return /\n(try: |试试：)/.test(sentence) ? sentence : `${sentence}\n${hint}`;
}

function sentenceOf(failure: ClientFailure, texts: ClientTexts): string {
  switch (failure.kind) {
    case 'noContext':
      return texts.noContext(failure);
    case 'noCredentials':
      return texts.noCredentials(failure.url);
    case 'badUrl':
      return texts.badUrl(failure.url);
    case 'badTokenFile':
      return texts.badTokenFile(failure);
    case 'badCa':
      return texts.badCa(failure.file, failure.reason);
    case 'signedOut':
      return texts.signedOut(failure);
    case 'badKey':
      return texts.badKey(failure.url);
    case 'needsLogin':
      return texts.needsLogin(failure.message);
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
    case 'noContext':
    case 'badUrl':
    case 'badTokenFile':
    case 'badCa':
      return USAGE;
    case 'unreachable':
    case 'unexpected':
      return UNREACHABLE;
    case 'noCredentials':
    case 'signedOut':
    case 'badKey':
    case 'needsLogin':
    case 'notAllowed':
      return NOT_ALLOWED;
    case 'refused':
      return FAILED;
  }
}
