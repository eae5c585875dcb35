import { Command, CommanderError } from 'commander';
import { printable } from '../lib/human-log.ts';
import { suggest } from '../lib/suggest.ts';
import type { CommandLineTexts } from '../texts/command-line.ts';
import { addClientCommands } from './client/client-program.ts';
import type { CommandLineContext, Commands } from './command-line.ts';
import type { ResetPasswordOptions } from './reset-password.ts';
import type { TestRulesOptions } from './rule-tests/test-rules.ts';
import type { StartOptions } from './start.ts';
import { START_FLAGS, type StartFlag } from './start-flags.ts';
import type { StoppedBrokerOptions } from './stopped-broker.ts';

const USAGE_ERROR = 2;

/** `runCommandLine` for every call, also for help and for those that are wrong. */
export async function runParsed(
  argv: readonly string[],
  context: CommandLineContext,
  commands: Commands,
): Promise<number> {
  let exitCode = 0;
  const program = createProgram(context, commands, (code) => {
    exitCode = code;
  });
  try {
    // The default command would take an unknown word for a superfluous argument of its own.
    const [word] = argv;
    const names = program.commands.map((command) => command.name());
    if (word !== undefined && !word.startsWith('-') && !names.includes(word)) {
      return refuse(context, context.texts.usage.unknownCommand({ word, suggestion: suggest(word, names) }));
    }
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : refuse(context, usageText(error, program, context.texts));
  }
}

function refuse({ error, texts }: CommandLineContext, reason: string): number {
  error(`${printable(reason)}\n${texts.usage.seeHelp}\n`);
  return USAGE_ERROR;
}

function createProgram(
  context: CommandLineContext,
  commands: Commands,
  done: (exitCode: number) => void,
): Command {
  const { help } = context.texts;
  const titles = new Map([
    ['Usage:', help.usage],
    ['Options:', help.options],
    ['Commands:', help.commands],
  ]);
  const program = new Command('tocsin')
    .description(help.program)
    .version(context.version, '-V, --version', help.version)
    .helpOption('-h, --help', help.help)
    .helpCommand(false)
    .configureHelp({ styleTitle: (title) => titles.get(title) ?? title })
    // Our own words about mistakes are printed by `refuse`.
    .configureOutput({ writeOut: context.out, writeErr: () => undefined, outputError: () => undefined })
    .showSuggestionAfterError(false)
    .exitOverride();
  const start = program
    .command('start', { isDefault: true })
    .description(help.start)
    .addHelpText('after', `\n${help.precedence}`)
    .action(async (options: StartOptions) => done(await commands.start(options, context)));
  addFlags(start, START_FLAGS, help);
  const rules = program.command('rules').description(help.rules);
  rules
    .command('test')
    .description(help.rulesTest)
    .option('-f, --file <path...>', help.rulesTestFile)
    .option('--junit <file>', help.rulesTestJunit)
    .option('--schemas <directory>', help.rulesTestSchemas)
    .option('--json', help.rulesTestJson)
    .action(async (options: TestRulesOptions) => done(await commands.testRules(options, context)));
  addClientCommands(program, rules, context, done);
  const rotate = program
    .command('secrets')
    .description(help.secrets)
    .command('rotate')
    .description(help.secretsRotate)
    .action(async (options: StoppedBrokerOptions) => done(await commands.rotateSecrets(options, context)));
  // What asks a running broker about users is there already.
  const users =
    program.commands.find((command) => command.name() === 'users') ??
    program.command('users').description(help.users);
  const reset = users
    .command('reset-password <name>')
    .description(help.resetPassword)
    .option('--totp', help.resetTotp)
    .action(async (name: string, options: ResetPasswordOptions) =>
      done(await commands.resetPassword(name, options, context)),
    );
  for (const command of [rotate, reset]) {
    addFlags(
      command,
      START_FLAGS.filter(({ option }) => option !== 'json'),
      help,
    );
  }
  return program;
}

function addFlags(command: Command, known: readonly StartFlag[], help: CommandLineTexts['help']): void {
  for (const { flags, help: sentence, repeats } of known) {
    if (repeats) command.option(flags, help[sentence], (value, before: string[] = []) => [...before, value]);
    else command.option(flags, help[sentence]);
  }
}

/** Commander's refusal in our words: they exist in every language, and the suggestion is ours. */
function usageText(error: CommanderError, program: Command, { usage }: CommandLineTexts): string {
  const verbs = (noun: string) =>
    program.commands.find((command) => command.name() === noun)?.commands.map((command) => command.name()) ??
    [];
  const [noun = ''] = program.args;
  const word = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  switch (error.code) {
    case 'commander.unknownOption': {
      const options = withAll(program).flatMap((command) => command.options);
      const known = ['--help', ...options.map(({ long }) => long ?? '')];
      return usage.unknownOption({ word, suggestion: suggest(word, known) });
    }
    case 'commander.optionMissingArgument':
      return usage.missingValue(word);
    case 'commander.excessArguments':
      return usage.unexpected(program.args.slice(1).join(' '));
    case 'commander.unknownCommand':
      return usage.unknownCommand({
        word: `${noun} ${word}`,
        suggestion: suggestedCommand(noun, word, verbs(noun)),
      });
    case 'commander.help':
      return usage.missingCommand({ noun, verbs: verbs(noun).join(' | ') });
    default:
      return error.message;
  }
}

function suggestedCommand(noun: string, word: string, verbs: readonly string[]): string | undefined {
  const verb = suggest(word, verbs);
  return verb === undefined ? undefined : `${noun} ${verb}`;
}

function withAll(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withAll)];
}
