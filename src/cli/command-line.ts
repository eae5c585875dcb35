import type { CommandLineTexts } from '../texts/command-line.ts';
import { textsFor } from './language.ts';
import { type StartOptions, start } from './start.ts';
import { plainStart } from './start-flags.ts';
import { packageVersion } from './version.ts';

/** Where a command writes and what it runs; tests bring their own. */
export interface CommandLineContext {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly texts: CommandLineTexts;
  readonly version: string;
  out(text: string): void;
  error(text: string): void;
}

export interface Commands {
  start(options: StartOptions, context: CommandLineContext): Promise<number>;
}

function systemContext(): CommandLineContext {
  return {
    environment: process.env,
    texts: textsFor(process.env),
    version: packageVersion(),
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
  };
}

/** Runs one command and returns the exit code: 0 done, 1 failed, 2 wrongly called. */
export async function runCommandLine(
  argv: readonly string[],
  context: CommandLineContext = systemContext(),
  commands: Commands = { start },
): Promise<number> {
  const options = plainStart(argv);
  if (options) return commands.start(options, context);
  const { runParsed } = await import('./parsed-command-line.ts');
  return runParsed(argv, context, commands);
}
