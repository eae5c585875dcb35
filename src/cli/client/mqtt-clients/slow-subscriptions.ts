import type { MqttClientTexts } from '../../../texts/mqtt-client-commands.ts';
import { type ClientRun, type CommonOptions, UsageError } from '../client-run.ts';
import { shortText } from './list-clients.ts';

export interface SlowOptions extends CommonOptions {
  readonly on?: boolean | undefined;
  readonly off?: boolean | undefined;
  readonly threshold?: string | undefined;
  readonly type?: string | undefined;
  readonly clear?: boolean | undefined;
}

interface Slow {
  readonly clientid: string;
  readonly topic: string;
  readonly timespan: number;
  readonly last_update_time: number;
}

interface Settings {
  readonly enable: boolean;
  readonly threshold: string;
  readonly stats_type: string;
}

/** Clients that get a topic slowly; switches it on and off, and forgets them, when it is told to. */
export async function slowSubscriptions(
  { api, print }: ClientRun,
  { on, off, threshold, type, clear }: SlowOptions,
  words: MqttClientTexts,
): Promise<number> {
  if (on && off) throw new UsageError(words.slowOnOrOff);
  const change = {
    ...((on || off) && { enable: on === true }),
    ...(threshold !== undefined && { threshold }),
    ...(type !== undefined && { stats_type: type }),
  };
  const path = '/slow_subscriptions/settings';
  const settings =
    Object.keys(change).length > 0 ? await api.put<Settings>(path, change) : await api.get<Settings>(path);
  if (clear) await api.delete('/slow_subscriptions');
  const page = await api.get<{ readonly data: readonly Slow[] }>('/slow_subscriptions?limit=1000');
  const { id, topic, took, at } = words.columns;
  print.list({
    answer: page,
    rows: page.data,
    name: (row) => row.clientid,
    nothing: settings.enable ? words.nothingSlow(settings.threshold) : words.slowIsOff,
    columns: [
      { title: id, value: (row) => row.clientid, shown: (row) => shortText(row.clientid) },
      { title: topic, value: (row) => row.topic, shown: (row) => shortText(row.topic) },
      { title: took, value: (row) => `${row.timespan} ms` },
      { title: at, value: (row) => new Date(row.last_update_time).toISOString() },
    ],
  });
  return 0;
}
