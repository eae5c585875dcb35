import type { Command } from 'commander';
import { clientCommands } from '../../texts/client-commands.ts';
import type { CommandLineContext } from '../command-line.ts';
import {
  type ChangeOptions,
  changeAlerts,
  type ListAlertsOptions,
  listAlerts,
  type MessageOptions,
  noteAlert,
  type SilenceOptions,
  showAlert,
  silenceAlerts,
  watchAlerts,
} from './alert-commands.ts';
import {
  type AlertListOptions,
  exportAlerts,
  listAlertDays,
  listAlertGroups,
  listCommonFactors,
} from './alert-list-commands.ts';
import { type CommonOptions, runClient } from './client-run.ts';
import { addConnectorCommands } from './connector-program.ts';
import { addEventCommands } from './event-program.ts';
import { addMqttClientCommands } from './mqtt-clients/mqtt-client-program.ts';
import { addObjectCommands } from './objects/object-program.ts';
import { addWrittenCommands } from './objects/written-program.ts';
import { asking, several, watchable } from './program-parts.ts';
import { type BacktestOptions, backtestRule } from './rules/rule-backtest.ts';
import { addRuleCommands } from './rules/rule-program.ts';
import { addSettingsCommands } from './settings-program.ts';
import { addSilenceCommands } from './silence-program.ts';
import { addSimulationCommands } from './simulation-program.ts';
import { addTop } from './top.ts';
import { addTopicCommands } from './topic-program.ts';
import { addTraceCommands } from './traces/trace-program.ts';

type Done = (exitCode: number) => void;

/** All commands that ask a running broker: `tocsin alerts …`, `tocsin clients …`, `tocsin rules …` but for `test`, `tocsin sim …`, and those of `settings-program.ts`. */
export function addClientCommands(
  program: Command,
  rules: Command,
  context: CommandLineContext,
  done: Done,
): void {
  const { language } = context.texts;
  const { help } = clientCommands[language];
  const common = (command: Command): Command => asking(command, context);
  const listing = (command: Command): Command => watchable(common(command), context);
  const filters = (command: Command): Command =>
    command
      .option('--severity <list>', help.severity)
      .option('--rule <id>', help.rule)
      .option('--monitor <name>', help.monitor)
      .option('--about <key>', help.alertKey);
  addSimulationCommands(program, common, context, done);
  addSettingsCommands(program, common, context, done);
  addObjectCommands(program, common, context, done);
  addEventCommands(program, common, context, done);
  addMqttClientCommands(program, common, context, done);
  addTopicCommands(program, common, context, done);
  addTraceCommands(program, common, context, done);
  addSilenceCommands(program, context, done);
  addTop(program, context, done);
  const alerts = program.command('alerts').description(help.alerts);
  const verb = (usage: string, sentence: string): Command =>
    common(alerts.command(usage).description(sentence));
  const list = (usage: string, sentence: string): Command =>
    listing(alerts.command(usage).description(sentence));

  filters(list('ls', help.ls))
    .option('--status <list>', help.status)
    .option('-q, --text <text>', help.text)
    .option('--limit <count>', help.limit)
    .option('--all', help.all)
    .option('--worst', help.worst)
    .action(async (options: ListAlertsOptions) =>
      done(await runClient(options, context, (run) => listAlerts(run, options))),
    );
  list('show <id>', help.show).action(async (id: string, options: CommonOptions) =>
    done(await runClient(options, context, (run) => showAlert(run, id))),
  );
  filters(list('groups', help.groups))
    .option('--status <list>', help.status)
    .option('-q, --text <text>', help.text)
    .action(async (options: AlertListOptions) =>
      done(await runClient(options, context, (run) => listAlertGroups(run, options))),
    );
  for (const [name, sentence, show] of [
    ['days', help.days, listAlertDays],
    ['common', help.common, listCommonFactors],
    ['export', help.export, exportAlerts],
  ] as const) {
    const command = filters((name === 'export' ? verb : list)(name, sentence))
      .option('--status <list>', help.status)
      .option('-q, --text <text>', help.text)
      .option('--since <time>', help.since)
      .option('--until <time>', help.until);
    if (name === 'export') command.option('--csv', help.csv);
    command.action(async (options: AlertListOptions) =>
      done(await runClient(options, context, (run) => show(run, options))),
    );
  }
  for (const [name, what, sentence] of [
    ['ack', 'acknowledge', help.ack],
    ['resolve', 'resolve', help.resolve],
  ] as const) {
    verb(`${name} [id...]`, sentence)
      .option('--rule <id>', help.rule)
      .option('--monitor <name>', help.monitor)
      .option('--severity <list>', help.severity)
      .option('-m, --message <text>', help.message)
      .action(async (ids: string[], options: ChangeOptions) =>
        done(await runClient(options, context, (run) => changeAlerts(run, what, ids, options))),
      );
  }
  verb('note <id>', help.note)
    .option('-m, --message <text>', help.message)
    .action(async (id: string, options: MessageOptions) =>
      done(await runClient(options, context, (run) => noteAlert(run, id, options))),
    );
  filters(verb('silence [id]', help.silence))
    .option('--for <duration>', help.for)
    .option('--until-resolved', help.untilResolved)
    .option('-m, --message <text>', help.message)
    .action(async (id: string | undefined, options: SilenceOptions) =>
      done(await runClient(options, context, (run) => silenceAlerts(run, id, options))),
    );
  filters(verb('watch', help.follow))
    .option('--status <list>', help.status)
    .action(async (options: ListAlertsOptions) =>
      done(await runClient(options, context, (run) => watchAlerts(run, options))),
    );
  addRuleCommands(rules, common, context, done);
  addConnectorCommands(program, common, context, done);
  addWrittenCommands(program, common, context, done);
  common(rules.command('backtest [id]').description(help.backtest))
    .option('-f, --file <file>', help.backtestFile)
    .option('--since <time>', help.since)
    .option('--until <time>', help.until)
    .option('-s, --set <path=value>', help.set, several)
    .action(async (id: string | undefined, options: BacktestOptions) =>
      done(await runClient(options, context, (run) => backtestRule(run, id, options, language))),
    );
}
