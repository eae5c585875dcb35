import { type Command, Option } from 'commander';
import { clientCommands } from '../../texts/client-commands.ts';
import { mqttToolTexts } from '../../texts/mqtt-tools.ts';
import { runPrinting } from '../client/client-run.ts';
import { printing, several } from '../client/program-parts.ts';
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
      // -h is the host, as in the tools of mosquitto.
      .helpOption('--help', all.help.help)
      .option('-b, --broker <url>', help.broker)
      .addOption(new Option('-L, --url <url>').hideHelp())
      .option('-h, --host <host>', help.host)
      .option('-p, --port <port>', help.port)
      .option('--ctx <name>', clientCommands[all.language].help.ctx)
      .option('-u, --username <name>', help.username)
      .option('-P, --password <text>', help.password)
      .option('--password-file <file>', help.passwordFile)
      .option('-i, --id <clientid>', help.id)
      .option('--mqtt-version <version>', help.version)
      .option('-k, --keepalive <seconds>', help.keepalive)
      .option('--ca <file>', help.ca)
      .addOption(new Option('--cafile <file>').hideHelp())
      .option('--cert <file>', help.cert)
      .option('--key <file>', help.key)
      .option('--insecure', help.insecure)
      .option('-q, --qos <level>', help.qos);
  const client = (usage: string, sentence: string): Command =>
    tool(usage, sentence)
      .option('-c, --keep-session', help.keepSession)
      .option('-x, --session-expiry <seconds>', help.sessionExpiry)
      .option('--will-topic <topic>', help.willTopic)
      .option('--will-payload <text>', help.willPayload)
      .option('--will-qos <level>', help.willQos)
      .option('--will-retain', help.willRetain);

  client('pub [topic] [payload]', help.pub)
    .option('-t, --topic <topic>', help.pubTopic)
    .option('-m, --message <text>', help.message)
    .option('-r, --retain', help.retain)
    .option('-f, --file <file>', help.file)
    .option('-l, --lines', help.lines)
    .addOption(new Option('-s, --stdin-file').hideHelp())
    .option('-n, --null-message', help.nullMessage)
    .option('--repeat <count>', help.repeat)
    .option('--repeat-delay <duration>', help.repeatDelay)
    .option('--content-type <type>', help.contentType)
    .option('--response-topic <topic>', help.responseTopic)
    .option('--correlation-data <text>', help.correlationData)
    .option('--expiry <seconds>', help.expiry)
    .option('--user-property <name=value>', help.userProperty, several)
    .option('--payload-format <format>', help.payloadFormat)
    .action(async (topic: string | undefined, payload: string | undefined, options: PublishOptions) =>
      done(
        await runPrinting(options, context, async (run) =>
          (await import('./publish.ts')).publish(run, environment, [topic, payload], options),
        ),
      ),
    );
  client('sub [filter...]', help.sub)
    .option('-t, --topic <filter>', help.subTopic, several)
    .option('-n, --count <count>', help.count)
    .addOption(new Option('-C <count>').hideHelp())
    .option('-R, --no-retained', help.noRetained)
    .option('-W, --wait <duration>', help.wait)
    .option('-F, --format <text>', help.format)
    .option('-v, --verbose', help.verbose)
    .option('--raw', help.raw)
    .action(async (filters: string[], { C, ...options }: SubscribeOptions & { readonly C?: string }) =>
      done(
        await runPrinting(options, context, async (run) =>
          (await import('./subscribe.ts')).subscribe(run, environment, filters, {
            ...options,
            count: options.count ?? C,
          }),
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
