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
  out(text: string): void;
  error(text: string): void;
  /** Asks whoever sits there; undefined where nobody does. */
  readonly confirm?: ((question: string) => Promise<boolean>) | undefined;
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

function systemContext(): CommandLineContext {
  return {
    environment: process.env,
    texts: textsFor(process.env),
    version: packageVersion(),
    isTerminal: process.stdout.isTTY,
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
    ...(process.stdin.isTTY && process.stderr.isTTY && { confirm: askOnTerminal }),
  };
}

/** Anything that does not begin with y is no. */
async function askOnTerminal(question: string): Promise<boolean> {
  const { createInterface } = await import('node:readline/promises');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y/i.test((await lines.question(`${question} [y/N] `)).trim());
  } catch {
    return false;
  } finally {
    lines.close();
  }
}

/** Runs one command and returns the exit code: 0 done, 1 failed, 2 wrongly called, 3 nobody answers, 4 not allowed, 5 tests found differences. */
export async function runCommandLine(
  argv: readonly string[],
  context: CommandLineContext = systemContext(),
  commands: Partial<Commands> = {},
): Promise<number> {
  const all = { ...allCommands, ...commands };
  const options = plainStart(argv);
  if (options) return all.start(options, context);
  const { runParsed } = await import('./parsed-command-line.ts');
  return runParsed(argv, context, all);
}
