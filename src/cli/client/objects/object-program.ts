import type { Command } from 'commander';
import { objectCommands } from '../../../texts/object-commands.ts';
import type { CommandLineContext } from '../../command-line.ts';
import { type CommonOptions, runClient } from '../client-run.ts';
import type { AdoptOptions, ApplyOptions, PlanOptions } from './object-commands.ts';

/** `tocsin plan|apply|adopt …` and `tocsin config schema`. @param common adds what every command has that asks a broker */
export function addObjectCommands(
  program: Command,
  common: (command: Command) => Command,
  context: CommandLineContext,
  done: (exitCode: number) => void,
): void {
  const texts = objectCommands[context.texts.language];
  const { help } = texts;
  const several = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];
  common(program.command('plan').description(help.plan))
    .option('-f, --file <path>', help.file, several)
    .option('--prune', help.prune)
    .action(async (options: PlanOptions) => {
      const { planObjects } = await import('./object-commands.ts');
      done(await runClient(options, context, (run) => planObjects({ run, texts, context }, options)));
    });
  common(program.command('apply').description(help.apply))
    .option('-f, --file <path>', help.file, several)
    .option('--prune', help.prune)
    .option('--dry-run', help.dryRun)
    .option('-y, --yes', help.yes)
    .action(async (options: ApplyOptions) => {
      const { applyObjects } = await import('./object-commands.ts');
      done(await runClient(options, context, (run) => applyObjects({ run, texts, context }, options)));
    });
  common(program.command('adopt <kind/id>').description(help.adopt))
    .option('-f, --file <path>', help.into)
    .action(async (name: string, options: CommonOptions & AdoptOptions) => {
      const { adoptObject } = await import('./object-commands.ts');
      done(await runClient(options, context, (run) => adoptObject({ run, texts }, name, options)));
    });
  const config =
    program.commands.find((command) => command.name() === 'config') ??
    program.command('config').description(help.config);
  config
    .command('schema [name]')
    .description(help.configSchema)
    .action(async (name = 'settings') => {
      const { JSON_SCHEMAS, jsonSchemaOf } = await import('../../../object-files/json-schemas.ts');
      const known = JSON_SCHEMAS.find((one) => one === name);
      if (!known) {
        context.error(`${texts.badSchema(String(name))}\n`);
        return done(2);
      }
      context.out(`${JSON.stringify(jsonSchemaOf(known), null, 2)}\n`);
      done(0);
    });
}
