import type { Command } from 'commander';
import { writtenObjects } from '../../../texts/written-objects.ts';
import type { CommandLineContext } from '../../command-line.ts';
import { type ClientRun, type CommonOptions, runClient } from '../client-run.ts';
import { several, watchable } from '../program-parts.ts';
import { listActions, removeAction, showAction, switchAction } from './action-commands.ts';
import type { CreateOptions, CreateRuleOptions } from './create-objects.ts';
import type { EditOptions } from './edit-object.ts';
import { ACTIONS, connectorsAs, type ObjectKind, RULES } from './object-kind.ts';

type Done = (exitCode: number) => void;
type Common = (command: Command) => Command;

/** `tocsin rules|channels|connectors create` and `edit`, and `tocsin actions …`. The first three nouns are there already. */
export function addWrittenCommands(
  program: Command,
  common: Common,
  context: CommandLineContext,
  done: Done,
): void {
  const { help } = writtenObjects[context.texts.language];
  const noun = (name: string): Command =>
    program.commands.find((command) => command.name() === name) ?? program.command(name);
  const rules = noun('rules');
  common(rules.command('create [id]').description(help.createRule))
    .option('--sql <statement>', help.sql)
    .option('--name <name>', help.name)
    .option('--description <text>', help.description)
    .option('-a, --action <id>', help.action, several)
    .option('-s, --set <path=value>', help.set, several)
    .option('--disabled', help.disabled)
    .option('-f, --file <file>', help.file)
    .action(async (id: string | undefined, options: CreateRuleOptions) => {
      const { createRules } = await import('./create-objects.ts');
      done(await runClient(options, context, (run) => createRules(run, id, options, RULES)));
    });
  addEdit(rules, RULES, common, context, done);
  addActions(noun('actions').description(help.actions), common, context, done);
  for (const [name, kind] of [
    ['channels', connectorsAs('channels')],
    ['connectors', connectorsAs('connectors')],
    ['actions', ACTIONS],
  ] as const) {
    const command = noun(name);
    common(command.command('create [type:name]').description(help.create))
      .option('-s, --set <path=value>', help.set, several)
      .option('-f, --file <file>', help.file)
      .action(async (id: string | undefined, options: CreateOptions) => {
        const { createTyped } = await import('./create-objects.ts');
        done(await runClient(options, context, (run) => createTyped(run, id, options, kind)));
      });
    addEdit(command, kind, common, context, done);
  }
}

function addEdit(
  noun: Command,
  kind: ObjectKind,
  common: Common,
  context: CommandLineContext,
  done: Done,
): void {
  const { help } = writtenObjects[context.texts.language];
  common(noun.command('edit <id>').description(help.edit))
    .option('-f, --file <file>', help.editFile)
    .option('-s, --set <path=value>', help.set, several)
    .option('--dry-run', help.dryRun)
    .option('-y, --yes', help.yes)
    .action(async (id: string, options: EditOptions) => {
      const { editObject } = await import('./edit-object.ts');
      done(await runClient(options, context, (run) => editObject(run, context, kind, id, options)));
    });
}

function addActions(actions: Command, common: Common, context: CommandLineContext, done: Done): void {
  const { help } = writtenObjects[context.texts.language];
  const verb = (usage: string, sentence: string): Command =>
    common(actions.command(usage).description(sentence));
  watchable(verb('ls', help.ls), context).action(async (options: CommonOptions) =>
    done(await runClient(options, context, listActions)),
  );
  watchable(verb('show <id>', help.show), context).action(async (id: string, options: CommonOptions) =>
    done(await runClient(options, context, (run) => showAction(run, id))),
  );
  for (const [usage, sentence, work] of [
    ['enable <id>', help.enable, (run: ClientRun, id: string) => switchAction(run, id, true)],
    ['disable <id>', help.disable, (run: ClientRun, id: string) => switchAction(run, id, false)],
    ['rm <id>', help.rm, removeAction],
  ] as const) {
    verb(usage, sentence).action(async (id: string, options: CommonOptions) =>
      done(await runClient(options, context, (run) => work(run, id))),
    );
  }
}
