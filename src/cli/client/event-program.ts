import type { Command } from 'commander';
import { clientCommands } from '../../texts/client-commands.ts';
import { eventCommandTexts } from '../../texts/event-commands.ts';
import type { CommandLineContext } from '../command-line.ts';
import { type CommonOptions, runClient } from './client-run.ts';
import {
  countEvents,
  type EventOptions,
  exportEvents,
  listEvents,
  showStatus,
  type TailOptions,
  tailEvents,
} from './event-commands.ts';
import { several, watchable } from './program-parts.ts';

/** `tocsin events …` and `tocsin status` @param common adds what every command has that asks a broker */
export function addEventCommands(
  program: Command,
  common: (command: Command) => Command,
  context: CommandLineContext,
  done: (exitCode: number) => void,
): void {
  const { language } = context.texts;
  const words = eventCommandTexts[language];
  const { help } = words;
  const events = program.command('events').description(help.events);
  const filters = (command: Command): Command =>
    common(command)
      .option('--event <list>', help.event)
      .option('--client <list>', help.client)
      .option('--user <name>', help.user)
      .option('--reason <reason>', help.reason)
      .option('--column <name:value>', help.column, several)
      .option('-q, --text <text>', help.text);
  const times = (command: Command): Command =>
    filters(command).option('--since <time>', help.since).option('--until <time>', help.until);

  watchable(times(events.command('ls [text]').description(help.ls)), context)
    .option('--limit <count>', help.limit)
    .option('--all', clientCommands[context.texts.language].help.all)
    .action(async (text: string | undefined, options: EventOptions) =>
      done(
        await runClient(options, context, (run) =>
          listEvents(run, { text, ...options }, { words, language }),
        ),
      ),
    );
  filters(events.command('tail [text]').description(help.tail))
    .option('--since <time>', help.since)
    .option('--record <file>', help.record)
    .option('--json', help.json)
    .action(async (text: string | undefined, options: TailOptions) =>
      done(
        await runClient({ ...options, ...(options.json && { output: 'json' }) }, context, (run) =>
          tailEvents(run, { text, ...options }, { words, language }),
        ),
      ),
    );
  watchable(times(events.command('histogram').description(help.histogram)), context)
    .option('--buckets <count>', help.buckets)
    .action(async (options: EventOptions) =>
      done(await runClient(options, context, (run) => countEvents(run, options, { words, language }))),
    );
  times(events.command('export').description(help.export))
    .option('--csv', help.csv)
    .action(async (options: EventOptions & { readonly csv?: boolean }) =>
      done(await runClient(options, context, (run) => exportEvents(run, options, { words, language }))),
    );
  watchable(common(program.command('status').description(help.status)), context).action(
    async (options: CommonOptions) =>
      done(await runClient(options, context, (run) => showStatus(run, { words, language }))),
  );
}
