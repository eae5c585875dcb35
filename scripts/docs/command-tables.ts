import type { Command, Option } from 'commander';
import type { CommandLineContext, Commands } from '../../src/cli/command-line.ts';
import { createProgram } from '../../src/cli/parsed-command-line.ts';
import { commandLineTexts } from '../../src/texts/command-line.ts';
import type { Language } from './language.ts';
import { code, markdownTable } from './markdown-table.ts';

const WORDS = {
  en: {
    command: 'command',
    meaning: 'meaning',
    option: 'option',
    of: 'of',
    takes: 'takes',
    asks: 'connection',
  },
  zh: { command: '命令', meaning: '含义', option: '选项', of: '用于', takes: '另有', asks: '连接选项' },
} as const satisfies Record<Language, unknown>;

/** Every command of the program under the headings of its help: what it does and what it takes. */
export function commandTables(language: Language): string {
  const program = programIn(language);
  const groups = Map.groupBy(program.commands, (command) => command.helpGroup());
  return [...groups]
    .map(([heading, commands]) => {
      const parts = commands.map((command) => commandPart(command, language));
      return `### ${heading.replace(/[:：]$/, '')}\n\n${parts.join('\n\n')}`;
    })
    .join('\n\n');
}

/** What many commands take, told once. */
export function sharedOptionTable(language: Language): string {
  const program = programIn(language);
  const { option, meaning } = WORDS[language];
  const every = [...leavesOf(program).flatMap(({ options }) => options), ...program.options];
  const shared = new Map(every.filter(isShared).map((one) => [one.flags, one]));
  const help = [code('-h, --help'), commandLineTexts[language].help.help];
  return markdownTable([option, meaning], [...[...shared.values()].map(optionRow), help]);
}

function programIn(language: Language): Command {
  const nowhere: CommandLineContext = {
    environment: {},
    texts: commandLineTexts[language],
    version: '',
    out: () => undefined,
    error: () => undefined,
  };
  const nothing = async (): Promise<number> => 0;
  const commands: Commands = {
    start: nothing,
    testRules: nothing,
    rotateSecrets: nothing,
    resetPassword: nothing,
  };
  return createProgram(nowhere, commands, () => undefined);
}

function leavesOf(command: Command): Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leavesOf);
}

const OUTPUT = '--output';
const WATCH = '--watch';
const GLOBAL = ['--version', '--no-color', '--language'];
const CONNECTION = ['--ctx', '--server', '--ca', '--token-file', '--key', '--token'];

/** `ctx add` takes some of the same names for what it keeps, and says so in words of its own. */
function isShared(option: Option): boolean {
  const { long } = option;
  if (option.hidden || !long) return false;
  if (CONNECTION.includes(long)) return option.helpGroupHeading !== undefined;
  return [OUTPUT, WATCH, ...GLOBAL].includes(long);
}

function commandPart(command: Command, language: Language): string {
  const { command: head, takes, meaning, option, of } = WORDS[language];
  const leaves = leavesOf(command);
  const name = nameOf(command);
  const rows = leaves.map((leaf) => [
    code(usageOf(leaf)),
    takenBy(leaf, language).join(' '),
    leaf.description(),
  ]);
  const own = Map.groupBy(
    leaves.flatMap((leaf) =>
      leaf.options.filter((one) => !one.hidden && !isShared(one)).map((one) => ({ leaf, one })),
    ),
    ({ one }) => `${one.flags}\n${one.description}`,
  );
  const options = [...own.values()].map((all) => {
    const [flags = '', sentence = ''] = all[0] ? optionRow(all[0].one) : [];
    const verbs = all.map(({ leaf }) => code(nameOf(leaf).slice(name.length + 1)));
    return leaves.length === 1 ? [flags, sentence] : [flags, verbs.join(' '), sentence];
  });
  const parts = [`#### ${code(name)}`];
  if (command.commands.length > 0) parts.push(`${sentenceOf(command.description(), language)}`);
  parts.push(markdownTable([head, takes, meaning], rows));
  if (options.length > 0)
    parts.push(markdownTable(leaves.length === 1 ? [option, meaning] : [option, of, meaning], options));
  return parts.join('\n\n');
}

function sentenceOf(text: string, language: Language): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${language === 'en' ? '.' : '。'}`;
}

/** Which of the shared options it has. */
function takenBy(leaf: Command, language: Language): string[] {
  const has = (long: string): boolean => leaf.options.some((one) => one.long === long && isShared(one));
  return [
    ...(has(OUTPUT) ? [code('-o')] : []),
    ...(has(WATCH) ? [code('-w')] : []),
    ...(has('--server') ? [WORDS[language].asks] : has('--ctx') ? [code('--ctx')] : []),
  ];
}

/** `alerts show` */
function nameOf(command: Command): string {
  const { parent } = command;
  return parent?.parent ? `${nameOf(parent)} ${command.name()}` : command.name();
}

function usageOf(command: Command): string {
  const given = command.registeredArguments.map((one) => {
    const dots = one.variadic ? '...' : '';
    return one.required ? `<${one.name()}${dots}>` : `[${one.name()}${dots}]`;
  });
  return [nameOf(command), ...given].join(' ');
}

function optionRow({ flags, description }: Option): string[] {
  return [code(flags), plain(description)];
}

/** `<` and `${x}` of a sentence are no markup. */
function plain(text: string): string {
  return text.replaceAll('<', '&lt;').replaceAll('*', '\\*');
}
