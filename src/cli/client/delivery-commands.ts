import { connectorCommands } from '../../texts/connector-commands.ts';
import type { ClientRun, CommonOptions } from './client-run.ts';
import { pathOf } from './connector-commands.ts';
import { momentOf } from './moment-of.ts';
import { type ListAnswer, type PageOptions, readPages } from './pages.ts';

export interface ListDeliveriesOptions extends CommonOptions, PageOptions {
  readonly failed?: boolean | undefined;
  readonly status?: string | undefined;
  readonly channel?: string | undefined;
  readonly rule?: string | undefined;
  readonly alert?: string | undefined;
  readonly code?: string | undefined;
  readonly text?: string | undefined;
  readonly since?: string | undefined;
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
  run: ClientRun,
  options: ListDeliveriesOptions,
  language: Language,
): Promise<number> {
  const texts = connectorCommands[language];
  const { failed, status, channel, rule, alert, code, text, since } = options;
  const query = new URLSearchParams();
  const given = {
    status: failed ? 'failed,expired' : status,
    connector: channel,
    rule,
    alert,
    vendor_code: code,
    q: text,
  };
  for (const [name, value] of Object.entries(given)) if (value !== undefined) query.set(name, value);
  if (since !== undefined) query.set('since', String(momentOf(since, texts.badSince)));
  const answer = await readPages<ListAnswer<ShownDelivery>>(run, '/deliveries', query, options);
  const { id, time, status: state, channel: where, code: vendor, attempts, title, reason } = texts.columns;
  return run.print.list({
    answer,
    rows: answer.data,
    name: (one) => one.id,
    nothing: texts.noDeliveries,
    columns: [
      { title: id, value: (one) => one.id },
      { title: time, value: (one) => one.created_at, kind: 'time' },
      {
        title: state,
        value: (one) => one.status,
        shown: (one) => texts.deliveryStatuses[one.status] ?? one.status,
        kind: 'state',
      },
      { title: where, value: (one) => one.connector },
      { title: vendor, value: (one) => one.vendor_code },
      { title: attempts, value: (one) => one.attempt_count, kind: 'number' },
      { title, value: (one) => one.title },
      { title: reason, value: (one) => one.reason, isWide: true },
    ],
  });
}

/** With what its last answer means, what to do, and its attempts. */
export async function showDelivery(
  { api, print, out }: ClientRun,
  id: string,
  language: Language,
): Promise<number> {
  const texts = connectorCommands[language];
  const delivery = await api.get<ShownDelivery>(`/deliveries/${encodeURIComponent(id)}`);
  const said = delivery.explanation?.[language];
  const { columns } = texts;
  print.thing({
    answer: delivery,
    name: delivery.id,
    facts: [
      { name: 'id', label: columns.id, value: delivery.id },
      { name: 'title', label: columns.title, value: delivery.title },
      { name: 'connector', label: columns.channel, value: delivery.connector },
      {
        name: 'status',
        label: columns.status,
        value: delivery.status,
        shown: texts.deliveryStatuses[delivery.status],
        kind: 'state',
      },
      { name: 'created_at', label: columns.time, value: delivery.created_at, kind: 'time' },
      { name: 'vendor_code', label: columns.code, value: delivery.vendor_code },
      { name: 'reason', label: columns.reason, value: delivery.reason },
      ...(said
        ? [
            { name: 'meaning', label: columns.meaning, value: said.sentence },
            { name: 'fix', label: columns.fix, value: said.fix },
          ]
        : []),
    ],
  });
  const { attempts } = delivery;
  if (attempts.length === 0 || (!print.isForPeople && print.output !== 'tsv')) return 0;
  if (print.isForPeople) out('\n');
  return print.list({
    answer: attempts,
    rows: attempts,
    name: ({ number }) => String(number),
    nothing: '',
    columns: [
      { title: columns.attempts, value: ({ number }) => number, kind: 'number' },
      { title: columns.time, value: ({ at }) => at, kind: 'time' },
      { title: columns.status, value: ({ verdict }) => verdict, kind: 'state' },
      { title: 'HTTP', value: ({ status }) => status },
      { title: columns.code, value: ({ code }) => code },
      { title: columns.duration, value: ({ duration_ms }) => `${duration_ms} ms`, kind: 'number' },
      { title: columns.reason, value: ({ reason }) => reason },
    ],
  });
}

export async function resendDelivery(
  { api, print }: ClientRun,
  id: string,
  language: Language,
): Promise<number> {
  const delivery = await api.post<ShownDelivery>(`/deliveries/${encodeURIComponent(id)}/resend`, {});
  return print.done({ answer: delivery, names: [id], sentence: connectorCommands[language].resent });
}

/** Everything of a channel that failed or expired since a time, so many a second. */
export async function recoverDeliveries(
  { api, print }: ClientRun,
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
    since: momentOf(since, texts.badSince),
    ...(rate !== undefined && { rate: Number(rate) }),
    ...(merge && { merge }),
  });
  const { merged_into: digest } = answer;
  const sentence = merge && digest !== null ? texts.merged(answer.count, digest) : texts.recovering(answer);
  return print.done({ answer, names: [channel], sentence });
}
