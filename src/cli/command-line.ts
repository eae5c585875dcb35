import type { CommandLineTexts } from '../texts/command-line.ts';
import { textsFor } from './language.ts';
import type { ResetPasswordOptions } from './reset-password.ts';
import type { TestRulesOptions } from './rule-tests/test-rules.ts';
import { type StartOptions, start } from './start.ts';
import { plainStart } from './start-flags.ts';
import type { StoppedBrokerOptions } from './stopped-broker.ts';
import { packageVersion } from './version.ts';

/** Where a command writes and what it runs; tests bring their own. */
export interface CommandLineContext {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly texts: CommandLineTexts;
  readonly version: string;
  /** People read what is printed. */
  readonly isTerminal?: boolean | undefined;
  /** And they want colours. */
  readonly hasColours?: boolean | undefined;
  /** Errors and progress are read by people. */
  readonly isErrorTerminal?: boolean | undefined;
  out(text: string): void;
  /** What may be no text; without, it goes out as one. */
  bytes?(bytes: Uint8Array): void;
  /** Resolves when who reads has room for more. */
  drained?(): Promise<void>;
  error(text: string): void;
  /** Asks whoever sits there; undefined where nobody does. */
  readonly confirm?: ((question: string) => Promise<boolean>) | undefined;
  /** The same for an answer in words; a secret one is not shown while it is typed. */
  readonly ask?: ((question: string, isSecret?: boolean) => Promise<string>) | undefined;
  readonly screen?: { rows(): number; columns(): number } | undefined;
  /** The command that runs: `{ words: 'alerts show', siblings: ['ls', 'show', …] }`. */
  readonly called?: (() => { readonly words: string; readonly siblings: readonly string[] }) | undefined;
}

export interface Commands {
  start(options: StartOptions, context: CommandLineContext): Promise<number>;
  testRules(options: TestRulesOptions, context: CommandLineContext): Promise<number>;
  rotateSecrets(options: StoppedBrokerOptions, context: CommandLineContext): Promise<number>;
  resetPassword(
    username: string,
    options: ResetPasswordOptions,
    context: CommandLineContext,
  ): Promise<number>;
}

const allCommands: Commands = {
  start,
  testRules: async (options, context) =>
    (await import('./rule-tests/test-rules.ts')).testRules(options, context),
  rotateSecrets: async (options, context) =>
    (await import('./rotate-secrets.ts')).rotateSecrets(options, context),
  resetPassword: async (username, options, context) =>
    (await import('./reset-password.ts')).resetPassword(username, options, context),
};

/** Why standard output did not take what was written, ENOSPC say. */
let unwritten: string | undefined;

function systemContext(argv: readonly string[]): CommandLineContext {
  const { env, stdin, stdout, stderr } = process;
  // Whoever reads only the first lines, as `head` does, has read enough.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    unwritten ??= error.code ?? String(error);
  });
  // There is nobody left to whom that could be said.
  stderr.on('error', () => undefined);
  return {
    environment: env,
    texts: textsFor(env, argv),
    version: packageVersion(),
    isTerminal: stdout.isTTY,
    hasColours: stdout.isTTY && !env.NO_COLOR && env.TERM !== 'dumb',
    isErrorTerminal: stderr.isTTY,
    out: (text) => stdout.write(text),
    bytes: (bytes) => stdout.write(bytes),
    drained: () =>
      new Promise((resolve) => {
        if (stdout.writableNeedDrain) stdout.once('drain', resolve);
        else resolve();
      }),
    error: (text) => stderr.write(text),
    screen: { rows: () => stdout.rows ?? 24, columns: () => stdout.columns ?? 80 },
    ...(stdin.isTTY &&
      stderr.isTTY && {
        confirm: async (question) => (await import('./terminal-questions.ts')).confirm(question),
        ask: async (question, isSecret) =>
          (await import('./terminal-questions.ts')).ask(question, isSecret ?? false),
      }),
  };
}

/** Runs one command and returns the exit code: 0 done, 1 failed, 2 wrongly called, 3 nobody answers, 4 not allowed, 5 a test or a plan found differences. */
export async function runCommandLine(
  argv: readonly string[],
  given?: CommandLineContext,
  commands: Partial<Commands> = {},
): Promise<number> {
  const context = given ?? systemContext(argv);
  const exitCode = await run(argv, context, commands);
  return given ? exitCode : written(exitCode, context);
}

/** A backup that did not fit on the disk is none: the exit code has to say so. */
async function written(exitCode: number, { texts, error }: CommandLineContext): Promise<number> {
  await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
  if (unwritten === undefined) return exitCode;
  error(`${texts.unwritten(unwritten)}\n`);
  return exitCode || 1;
}

async function run(
  argv: readonly string[],
  context: CommandLineContext,
  commands: Partial<Commands>,
): Promise<number> {
  const all = { ...allCommands, ...commands };
  const options = plainStart(argv);
  if (options) return all.start(options, context);
  const { runParsed } = await import('./parsed-command-line.ts');
  return runParsed(argv, context, all);
}
