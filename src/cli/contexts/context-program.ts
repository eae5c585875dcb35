import type { Command } from 'commander';
import { contextCommands } from '../../texts/context-commands.ts';
import { type OutputOptions, type PrintingRun, runPrinting } from '../client/client-run.ts';
import { printing } from '../client/program-parts.ts';
import type { CommandLineContext } from '../command-line.ts';
import type { AddContextOptions } from './context-commands.ts';
import type { LoginOptions } from './sign-in.ts';

/** `tocsin ctx …` */
export function addContextCommands(
  program: Command,
  context: CommandLineContext,
  done: (exitCode: number) => void,
): void {
  const { help } = contextCommands[context.texts.language];
  const { environment } = context;
  const load = () => import('./context-commands.ts');
  const run = async (options: OutputOptions, command: (run: PrintingRun) => Promise<number>) =>
    done(await runPrinting(options, context, command));
  const ctx = program.command('ctx').description(help.ctx);
  const verb = (usage: string, sentence: string): Command =>
    printing(ctx.command(usage).description(sentence), context);

  verb('add <name>', help.add)
    .option('--server <url>', help.server)
    .option('--token-file <file>', help.tokenFile)
    .option('--key <key:secret>', help.key)
    .option('--token <token>', help.token)
    .option('--ca <file>', help.ca)
    .action((name: string, options: AddContextOptions) =>
      run(options, async (printer) => (await load()).addContext(printer, environment, name, options)),
    );
  verb('use <name>', help.use).action((name: string, options: OutputOptions) =>
    run(options, async (printer) => (await load()).useContext(printer, environment, name)),
  );
  verb('ls', help.ls).action((options: OutputOptions) =>
    run(options, async (printer) => (await load()).listContexts(printer, environment)),
  );
  verb('rm <name...>', help.rm).action((names: string[], options: OutputOptions) =>
    run(options, async (printer) => (await load()).removeContexts(printer, environment, names)),
  );
  verb('login [name]', help.login)
    .option('--server <url>', help.server)
    .option('--user <name>', help.user)
    .option('--password-file <file>', help.passwordFile)
    .option('--otp <code>', help.otp)
    .option('--ca <file>', help.ca)
    .action((name: string | undefined, options: LoginOptions) =>
      run(options, async (printer) =>
        (await import('./sign-in.ts')).signIn(printer, environment, name, options),
      ),
    );
}
