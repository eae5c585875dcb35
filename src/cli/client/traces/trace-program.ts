import type { Command } from 'commander';
import { traceCommandTexts } from '../../../texts/trace-commands.ts';
import type { CommandLineContext } from '../../command-line.ts';
import { type CommonOptions, runClient } from '../client-run.ts';
import { watchable } from '../program-parts.ts';
import {
  type DownloadOptions,
  downloadTrace,
  followTrace,
  listTraces,
  type RemoveTraceOptions,
  removeTraces,
  type StartTraceOptions,
  showTrace,
  startTrace,
  stopTrace,
} from './trace-commands.ts';

/** `tocsin trace …` @param common adds what every command has that asks a broker */
export function addTraceCommands(
  program: Command,
  common: (command: Command) => Command,
  context: CommandLineContext,
  done: (exitCode: number) => void,
): void {
  const words = traceCommandTexts[context.texts.language];
  const { help } = words;
  const trace = program.command('trace').description(help.trace);
  const verb = (usage: string, sentence: string): Command =>
    common(trace.command(usage).description(sentence));

  verb('start', help.start)
    .option('--client <id>', help.client)
    .option('--topic <filter>', help.topic)
    .option('--ip <address>', help.ip)
    .option('--for <duration>', help.for)
    .option('--name <name>', help.name)
    .option('--payload <how>', help.payload)
    .option('-f, --follow', help.followIt)
    .action(async (options: StartTraceOptions) =>
      done(await runClient(options, context, (run) => startTrace(run, options, words))),
    );
  watchable(verb('ls', help.ls), context).action(async (options: CommonOptions) =>
    done(await runClient(options, context, (run) => listTraces(run, words))),
  );
  verb('show <name>', help.show).action(async (name: string, options: CommonOptions) =>
    done(await runClient(options, context, (run) => showTrace(run, name))),
  );
  verb('follow <name>', help.follow).action(async (name: string, options: CommonOptions) =>
    done(await runClient(options, context, (run) => followTrace(run, name))),
  );
  verb('stop <name>', help.stop).action(async (name: string, options: CommonOptions) =>
    done(await runClient(options, context, (run) => stopTrace(run, name, words))),
  );
  verb('rm [name...]', help.rm)
    .option('--all', help.all)
    .action(async (names: string[], options: RemoveTraceOptions) =>
      done(await runClient(options, context, (run) => removeTraces(run, names, options, words))),
    );
  verb('download <name> [file]', help.download)
    .option('--json', help.json)
    .action(async (name: string, file: string | undefined, options: DownloadOptions) =>
      done(await runClient(options, context, (run) => downloadTrace(run, name, file, options, words))),
    );
}
