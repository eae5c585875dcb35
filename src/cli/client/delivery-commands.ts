import { parseDuration } from '../../lib/duration.ts';
import { printable } from '../../lib/human-log.ts';
import { connectorCommands } from '../../texts/connector-commands.ts';
import { type ClientRun, type CommonOptions, UsageError } from './client-run.ts';
import { pathOf } from './connector-commands.ts';
import { tableOf, tsvOf } from './rows.ts';

export interface ListDeliveriesOptions extends CommonOptions {
  readonly failed?: boolean | undefined;
  readonly status?: string | undefined;
  readonly channel?: string | undefined;
  readonly rule?: string | undefined;
  readonly alert?: string | undefined;
  readonly code?: string | undefined;
  readonly text?: string | undefined;
  readonly since?: string | undefined;
  readonly limit?: string | undefined;
}

export interface RecoverOptions extends CommonOptions {
  readonly since?: string | undefined;
  readonly rate?: string | undefined;
  readonly merge?: boolean | undefined;
}

type Language = 'en' | 'zh';

/** As the API has it, as far as it is shown here. */
interface ShownDelivery {
  readonly id: string;
  readonly connector: string;
  readonly status: string;
  readonly vendor_code: string | null;
  readonly reason: string | null;
  readonly title: string | null;
  readonly attempt_count: number;
  readonly created_at: string;
  readonly explanation: Readonly<Record<Language, { sentence: string; fix: string }>> | null;
  readonly attempts: readonly {
    readonly number: number;
    readonly at: string;
    readonly duration_ms: number;
    readonly status: number | null;
    readonly code: string | null;
    readonly verdict: string;
    readonly reason: string | null;
  }[];
}

export async function listDeliveries(
  { api, output, out, error }: ClientRun,
  options: ListDeliveriesOptions,
  language: Language,
): Promise<number> {
  const texts = connectorCommands[language];
  const { failed, status, channel, rule, alert, code, text, since, limit = '100' } = options;
  const query = new URLSearchParams({ limit });
  const given = {
    status: failed ? 'failed,expired' : status,
    connector: channel,
    rule,
    alert,
    vendor_code: code,
    q: text,
  };
  for (const [name, value] of Object.entries(given)) if (value !== undefined) query.set(name, value);
  if (since !== undefined) query.set('since', String(momentOf(since, language)));
  const answer = await api.get<{ readonly data: readonly ShownDelivery[] }>(`/deliveries?${query}`);
  const rows = answer.data.map((delivery) => rowOf(delivery));
  if (output === 'json') out(`${JSON.stringify(answer)}\n`);
  else if (output === 'name') out(answer.data.map(({ id }) => `${id}\n`).join(''));
  else if (output === 'tsv') out(tsvOf(rows));
  else if (rows.length === 0) error(texts.noDeliveries);
  else {
    const { id, time, status: state, channel: where, code: vendor, attempts, title } = texts.columns;
    out(tableOf([id, time, state, where, vendor, attempts, title], rows));
  }
  return 0;
}

/** With what its last answer means, what to do, and its attempts. */
export async function showDelivery(
  { api, output, out }: ClientRun,
  id: string,
  language: Language,
): Promise<number> {
  const delivery = await api.get<ShownDelivery>(`/deliveries/${encodeURIComponent(id)}`);
  if (output === 'json') out(`${JSON.stringify(delivery)}\n`);
  else if (output === 'name') out(`${delivery.id}\n`);
  else {
    const said = delivery.explanation?.[language];
    const head = [rowOf(delivery).join('  '), delivery.reason, said?.sentence, said?.fix];
    for (const line of head) if (line) out(`${printable(line)}\n`);
    const story = delivery.attempts.map((attempt) => [
      String(attempt.number),
      attempt.at,
      attempt.verdict,
      String(attempt.status ?? ''),
      attempt.code ?? '',
      `${attempt.duration_ms} ms`,
      attempt.reason ?? '',
    ]);
    const shown = output === 'tsv' ? tsvOf(story) : tableOf(Array(7).fill(''), story).replace(/^.*\n/, '\n');
    out(story.length === 0 ? '' : shown);
  }
  return 0;
}

export async function resendDelivery(
  { api, output, out }: ClientRun,
  id: string,
  language: Language,
): Promise<number> {
  const delivery = await api.post<ShownDelivery>(`/deliveries/${encodeURIComponent(id)}/resend`, {});
  out(output === 'json' ? `${JSON.stringify(delivery)}\n` : `${connectorCommands[language].resent}\n`);
  return 0;
}

/** Everything of a channel that failed or expired since a time, so many a second. */
export async function recoverDeliveries(
  { api, output, out }: ClientRun,
  channel: string,
  { since = '24h', rate, merge = false }: RecoverOptions,
  language: Language,
): Promise<number> {
  const texts = connectorCommands[language];
  const answer = await api.post<{
    readonly count: number;
    readonly lost: number;
    readonly rate: number;
    readonly merged_into: string | null;
  }>(`${pathOf(channel)}/recover`, {
    since: momentOf(since, language),
    ...(rate !== undefined && { rate: Number(rate) }),
    ...(merge && { merge }),
  });
  const { merged_into: digest } = answer;
  const sentence = merge && digest !== null ? texts.merged(answer.count, digest) : texts.recovering(answer);
  out(output === 'json' ? `${JSON.stringify(answer)}\n` : `${sentence}\n`);
  return 0;
}

/** `1h` ago, `14:00` of today, or RFC 3339. @returns Unix milliseconds */
function momentOf(text: string, language: Language): number {
  const length = parseDuration(text);
  if (length !== undefined && Number.isFinite(length)) return Date.now() - length;
  const clock = /^(\d{1,2}):(\d{2})$/.exec(text);
  const at = clock ? new Date().setHours(Number(clock[1]), Number(clock[2]), 0, 0) : Date.parse(text);
  if (Number.isNaN(at)) throw new UsageError(connectorCommands[language].badSince(text));
  return at;
}

function rowOf(delivery: ShownDelivery): string[] {
  return [
    delivery.id,
    delivery.created_at,
    delivery.status,
    delivery.connector,
    delivery.vendor_code ?? '',
    String(delivery.attempt_count),
    delivery.title ?? '',
  ];
}
