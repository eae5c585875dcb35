import type { Command } from 'commander';
import { clientCommands } from '../../../texts/client-commands.ts';
import { mqttClientCommands } from '../../../texts/mqtt-client-commands.ts';
import type { CommandLineContext } from '../../command-line.ts';
import { type ClientRun, type CommonOptions, runClient } from '../client-run.ts';
import { watchable } from '../program-parts.ts';
import { type BanOptions, banClients, unbanClients } from './ban-clients.ts';
import { type KickOptions, kickClients } from './kick-clients.ts';
import { type ListClientsOptions, listClients } from './list-clients.ts';
import { showClient } from './show-client.ts';
import { type SlowOptions, slowSubscriptions } from './slow-subscriptions.ts';
import {
  type ListSubscriptionsOptions,
  listSubscriptions,
  removeSubscriptions,
  type UnsubscribeOptions,
} from './subscription-commands.ts';
import { watchClients } from './watch-clients.ts';

/** `tocsin clients …` and `tocsin subscriptions …` @param common adds what every command has that asks a broker */
export function addMqttClientCommands(
  program: Command,
  common: (command: Command) => Command,
  context: CommandLineContext,
  done: (exitCode: number) => void,
): void {
  const { language } = context.texts;
  const words = mqttClientCommands[language];
  const about = { words, language };
  const { help } = words;
  const run = async (options: CommonOptions, command: (run: ClientRun) => Promise<number>) =>
    done(await runClient(options, context, command));
  const clients = program.command('clients').description(help.clients);
  const verb = (usage: string, sentence: string): Command =>
    common(clients.command(usage).description(sentence));

  watchable(verb('ls [query...]', help.ls), context)
    .option('--state <state>', help.state)
    .option('--sort <column>', help.sort)
    .option('--limit <count>', help.limit)
    .option('--all', clientCommands[context.texts.language].help.all)
    .action((query: string[], options: ListClientsOptions) =>
      run(options, (client) => listClients(client, query, options, about)),
    );
  watchable(verb('show <id>', help.show), context).action((id: string, options: CommonOptions) =>
    run(options, (client) => showClient(client, id, about)),
  );
  verb('kick [id...]', help.kick)
    .option('-q, --query <words>', help.query)
    .option('--state <state>', help.state)
    .option('-m, --message <text>', help.reason)
    .option('--dry-run', help.dryRun)
    .option('-y, --yes', help.yes)
    .action((ids: string[], options: KickOptions) =>
      run(options, (client) => kickClients(client, ids, options, about)),
    );
  verb('ban <id...>', help.ban)
    .option('--for <duration>', help.for)
    .option('-m, --message <text>', help.banReason)
    .action((ids: string[], options: BanOptions) =>
      run(options, (client) => banClients(client, ids, options, about)),
    );
  verb('unban <id...>', help.unban).action((ids: string[], options: CommonOptions) =>
    run(options, (client) => unbanClients(client, ids, about)),
  );
  verb('watch [query...]', help.watch).action((query: string[], options: CommonOptions) =>
    run(options, (client) => watchClients(client, query, about)),
  );

  const subscriptions = program.command('subscriptions').description(help.subscriptions);
  watchable(common(subscriptions.command('ls [query...]').description(help.subscriptionsLs)), context)
    .option('--sort <column>', help.sortSubscriptions)
    .option('--limit <count>', help.limit)
    .option('--all', clientCommands[context.texts.language].help.all)
    .action((query: string[], options: ListSubscriptionsOptions) =>
      run(options, (client) => listSubscriptions(client, query, options, about)),
    );
  common(subscriptions.command('slow').description(help.subscriptionsSlow))
    .option('--on', help.slowOn)
    .option('--off', help.slowOff)
    .option('--threshold <duration>', help.slowThreshold)
    .option('--type <type>', help.slowType)
    .option('--clear', help.slowClear)
    .action((options: SlowOptions) => run(options, (client) => slowSubscriptions(client, options, words)));
  common(subscriptions.command('rm <query...>').description(help.subscriptionsRm))
    .option('--dry-run', help.dryRun)
    .option('-y, --yes', help.yes)
    .action((query: string[], options: UnsubscribeOptions) =>
      run(options, (client) => removeSubscriptions(client, query, options, about)),
    );
}
