import { type ClientRun, type CommonOptions, UsageError } from './client-run.ts';
import { tableOf, tsvOf } from './rows.ts';

export interface StartSimulationOptions extends CommonOptions {
  readonly clients?: string | undefined;
  readonly prefix?: string | undefined;
  readonly topic?: string | undefined;
  readonly payload?: string | undefined;
  readonly every?: string | undefined;
  readonly keepalive?: string | undefined;
  readonly mqttVersion?: string | undefined;
}

export interface SelectionOptions extends CommonOptions {
  readonly count?: string | undefined;
}

/** As the API has it, as far as it is shown here. */
interface ShownSimulation {
  readonly id: string;
  readonly prefix: string;
  readonly clients: number;
  readonly states: Readonly<Record<string, number>>;
  readonly sent: number;
  readonly affected?: number;
}

const VERSIONS: Readonly<Record<string, number>> = { '3.1': 3, '3': 3, '3.1.1': 4, '4': 4, '5': 5, '5.0': 5 };

/** `tocsin sim start`: devices that the broker plays itself. */
export async function startSimulation(run: ClientRun, options: StartSimulationOptions): Promise<number> {
  const { topic, payload, every, prefix } = options;
  if (topic === undefined && (payload !== undefined || every !== undefined))
    throw new UsageError(run.texts.simTopic);
  const simulation = await run.api.post<ShownSimulation>('/simulations', {
    clients: wholeNumber(run, '--clients', options.clients ?? '1'),
    ...(prefix !== undefined && { prefix }),
    ...(options.keepalive !== undefined && {
      keepalive: wholeNumber(run, '--keepalive', options.keepalive),
    }),
    ...(options.mqttVersion !== undefined && { version: versionOf(run, options.mqttVersion) }),
    ...(topic !== undefined && {
      publish: { topic, ...(payload !== undefined && { payload }), ...(every !== undefined && { every }) },
    }),
  });
  return show(run, [simulation], simulation);
}

export async function listSimulations(run: ClientRun): Promise<number> {
  const answer = await run.api.get<{ readonly data: readonly ShownSimulation[] }>('/simulations');
  if (answer.data.length === 0 && run.output === 'table') {
    run.error(run.texts.noSimulations);
    return 0;
  }
  return show(run, answer.data, answer);
}

/** Of all clients of a simulation, or of so many. */
export async function operateSimulation(
  run: ClientRun,
  verb: 'cut' | 'timeout' | 'disconnect' | 'reconnect',
  id: string,
  { count }: SelectionOptions,
): Promise<number> {
  const path = `/simulations/${encodeURIComponent(id)}/${verb}`;
  const simulation = await run.api.post<ShownSimulation>(path, {
    ...(count !== undefined && { count: wholeNumber(run, '--count', count) }),
  });
  return show(run, [simulation], simulation);
}

export async function stopSimulation(run: ClientRun, id: string): Promise<number> {
  await run.api.delete(`/simulations/${encodeURIComponent(id)}`);
  run.out(`${run.texts.simStopped}\n`);
  return 0;
}

function show(
  { output, out, texts }: ClientRun,
  simulations: readonly ShownSimulation[],
  answer: unknown,
): number {
  const rows = simulations.map(({ id, prefix, clients, states, sent }) => [
    id,
    prefix,
    String(clients),
    ...['connected', 'silent', 'offline', 'refused'].map((state) => String(states[state] ?? 0)),
    String(sent),
  ]);
  if (output === 'json') out(`${JSON.stringify(answer)}\n`);
  else if (output === 'name') out(simulations.map(({ id }) => `${id}\n`).join(''));
  else out(output === 'tsv' ? tsvOf(rows) : tableOf(texts.simColumns, rows));
  return 0;
}

function wholeNumber({ texts }: ClientRun, flag: string, text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new UsageError(texts.badNumber(flag, text));
  return Number(text);
}

function versionOf({ texts }: ClientRun, text: string): number {
  const version = VERSIONS[text];
  if (version === undefined) throw new UsageError(texts.badVersion(text));
  return version;
}
