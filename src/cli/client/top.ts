import type { Command } from 'commander';
import { eventCommandTexts } from '../../texts/event-commands.ts';
import { topicCommands } from '../../texts/topic-commands.ts';
import type { CommandLineContext } from '../command-line.ts';
import { listAlerts } from './alert-commands.ts';
import { type ClientRun, type CommonOptions, runClient } from './client-run.ts';
import { showStatus } from './event-commands.ts';
import { asking, watchable } from './program-parts.ts';
import { listTopics } from './topic-commands.ts';

/** `tocsin top`: how the broker is, again and again on a terminal, and once in a pipe. */
export function addTop(
  program: Command,
  context: CommandLineContext,
  done: (exitCode: number) => void,
): void {
  const { help } = eventCommandTexts[context.texts.language];
  watchable(asking(program.command('top').description(help.top), context), context).action(
    async (options: CommonOptions) => {
      const watch = options.watch ?? (context.isTerminal ? '1s' : undefined);
      done(await runClient({ ...options, watch }, context, showTop));
    },
  );
}

async function showTop(run: ClientRun): Promise<number> {
  const words = eventCommandTexts[run.language];
  await showStatus(run, { words, language: run.language });
  // For data the figures are enough: each part is a command of its own.
  if (!run.print.isForPeople) return 0;
  run.out('\n');
  await listTopics(run, undefined, { busiest: true, limit: '8', isPart: true }, topicCommands[run.language]);
  run.out('\n');
  return listAlerts(run, { worst: true, limit: '8', isPart: true });
}
