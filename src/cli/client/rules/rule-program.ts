import type { Command } from 'commander';
import { ruleCommandTexts } from '../../../texts/rule-commands.ts';
import type { CommandLineContext } from '../../command-line.ts';
import { type CommonOptions, runClient } from '../client-run.ts';
import { watchable } from '../program-parts.ts';
import type { ExplainOptions } from './explain-rule.ts';
import { listRules, removeRules, showRule, switchRules } from './rule-commands.ts';

/** `tocsin rules ls`, `show`, `explain`, `enable`, `disable` and `rm`. @param common adds the options of all commands that ask a broker */
export function addRuleCommands(
  rules: Command,
  common: (command: Command) => Command,
  context: CommandLineContext,
  done: (exitCode: number) => void,
): void {
  const { language } = context.texts;
  const { help } = ruleCommandTexts[language];
  watchable(common(rules.command('ls').description(help.ls)), context).action(
    async (options: CommonOptions) =>
      done(await runClient(options, context, (run) => listRules(run, language))),
  );
  watchable(common(rules.command('show <id>').description(help.show)), context).action(
    async (id: string, options: CommonOptions) =>
      done(await runClient(options, context, (run) => showRule(run, id, language))),
  );
  common(rules.command('explain [id]').description(help.explain))
    .option('--event <file>', help.event)
    .option('--wait <duration>', help.wait)
    .option('--client <id>', help.client)
    .option('--sql <statement>', help.sql)
    .option('-f, --file <file>', help.file)
    .action(async (id: string | undefined, options: ExplainOptions) => {
      const { explainRule } = await import('./explain-rule.ts');
      done(await runClient(options, context, (run) => explainRule(run, id, options, language)));
    });
  for (const verb of ['enable', 'disable'] as const) {
    common(rules.command(`${verb} <id...>`).description(help[verb])).action(
      async (ids: string[], options: CommonOptions) =>
        done(await runClient(options, context, (run) => switchRules(run, ids, verb === 'enable', language))),
    );
  }
  common(rules.command('rm <id...>').description(help.rm)).action(
    async (ids: string[], options: CommonOptions) =>
      done(await runClient(options, context, (run) => removeRules(run, ids, language))),
  );
}
