import { Command, CommanderError } from 'commander';
import { printable } from '../lib/human-log.ts';
import { suggest } from '../lib/suggest.ts';
import type { CommandLineTexts } from '../texts/command-line.ts';
import { localCommands } from '../texts/local-commands.ts';
import { addClientCommands } from './client/client-program.ts';
import type { CommandLineContext, Commands } from './command-line.ts';
import { addContextCommands } from './contexts/context-program.ts';
import { addLocalCommands } from './local/local-program.ts';
import { addMqttTools } from './mqtt-tools/mqtt-program.ts';
import type { ResetPasswordOptions } from './reset-password.ts';
import type { TestRulesOptions } from './rule-tests/test-rules.ts';
import type { StartOptions } from './start.ts';
import { START_FLAGS, type StartFlag } from './start-flags.ts';
import type { StoppedBrokerOptions } from './stopped-broker.ts';

const USAGE_ERROR = 2;

/** `runCommandLine` for every call, also for help and for those that are wrong. */
export async function runParsed(
  argv: readonly string[],
  given: CommandLineContext,
  commands: Commands,
): Promise<number> {
  let exitCode = 0;
  let called: Command | undefined;
  const context: CommandLineContext = {
    ...given,
    // Read when something is printed, which is after the words were.
    get hasColours() {
      return given.hasColours === true && program.opts<GlobalOptions>().color !== false;
    },
    called: () => ({
      words: called ? wordsOf(called) : '',
      siblings: called?.parent?.commands.map((command) => command.name()) ?? [],
    }),
  };
  const program = createProgram(context, commands, (code) => {
    exitCode = code;
  });
  program.hook('preAction', (_, command) => {
    called = command;
  });
  const refuse = (reason: string): number => {
    const words = wordsOf(namedIn(program, withoutGlobals(argv)));
    context.error(`${printable(reason)}\n${context.texts.usage.seeHelp(words)}\n`);
    return USAGE_ERROR;
  };
  try {
    // The default command would take an unknown word for a superfluous argument of its own.
    const [word] = withoutGlobals(argv);
    const names = program.commands.map((command) => command.name());
    if (word !== undefined && !word.startsWith('-') && !names.includes(word)) {
      return refuse(context.texts.usage.unknownCommand({ word, suggestion: suggest(word, names) }));
    }
    program.on('option:language', (language: string) => {
      if (!LANGUAGES.test(language)) throw new BadLanguage(language);
    });
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof BadLanguage) return refuse(context.texts.usage.badLanguage(error.message));
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : refuse(usageText(error, program, argv, context.texts));
  }
}

const LANGUAGES = /^(en|zh)(?:[-_].*)?$/i;

class BadLanguage extends Error {}

interface GlobalOptions {
  readonly color?: boolean;
}

/** `alerts show` @returns '' of the program itself */
function wordsOf(command: Command): string {
  const names: string[] = [];
  for (let at: Command | null = command; at?.parent; at = at.parent) names.unshift(at.name());
  return names.join(' ');
}

/** The words behind the options that stand before a command. */
function withoutGlobals(argv: readonly string[]): readonly string[] {
  let at = 0;
  while (/^--(?:no-color|language)(?:=|$)/.test(argv[at] ?? '')) at += argv[at] === '--language' ? 2 : 1;
  return argv.slice(at);
}

/** The command that words begin with, as far as there is one. */
function namedIn(program: Command, argv: readonly string[]): Command {
  let command = program;
  for (const word of argv) {
    const next = command.commands.find((candidate) => candidate.name() === word);
    if (!next) break;
    command = next;
  }
  return command;
}

/** The whole program, with help in one language; `tocsin completion` and docs/cli.md are made from it. */
export function createProgram(
  context: CommandLineContext,
  commands: Commands,
  done: (exitCode: number) => void,
): Command {
  const { help, heading } = context.texts;
  const titles = new Map([
    ['Usage:', help.usage],
    ['Options:', help.options],
    ['Commands:', help.commands],
    ['Arguments:', heading.arguments],
    ['Global Options:', heading.globalOptions],
  ]);
  const program: Command = new Command('tocsin')
    .description(help.program)
    .version(context.version, '-V, --version', help.version)
    .option('--no-color', help.color)
    .option('--language <language>', help.language)
    .helpOption('-h, --help', help.help)
    .helpCommand(false)
    .configureHelp({
      styleTitle: (title) => titles.get(title) ?? title,
      showGlobalOptions: true,
      visibleGlobalOptions: (command) =>
        command === program ? [] : program.options.filter(({ long }) => long !== '--version'),
      ...(context.screen && { helpWidth: Math.max(60, context.screen.columns()) }),
    })
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
  addContextCommands(program, context, done);
  addMqttTools(program, context, done);
  addLocalCommands(program, context, done);
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
  const sentence = localCommands[context.texts.language].help.help;
  for (const command of program.commands)
    if (command.commands.length > 0) command.helpCommand('help [command]', sentence);
  group(program, heading);
  return program;
}

/** Under which heading of the help each command stands; the order of the headings is theirs. */
const GROUPS = {
  serverCommands: 'start init config setup-link secrets doctor system status listeners',
  operateCommands:
    'clients subscriptions topics retained events trace access users token audit plan apply adopt export import',
  alertCommands: 'rules alerts silences channels connectors actions deliveries explain',
  toolCommands: 'pub sub sim bench top',
  otherCommands: 'ctx completion help',
} as const satisfies Partial<Record<keyof CommandLineTexts['heading'], string>>;

function group(program: Command, heading: CommandLineTexts['heading']): void {
  const headings = Object.entries(GROUPS).flatMap(([name, words]) =>
    words.split(' ').map((word) => [word, heading[name as keyof typeof GROUPS]] as const),
  );
  const order = headings.map(([word]) => word);
  for (const command of program.commands) {
    const found = headings.find(([word]) => word === command.name());
    if (found) command.helpGroup(found[1]);
  }
  (program.commands as Command[]).sort((a, b) => order.indexOf(a.name()) - order.indexOf(b.name()));
}

function addFlags(command: Command, known: readonly StartFlag[], help: CommandLineTexts['help']): void {
  for (const { flags, help: sentence, repeats } of known) {
    if (repeats) command.option(flags, help[sentence], (value, before: string[] = []) => [...before, value]);
    else command.option(flags, help[sentence]);
  }
}

/** Commander's refusal in our words: they exist in every language, and the suggestion is ours. */
function usageText(
  error: CommanderError,
  program: Command,
  argv: readonly string[],
  { usage }: CommandLineTexts,
): string {
  const verbs = (noun: string) =>
    program.commands.find((command) => command.name() === noun)?.commands.map((command) => command.name()) ??
    [];
  const [noun = ''] = program.args;
  const word = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  switch (error.code) {
    case 'commander.unknownOption': {
      return usage.unknownOption({ word, suggestion: suggestedOption(word, program, argv) });
    }
    case 'commander.optionMissingArgument':
      return usage.missingValue(word);
    case 'commander.missingArgument':
      return usage.missingArgument(word);
    case 'commander.excessArguments':
      return usage.unexpected(excessOf(error, program));
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

/** What stands behind the arguments that the command takes. */
function excessOf(error: CommanderError, program: Command): string {
  const command = namedIn(program, program.args);
  const expected = Number(/Expected (\d+)/.exec(error.message)?.[1] ?? 0);
  return command.args.slice(expected).join(' ');
}

function suggestedCommand(noun: string, word: string, verbs: readonly string[]): string | undefined {
  const verb = suggest(word, verbs);
  return verb === undefined ? undefined : `${noun} ${verb}`;
}

/** Among those that the command has: what another one takes is of no use here. */
function suggestedOption(word: string, program: Command, argv: readonly string[]): string | undefined {
  const named = namedIn(program, withoutGlobals(argv));
  // `tocsin --data-dir DIR` starts the broker.
  const command = named === program ? program.commands.find((one) => one.name() === 'start') : named;
  const options = [...(command?.options ?? []), ...program.options].filter(({ hidden }) => !hidden);
  const known = ['--help', ...options.flatMap(({ long }) => long ?? [])];
  const [name = word] = word.split('=');
  return suggest(name, known);
}
