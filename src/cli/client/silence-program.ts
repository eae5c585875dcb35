import type { Command } from 'commander';
import { clientCommands } from '../../texts/client-commands.ts';
import { silenceCommands } from '../../texts/silence-commands.ts';
import type { CommandLineContext } from '../command-line.ts';
import type { SilenceOptions } from './alert-commands.ts';
import { type CommonOptions, runClient } from './client-run.ts';
import { asking, watchable } from './program-parts.ts';
import type { ListSilencesOptions } from './silence-commands.ts';

/** `tocsin silences …` */
export function addSilenceCommands(
  program: Command,
  context: CommandLineContext,
  done: (exitCode: number) => void,
): void {
  const { language } = context.texts;
  const { help } = silenceCommands[language];
  const words = clientCommands[language].help;
  const load = () => import('./silence-commands.ts');
  const silences = program.command('silences').description(help.silences);
  const verb = (usage: string, sentence: string): Command =>
    asking(silences.command(usage).description(sentence), context);

  watchable(verb('ls', help.ls), context)
    .option('--state <list>', help.state)
    .action(async (options: ListSilencesOptions) =>
      done(await runClient(options, context, async (run) => (await load()).listSilences(run, options))),
    );
  watchable(verb('show <id>', help.show), context).action(async (id: string, options: CommonOptions) =>
    done(await runClient(options, context, async (run) => (await load()).showSilence(run, id))),
  );
  verb('create', help.create)
    .option('--rule <id>', words.rule)
    .option('--monitor <name>', words.monitor)
    .option('--about <key>', words.alertKey)
    .option('--severity <list>', words.severity)
    .option('--for <duration>', words.for)
    .option('--until-resolved', words.untilResolved)
    .option('-m, --message <text>', words.message)
    .action(async (options: SilenceOptions) =>
      done(
        await runClient(options, context, async (run) =>
          (await import('./alert-commands.ts')).silenceAlerts(run, undefined, options),
        ),
      ),
    );
  verb('end <id...>', help.end).action(async (ids: string[], options: CommonOptions) =>
    done(await runClient(options, context, async (run) => (await load()).endSilences(run, ids))),
  );
}
