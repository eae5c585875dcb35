import { writeFileSync } from 'node:fs';
import type { TraceCommandTexts } from '../../../texts/trace-commands.ts';
import { textOf } from '../../../trace/door.ts';
import { tsvOf } from '../../output/rows.ts';
import { type ClientRun, type CommonOptions, UsageError } from '../client-run.ts';
import { copyOut } from '../copy-out.ts';

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
  const { print, out } = run;
  if (options.follow) {
    run.error(words.started(trace.name, trace.end_at));
    return followTrace(run, trace.name);
  }
  if (print.output === 'tsv') {
    out(
      tsvOf([[trace.name, trace.status, trace.type, trace[trace.type] ?? '', trace.start_at, trace.end_at]]),
    );
    return 0;
  }
  return print.done({
    answer: trace,
    names: [trace.name],
    sentence: words.started(trace.name, trace.end_at),
  });
}

export async function listTraces(
  { api, print }: ClientRun,
  { columns, none }: TraceCommandTexts,
): Promise<number> {
  const traces = await api.get<readonly ShownTrace[]>('/trace');
  const { name, status, type, subject, start, end, lines, reason } = columns;
  return print.list({
    answer: traces,
    rows: traces,
    name: (one) => one.name,
    nothing: none,
    columns: [
      { title: name, value: (one) => one.name },
      { title: status, value: (one) => one.status, kind: 'state' },
      { title: type, value: (one) => one.type },
      { title: subject, value: (one) => one[one.type] },
      { title: start, value: (one) => one.start_at, kind: 'time' },
      { title: end, value: (one) => one.end_at, kind: 'time' },
      { title: lines, value: (one) => one.lines, kind: 'number' },
      { title: reason, value: (one) => one.stop_reason },
    ],
  });
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
  { api, print }: ClientRun,
  name: string,
  words: TraceCommandTexts,
): Promise<number> {
  const trace = await api.put<ShownTrace>(`${pathOf(name)}/stop`, {});
  return print.done({ answer: trace, names: [name], sentence: words.stopped(name) });
}

export async function removeTraces(
  { api, print }: ClientRun,
  given: readonly string[],
  { all = false }: RemoveTraceOptions,
  words: TraceCommandTexts,
): Promise<number> {
  if ((given.length === 0) !== all) throw new UsageError(words.removeWhat);
  const names = all ? (await api.get<readonly ShownTrace[]>('/trace')).map(({ name }) => name) : given;
  for (const name of names) await api.delete(pathOf(name));
  return print.done({ answer: { deleted: names }, names, sentence: words.removed(names.length) });
}

/** @param path undefined: a file of its name here */
export async function downloadTrace(
  run: ClientRun,
  name: string,
  path: string | undefined,
  { json = false }: DownloadOptions,
  words: TraceCommandTexts,
): Promise<number> {
  const { api, print, error } = run;
  const pieces = api.text(`${pathOf(name)}/download?format=${json ? 'json' : 'text'}`);
  if (path === '-') return copyOut(run, pieces);
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
  return print.done({ answer: { file }, names: [file], sentence: words.saved(file) });
}

function pathOf(name: string): string {
  return `/trace/${encodeURIComponent(name)}`;
}
