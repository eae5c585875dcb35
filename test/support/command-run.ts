import { runCommandLine } from '../../src/cli/command-line.ts';
import { commandLineTexts } from '../../src/texts/command-line.ts';

export interface CommandResult {
  readonly code: number;
  /** What a user sees on standard output and standard error. */
  readonly out: string;
  readonly error: string;
}

export interface CommandSurroundings {
  readonly language?: 'en' | 'zh';
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** People read it, and answer questions in this order. */
  readonly terminal?: { readonly columns?: number; readonly answers?: readonly string[] };
}

/** Runs a command of `tocsin` as a shell would. Without a terminal it is a pipe. */
export async function runCommand(
  argv: readonly string[],
  { language = 'en', environment = {}, terminal }: CommandSurroundings = {},
): Promise<CommandResult> {
  const printed = { out: '', error: '' };
  const answers = [...(terminal?.answers ?? [])];
  const code = await runCommandLine(argv, {
    // Of whoever runs the tests, no context is to be asked or changed.
    environment: { TOCSIN_CONTEXTS: '/nowhere/contexts.json', ...environment },
    texts: commandLineTexts[language],
    version: '1.2.3',
    isTerminal: terminal !== undefined,
    out: (text) => {
      printed.out += text;
    },
    error: (text) => {
      printed.error += text;
    },
    ...(terminal && {
      screen: { rows: () => 24, columns: () => terminal.columns ?? 80 },
      ask: async (question: string) => {
        printed.error += question;
        return answers.shift() ?? '';
      },
    }),
  });
  return { code, ...printed };
}
