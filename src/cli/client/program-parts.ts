import { type Command, Option } from 'commander';
import { clientCommands } from '../../texts/client-commands.ts';
import type { CommandLineContext } from '../command-line.ts';

/** Adds what every command has that prints. */
export function printing(command: Command, { texts: { language } }: CommandLineContext): Command {
  return command.option('-o, --output <format>', clientCommands[language].help.output);
}

/** Adds what every command has that asks a broker. */
export function asking(command: Command, context: CommandLineContext): Command {
  const { language, heading } = context.texts;
  const { help } = clientCommands[language];
  printing(command, context);
  for (const [flags, sentence] of [
    ['--ctx <name>', help.ctx],
    ['--server <url>', help.server],
    ['--token-file <file>', help.tokenFile],
    ['--key <key:secret>', help.key],
    ['--token <token>', help.token],
    ['--ca <file>', help.ca],
  ] as const)
    command.addOption(new Option(flags, sentence).helpGroup(heading.connection));
  return command.addOption(new Option('--url <url>').hideHelp());
}

/** Adds what every command has whose result may be looked at for some time. */
export function watchable(command: Command, { texts: { language } }: CommandLineContext): Command {
  return command.option('-w, --watch [interval]', clientCommands[language].help.watch);
}

/** For an option that may stand several times. */
export function several(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
