import { type ClientRun, type CommonOptions, UsageError } from './client-run.ts';

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
  return run.print.done({ answer: { id }, names: [id], sentence: run.texts.simStopped });
}

function show({ print, texts }: ClientRun, simulations: readonly ShownSimulation[], answer: unknown): number {
  const [id = '', prefix = '', clients = '', ...states] = texts.simColumns;
  const sent = states.pop() ?? '';
  return print.list({
    answer,
    rows: simulations,
    name: (one) => one.id,
    nothing: texts.noSimulations,
    columns: [
      { title: id, value: (one) => one.id },
      { title: prefix, value: (one) => one.prefix },
      { title: clients, value: (one) => one.clients, kind: 'number' },
      ...['connected', 'silent', 'offline', 'refused'].map((state, at) => ({
        title: states[at] ?? state,
        value: (one: ShownSimulation) => one.states[state] ?? 0,
        kind: 'number' as const,
      })),
      { title: sent, value: (one) => one.sent, kind: 'number' },
    ],
  });
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
