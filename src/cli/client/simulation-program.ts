import type { Command } from 'commander';
import { clientCommands } from '../../texts/client-commands.ts';
import type { CommandLineContext } from '../command-line.ts';
import { type CommonOptions, runClient } from './client-run.ts';
import { watchable } from './program-parts.ts';
import {
  listSimulations,
  operateSimulation,
  type SelectionOptions,
  type StartSimulationOptions,
  startSimulation,
  stopSimulation,
} from './simulation-commands.ts';

/** `tocsin sim …` @param common adds what every command has that asks a broker */
export function addSimulationCommands(
  program: Command,
  common: (command: Command) => Command,
  context: CommandLineContext,
  done: (exitCode: number) => void,
): void {
  const { help } = clientCommands[context.texts.language];
  const sim = program.command('sim').description(help.sim);
  common(sim.command('start').description(help.simStart))
    .option('-n, --clients <count>', help.simClients)
    .option('--prefix <text>', help.simPrefix)
    .option('--topic <topic>', help.simTopic)
    .option('--payload <text>', help.simPayload)
    .option('--every <duration>', help.simEvery)
    .option('--keepalive <seconds>', help.simKeepalive)
    .option('--mqtt-version <version>', help.simVersion)
    .action(async (options: StartSimulationOptions) =>
      done(await runClient(options, context, (run) => startSimulation(run, options))),
    );
  watchable(common(sim.command('ls').description(help.simLs)), context).action(
    async (options: CommonOptions) => done(await runClient(options, context, listSimulations)),
  );
  for (const [verb, sentence] of [
    ['cut', help.simCut],
    ['timeout', help.simTimeout],
    ['disconnect', help.simDisconnect],
    ['reconnect', help.simReconnect],
  ] as const) {
    common(sim.command(`${verb} <id>`).description(sentence))
      .option('-n, --count <count>', help.simCount)
      .action(async (id: string, options: SelectionOptions) =>
        done(await runClient(options, context, (run) => operateSimulation(run, verb, id, options))),
      );
  }
  common(sim.command('stop <id>').description(help.simStop)).action(
    async (id: string, options: CommonOptions) =>
      done(await runClient(options, context, (run) => stopSimulation(run, id))),
  );
}
