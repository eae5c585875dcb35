import type { Command } from 'commander';
import { clientCommands } from '../../texts/client-commands.ts';
import { connectorCommands } from '../../texts/connector-commands.ts';
import type { CommandLineContext } from '../command-line.ts';
import { type CommonOptions, runClient } from './client-run.ts';
import {
  type AddChannelOptions,
  addChannel,
  dropQueue,
  listConnectors,
  removeConnector,
  showConnector,
  switchConnector,
  testConnector,
} from './connector-commands.ts';
import {
  type ListDeliveriesOptions,
  listDeliveries,
  type RecoverOptions,
  recoverDeliveries,
  resendDelivery,
  showDelivery,
} from './delivery-commands.ts';

import { several, watchable } from './program-parts.ts';

/** `tocsin channels …`, `tocsin connectors …` and `tocsin deliveries …`, which ask a running broker. */
export function addConnectorCommands(
  program: Command,
  common: (command: Command) => Command,
  context: CommandLineContext,
  done: (exitCode: number) => void,
): void {
  const { language } = context.texts;
  const { help } = connectorCommands[language];
  for (const [noun, isChannels] of [
    ['channels', true],
    ['connectors', false],
  ] as const) {
    const command = program.command(noun).description(help[noun]);
    const verb = (usage: string, sentence: string): Command =>
      common(command.command(usage).description(sentence));
    watchable(verb('ls', help.ls), context).action(async (options: CommonOptions) =>
      done(await runClient(options, context, (run) => listConnectors(run, isChannels, language))),
    );
    for (const [usage, sentence, run] of [
      ['show <id>', help.show, showConnector],
      ['test <id>', help.test, testConnector],
      ['enable <id>', help.enable, (client, id) => switchConnector(client, id, true, language)],
      ['disable <id>', help.disable, (client, id) => switchConnector(client, id, false, language)],
      ['drop <id>', help.drop, dropQueue],
      ['rm <id>', help.rm, removeConnector],
    ] as const satisfies readonly (readonly [string, string, typeof testConnector])[]) {
      const command = verb(usage, sentence);
      if (usage.startsWith('show')) watchable(command, context);
      command.action(async (id: string, options: CommonOptions) =>
        done(await runClient(options, context, (client) => run(client, id, language))),
      );
    }
    if (isChannels) {
      verb('add <type> [url]', help.add)
        .option('--name <name>', help.name)
        .option('-s, --set <name=value>', help.set, several)
        .option('--no-test', help.noTest)
        .action(async (type: string, url: string | undefined, options: AddChannelOptions) =>
          done(await runClient(options, context, (run) => addChannel(run, type, url, options, language))),
        );
    }
  }
  const deliveries = program.command('deliveries').description(help.deliveries);
  const verb = (usage: string, sentence: string): Command =>
    common(deliveries.command(usage).description(sentence));
  watchable(verb('ls', help.deliveriesLs), context)
    .option('--failed', help.failed)
    .option('--status <list>', help.status)
    .option('--channel <id>', help.channel)
    .option('--rule <id>', help.rule)
    .option('--alert <id>', help.alert)
    .option('--code <code>', help.code)
    .option('-q, --text <text>', help.text)
    .option('--since <time>', help.since)
    .option('--limit <count>', help.limit)
    .option('--all', clientCommands[context.texts.language].help.all)
    .action(async (options: ListDeliveriesOptions) =>
      done(await runClient(options, context, (run) => listDeliveries(run, options, language))),
    );
  watchable(verb('show <id>', help.deliveryShow), context).action(
    async (id: string, options: CommonOptions) =>
      done(await runClient(options, context, (run) => showDelivery(run, id, language))),
  );
  verb('resend <id>', help.resend).action(async (id: string, options: CommonOptions) =>
    done(await runClient(options, context, (run) => resendDelivery(run, id, language))),
  );
  verb('recover <channel>', help.recover)
    .option('--since <time>', help.since)
    .option('--rate <count>', help.rate)
    .option('--merge', help.merge)
    .action(async (channel: string, options: RecoverOptions) =>
      done(await runClient(options, context, (run) => recoverDeliveries(run, channel, options, language))),
    );
}
