import { writeFileSync } from 'node:fs';
import type { TraceCommandTexts } from '../../../texts/trace-commands.ts';
import { textOf } from '../../../trace/door.ts';
import { type ClientRun, type CommonOptions, UsageError } from '../client-run.ts';
import { tableOf, tsvOf } from '../rows.ts';

export interface StartTraceOptions extends CommonOptions {
  readonly client?: string | undefined;
  readonly topic?: string | undefined;
  readonly ip?: string | undefined;
  readonly for?: string | undefined;
  readonly name?: string | undefined;
  readonly payload?: string | undefined;
  readonly follow?: boolean | undefined;
}

export interface RemoveTraceOptions extends CommonOptions {
  readonly all?: boolean | undefined;
}

export interface DownloadOptions extends CommonOptions {
  readonly json?: boolean | undefined;
}

/** As the API has it, as far as it is shown here. */
interface ShownTrace {
  readonly name: string;
  readonly type: 'clientid' | 'topic' | 'ip_address';
  readonly clientid?: string;
  readonly topic?: string;
  readonly ip_address?: string;
  readonly status: string;
  readonly stop_reason: string | null;
  readonly start_at: string;
  readonly end_at: string;
  readonly lines: number;
}

const PAYLOADS = new Set(['text', 'hex', 'hidden']);

export async function startTrace(
  run: ClientRun,
  options: StartTraceOptions,
  words: TraceCommandTexts,
): Promise<number> {
  const { client, topic, ip, name, payload } = options;
  const subjects = Object.entries({ clientid: client, topic, ip_address: ip }).filter(
    ([, value]) => value !== undefined,
  );
  const [subject] = subjects;
  if (!subject || subjects.length > 1) throw new UsageError(words.what);
  if (payload !== undefined && !PAYLOADS.has(payload)) throw new UsageError(words.badPayload(payload));
  const [type, value] = subject;
  const trace = await run.api.post<ShownTrace>('/trace', {
    type,
    [type]: value,
    for: options.for ?? '10m',
    ...(name !== undefined && { name }),
    ...(payload !== undefined && { payload_encode: payload }),
  });
  const { output, out, error } = run;
  if (options.follow) {
    error(words.started(trace.name, trace.end_at));
    return followTrace(run, trace.name);
  }
  if (output === 'json') out(`${JSON.stringify(trace)}\n`);
  else if (output === 'table') out(`${words.started(trace.name, trace.end_at)}\n`);
  else out(output === 'name' ? `${trace.name}\n` : tsvOf([rowOf(trace)]));
  return 0;
}

export async function listTraces(
  { api, output, out, error }: ClientRun,
  { columns, none }: TraceCommandTexts,
): Promise<number> {
  const traces = await api.get<readonly ShownTrace[]>('/trace');
  const rows = traces.map(rowOf);
  const { name, status, type, subject, start, end, lines, reason } = columns;
  if (output === 'json') out(`${JSON.stringify(traces)}\n`);
  else if (output === 'name') out(traces.map((one) => `${one.name}\n`).join(''));
  else if (output === 'tsv') out(tsvOf(rows));
  else if (rows.length === 0) error(none);
  else out(tableOf([name, status, type, subject, start, end, lines, reason], rows));
  return 0;
}

/** As text, or the lines as they are kept. */
export async function showTrace({ api, output, out }: ClientRun, name: string): Promise<number> {
  const format = output === 'json' ? 'json' : 'text';
  for await (const text of api.text(`${pathOf(name)}/download?format=${format}`)) out(text);
  return 0;
}

/** Goes on until the trace is over, or the connection or the process ends. */
export async function followTrace({ api, output, out }: ClientRun, name: string): Promise<number> {
  for await (const { event, data } of api.stream(`${pathOf(name)}/stream`)) {
    if (event === 'over') break;
    const lines = (JSON.parse(data) as readonly object[]).map((line) => `${JSON.stringify(line)}\n`).join('');
    out(output === 'json' ? lines : textOf(lines));
  }
  return 0;
}

export async function stopTrace(
  { api, output, out }: ClientRun,
  name: string,
  words: TraceCommandTexts,
): Promise<number> {
  const trace = await api.put<ShownTrace>(`${pathOf(name)}/stop`, {});
  if (output === 'json') out(`${JSON.stringify(trace)}\n`);
  else out(output === 'name' ? `${name}\n` : `${words.stopped(name)}\n`);
  return 0;
}

export async function removeTraces(
  { api, output, out }: ClientRun,
  given: readonly string[],
  { all = false }: RemoveTraceOptions,
  words: TraceCommandTexts,
): Promise<number> {
  if ((given.length === 0) !== all) throw new UsageError(words.removeWhat);
  const names = all ? (await api.get<readonly ShownTrace[]>('/trace')).map(({ name }) => name) : given;
  for (const name of names) await api.delete(pathOf(name));
  if (output === 'json') out(`${JSON.stringify({ deleted: names })}\n`);
  else if (output === 'name') out(names.map((name) => `${name}\n`).join(''));
  else out(`${words.removed(names.length)}\n`);
  return 0;
}

/** @param path undefined: a file of its name here */
export async function downloadTrace(
  { api, out, error }: ClientRun,
  name: string,
  path: string | undefined,
  { json = false }: DownloadOptions,
  words: TraceCommandTexts,
): Promise<number> {
  const pieces = api.text(`${pathOf(name)}/download?format=${json ? 'json' : 'text'}`);
  if (path === '-') {
    for await (const text of pieces) out(text);
    return 0;
  }
  const file = path ?? `${name}.${json ? 'jsonl' : 'log'}`;
  let flag = 'w';
  try {
    for await (const text of pieces) {
      // Only who runs this may read what others have sent.
      writeFileSync(file, text, { flag, mode: 0o600 });
      flag = 'a';
    }
  } catch (failure) {
    const { code } = failure as NodeJS.ErrnoException;
    if (code === undefined) throw failure;
    error(words.notWritten(file, code));
    return 1;
  }
  out(`${words.saved(file)}\n`);
  return 0;
}

function pathOf(name: string): string {
  return `/trace/${encodeURIComponent(name)}`;
}

function rowOf(trace: ShownTrace): string[] {
  const { name, status, type, start_at, end_at, lines, stop_reason } = trace;
  return [name, status, type, trace[type] ?? '', start_at, end_at, String(lines), stop_reason ?? ''];
}
