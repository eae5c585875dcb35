import type { Command } from 'commander';
import { clientCommands } from '../../texts/client-commands.ts';
import { mqttToolTexts } from '../../texts/mqtt-tools.ts';
import { runPrinting } from '../client/client-run.ts';
import { printing } from '../client/program-parts.ts';
import type { CommandLineContext } from '../command-line.ts';
import type { LoadOptions } from './load.ts';
import type { PublishOptions } from './publish.ts';
import type { SubscribeOptions } from './subscribe.ts';

/** `tocsin pub`, `sub` and `bench`, which speak MQTT. */
export function addMqttTools(
  program: Command,
  context: CommandLineContext,
  done: (exitCode: number) => void,
): void {
  const { environment, texts: all } = context;
  const { help } = mqttToolTexts[all.language];
  const tool = (usage: string, sentence: string): Command =>
    printing(program.command(usage).description(sentence), context)
      .option('-b, --broker <url>', help.broker)
      .option('--ctx <name>', clientCommands[all.language].help.ctx)
      .option('-u, --username <name>', help.username)
      .option('--password-file <file>', help.passwordFile)
      .option('-i, --id <clientid>', help.id)
      .option('--mqtt-version <version>', help.version)
      .option('--ca <file>', help.ca)
      .option('--insecure', help.insecure)
      .option('-q, --qos <level>', help.qos);

  tool('pub <topic> [payload]', help.pub)
    .option('-r, --retain', help.retain)
    .option('-f, --file <file>', help.file)
    .option('--lines', help.lines)
    .action(async (topic: string, payload: string | undefined, options: PublishOptions) =>
      done(
        await runPrinting(options, context, async (run) =>
          (await import('./publish.ts')).publish(run, environment, topic, payload, options),
        ),
      ),
    );
  tool('sub <filter...>', help.sub)
    .option('-n, --count <count>', help.count)
    .option('--no-retained', help.noRetained)
    .action(async (filters: string[], options: SubscribeOptions) =>
      done(
        await runPrinting(options, context, async (run) =>
          (await import('./subscribe.ts')).subscribe(run, environment, filters, options),
        ),
      ),
    );
  tool('bench', help.bench)
    .option('-n, --clients <count>', help.clients)
    .option('--subscribers <count>', help.subscribers)
    .option('--rate <count>', help.rate)
    .option('--size <bytes>', help.size)
    .option('--for <duration>', help.duration)
    .option('--topic <prefix>', help.topic)
    .action(async (options: LoadOptions) =>
      done(
        await runPrinting(options, context, async (run) =>
          (await import('./load.ts')).load(run, environment, options),
        ),
      ),
    );
}
