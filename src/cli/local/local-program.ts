import { type Command, Option } from 'commander';
import { localCommands } from '../../texts/local-commands.ts';
import { type CommonOptions, type OutputOptions, runClient, runPrinting } from '../client/client-run.ts';
import { asking, printing, several } from '../client/program-parts.ts';
import type { CommandLineContext } from '../command-line.ts';
import type { ConfigOptions } from './config-commands.ts';
import type { InitOptions } from './init.ts';

type Done = (exitCode: number) => void;

/** The commands that work on files and tables: `config`, `init`, `setup-link`, `explain`, `completion`, `help`. */
export function addLocalCommands(program: Command, context: CommandLineContext, done: Done): void {
  const { help } = localCommands[context.texts.language];
  addConfig(program, context, done);
  printing(program.command('init').description(help.init), context)
    .option('-f, --file <file>', help.initFile)
    .option('--host <address>', help.host)
    .option('--port <port>', help.port)
    .option('--dashboard-port <port>', help.dashboardPort)
    .option('-d, --data-dir <directory>', help.dataDirectory)
    .option('-y, --yes', help.yes)
    .option('--force', help.force)
    .action(async (options: InitOptions) =>
      done(
        await runPrinting(options, context, async (run) => {
          const { init } = await import('./init.ts');
          const { checkText, refuse } = await import('./config-commands.ts');
          try {
            return await init(run, options, checkText);
          } catch (failure) {
            return refuse(failure, run, context.texts);
          }
        }),
      ),
    );
  printing(program.command('setup-link').description(help.setupLink), context)
    .option('-c, --config <file>', help.file)
    .option('-d, --data-dir <directory>', help.dataDirectory)
    .action(async (options: ConfigOptions & { readonly dataDir?: string }) =>
      done(
        await runPrinting(options, context, async (run) => {
          const { dataDirectoryOf, refuse } = await import('./config-commands.ts');
          const { showSetupLink } = await import('./setup-link.ts');
          try {
            return await showSetupLink(run, options.dataDir ?? dataDirectoryOf(options, context.environment));
          } catch (failure) {
            return refuse(failure, run, context.texts);
          }
        }),
      ),
    );
  printing(program.command('explain <code> [said...]').description(help.explain), context).action(
    async (code: string, said: string[], options: OutputOptions) =>
      done(
        await runPrinting(options, context, async (run) =>
          (await import('./explain-code.ts')).explainCode(run, code, said),
        ),
      ),
  );
  program
    .command('completion [shell]')
    .description(help.completion)
    .addOption(new Option('--words [word...]').hideHelp())
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async (shell: string | undefined) => done(await complete(program, context, shell)));
  program
    .command('help [command...]')
    .description(help.help)
    .action((words: string[]) => {
      let command = program;
      for (const word of words) command = command.commands.find((one) => one.name() === word) ?? command;
      command.outputHelp();
      done(0);
    });
}

/** Prints the script of a shell, or what may come after some words. */
async function complete(
  program: Command,
  context: CommandLineContext,
  shell: string | undefined,
): Promise<number> {
  const { candidatesAfter, completionScript } = await import('./completion.ts');
  const at = program.args.indexOf('--words');
  if (at < 0) {
    const script = completionScript(shell ?? '');
    if (script !== undefined) context.out(script);
    else context.error(`${localCommands[context.texts.language].badShell(shell ?? '…')}\n`);
    return script === undefined ? 2 : 0;
  }
  const { words, things } = candidatesAfter(program, program.args.slice(at + 1));
  if (things !== undefined) {
    const { runCommandLine } = await import('../command-line.ts');
    const quiet = {
      ...context,
      isTerminal: false,
      error: () => undefined,
      // A shell would show what a device wrote there.
      out: (text: string) => context.out(text.replace(/^.*[\p{Cc}--\n].*\n/gmv, '')),
    };
    // What takes longer is of no use to somebody who types.
    const listed = runCommandLine([things, 'ls', '-o', 'name'], quiet);
    const late = new Promise((resolve) => setTimeout(resolve, 3000).unref());
    await Promise.race([listed, late]);
  }
  context.out(words.map((word) => `${word}\n`).join(''));
  return 0;
}

function addConfig(program: Command, context: CommandLineContext, done: Done): void {
  const { environment, texts } = context;
  const { help } = localCommands[texts.language];
  const load = () => import('./config-commands.ts');
  // The schemas of its files are there already.
  const config = (
    program.commands.find((command) => command.name() === 'config') ?? program.command('config')
  ).description(help.config);
  const verb = (usage: string, sentence: string): Command =>
    printing(config.command(usage).description(sentence), context).option('-c, --config <file>', help.file);
  verb('check', help.check)
    .option('-s, --set <path=value>', help.assignment, several)
    .action(async (options: ConfigOptions) =>
      done(
        await runPrinting(options, context, async (run) =>
          (await load()).checkConfig(run, environment, options, texts),
        ),
      ),
    );
  verb('show [path]', help.show)
    .option('-s, --set <path=value>', help.assignment, several)
    .option('--origin', help.origin)
    .action(async (path: string | undefined, options: ConfigOptions) =>
      done(
        await runPrinting(options, context, async (run) =>
          (await load()).showConfig(run, environment, path, options, texts),
        ),
      ),
    );
  verb('set <path=value...>', help.set).action(async (assignments: string[], options: ConfigOptions) =>
    done(
      await runPrinting(options, context, async (run) =>
        (await load()).setConfig(run, assignments, options, texts),
      ),
    ),
  );
  asking(config.command('diff').description(help.diff), context)
    .option('-c, --config <file>', help.file)
    .action(async (options: ConfigOptions & CommonOptions) =>
      done(
        await runClient(options, context, async (run) =>
          (await load()).diffConfig(run, environment, options, texts),
        ),
      ),
    );
}
