import type { Command } from 'commander';
import { clientCommands } from '../../texts/client-commands.ts';
import { topicCommands } from '../../texts/topic-commands.ts';
import type { CommandLineContext } from '../command-line.ts';
import { type ClientRun, type CommonOptions, runClient } from './client-run.ts';
import { watchable } from './program-parts.ts';
import {
  type ListRetainedOptions,
  type ListTopicsOptions,
  listRetained,
  listTopics,
  type RemoveRetainedOptions,
  removeRetained,
  showRetained,
} from './topic-commands.ts';
import { countTopics, forgetTopics, listTopicMetrics, resetTopics } from './topic-metrics-commands.ts';

/** `tocsin topics …` and `tocsin retained …` @param common adds what every command has that asks a broker */
export function addTopicCommands(
  program: Command,
  common: (command: Command) => Command,
  context: CommandLineContext,
  done: (exitCode: number) => void,
): void {
  const texts = topicCommands[context.texts.language];
  const { help } = texts;
  const run = async (options: CommonOptions, command: (run: ClientRun) => Promise<number>) =>
    done(await runClient(options, context, command));

  const topics = program.command('topics').description(help.topics);
  watchable(common(topics.command('ls [search]').description(help.topicsLs)), context)
    .option('--busiest', help.busiest)
    .option('--for <duration>', help.for)
    .option('--limit <count>', help.limit)
    .option('--all', clientCommands[context.texts.language].help.all)
    .action((search: string | undefined, options: ListTopicsOptions) =>
      run(options, (client) => listTopics(client, search, options, texts)),
    );

  const metrics = topics.command('metrics').description(help.metrics);
  watchable(common(metrics.command('ls').description(help.metricsLs)), context).action(
    (options: CommonOptions) => run(options, (client) => listTopicMetrics(client, texts)),
  );
  common(metrics.command('add <topic...>').description(help.metricsAdd)).action(
    (names: string[], options: CommonOptions) => run(options, (client) => countTopics(client, names, texts)),
  );
  common(metrics.command('rm <topic...>').description(help.metricsRm)).action(
    (names: string[], options: CommonOptions) => run(options, (client) => forgetTopics(client, names, texts)),
  );
  common(metrics.command('reset [topic...]').description(help.metricsReset))
    .option('--all', help.metricsAll)
    .action((names: string[], options: CommonOptions & { readonly all?: boolean }) =>
      run(options, (client) => resetTopics(client, names, options.all === true, texts)),
    );

  const retained = program.command('retained').description(help.retained);
  watchable(common(retained.command('ls [search]').description(help.retainedLs)), context)
    .option('--sort <column>', help.sort)
    .option('--limit <count>', help.limit)
    .option('--all', clientCommands[context.texts.language].help.all)
    .action((search: string | undefined, options: ListRetainedOptions) =>
      run(options, (client) => listRetained(client, search, options, texts)),
    );
  common(retained.command('show <topic>').description(help.retainedShow)).action(
    (topic: string, options: CommonOptions) => run(options, (client) => showRetained(client, topic, texts)),
  );
  common(retained.command('rm [topic...]').description(help.retainedRm))
    .option('--topic <filter>', help.topic)
    .option('-q, --query <search>', help.query)
    .option('-y, --yes', help.yes)
    .action((names: string[], options: RemoveRetainedOptions) =>
      run(options, (client) => removeRetained(client, names, options, texts)),
    );
}
