import { setTimeout as pause } from 'node:timers/promises';
import { printable } from '../../../lib/human-log.ts';
import { type ClientRun, type CommonOptions, UsageError } from '../client-run.ts';
import { settingOf, withSetting } from '../objects/settings-of-words.ts';
import { oneWritten } from '../objects/written-objects.ts';

export interface BacktestOptions extends CommonOptions {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly file?: string | undefined;
  /** `alert.for=120s` */
  readonly set?: readonly string[] | undefined;
}

/** As the API has it, as far as it is shown here. */
interface Backtest {
  readonly id: string;
  readonly state: 'waiting' | 'running' | 'done' | 'cancelled' | 'failed';
  readonly reason?: string;
  readonly progress: { readonly read: number; readonly total?: number };
  readonly events_read: number;
  readonly matched: number;
  readonly alert?: unknown;
  readonly alert_count: number;
  readonly suppressed: number;
  readonly gaps: readonly { readonly message: string; readonly message_zh: string }[];
  readonly channels: readonly {
    readonly channel: string;
    readonly messages: number;
    readonly peak: number;
    readonly limit: number | null;
    readonly throttled_minutes: number;
    readonly digests: number;
  }[];
}

/** Seconds that one call waits for the end. */
const WAIT = 1;

/** What a rule would have alerted; with other settings beside what it did with its own. */
export async function backtestRule(
  { api, texts, output, out, error, print, progress }: ClientRun,
  rule: string | undefined,
  options: BacktestOptions,
  language: 'en' | 'zh',
): Promise<number> {
  const { file } = options;
  if ((rule === undefined) === (file === undefined)) throw new UsageError(texts.backtestWhat);
  const order = {
    ...(file === undefined ? { rule_id: rule } : draftOf(await oneWritten(file, 'rules', language))),
    from: options.since ?? '24h',
    ...(options.until !== undefined && { to: options.until }),
  };
  const changes = (options.set ?? []).map((text) => {
    const setting = settingOf(text);
    if (!setting) throw new UsageError(texts.badSet(text));
    return setting;
  });
  const before = changes.length > 0 ? await finished(order) : undefined;
  const backtest = await finished(changes.reduce(withSetting, order));
  if (output === 'json' || output === 'yaml' || output === 'name') {
    print.done({ answer: backtest, names: [backtest.id], sentence: '' });
    return exitCode(backtest);
  }
  const number = (value: number): string => value.toLocaleString('en-US');
  out(
    ` ${texts.backtest({
      read: number(backtest.events_read),
      time: options.since ?? '24h',
      matched: number(backtest.matched),
      alerts: number(backtest.alert_count),
      before: before?.alert === undefined ? undefined : number(before.alert_count),
      suppressed: number(backtest.suppressed),
    })}\n`,
  );
  for (const { channel, messages, peak, limit, throttled_minutes, digests } of backtest.channels) {
    const figures = { messages, peak, limit: limit ?? undefined, throttled: throttled_minutes, digests };
    out(` ${printable(channel)}  ${texts.channel(figures)}\n`);
  }
  if (backtest.alert === undefined) error(texts.noAlert);
  for (const { message, message_zh } of backtest.gaps) error(language === 'zh' ? message_zh : message);
  if (backtest.state !== 'done') error(texts.failed(backtest.reason ?? backtest.state));
  return exitCode(backtest);

  async function finished(body: object): Promise<Backtest> {
    let answer = await api.post<Backtest>(`/backtests?wait=${WAIT}`, body);
    while (answer.state === 'waiting' || answer.state === 'running') {
      await pause(500);
      answer = await api.get<Backtest>(`/backtests/${answer.id}`);
      const { read, total } = answer.progress;
      progress({ unit: 'events', done: read, total });
    }
    progress(undefined);
    return answer;
  }
}

/** What of a rule can be tried that is not kept. */
function draftOf({ sql, actions, alert }: Readonly<Record<string, unknown>>): object {
  return { sql, ...(actions !== undefined && { actions }), ...(alert !== undefined && { alert }) };
}

function exitCode({ state }: Backtest): number {
  return state === 'done' ? 0 : 1;
}
