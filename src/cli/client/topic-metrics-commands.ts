import type { TopicCommandTexts } from '../../texts/topic-commands.ts';
import { type ClientRun, UsageError } from './client-run.ts';

const PATH = '/mqtt/topic_metrics';

/** As the API has them, as far as they are shown here. */
interface CountedTopic {
  readonly topic: string;
  readonly create_time: string;
  readonly reset_time?: string;
  readonly metrics: Readonly<Record<string, number>>;
}

/** The topics whose messages are counted. */
export async function listTopicMetrics(run: ClientRun, texts: TopicCommandTexts): Promise<number> {
  return show(run, await run.api.get<readonly CountedTopic[]>(PATH), texts);
}

export async function countTopics(
  run: ClientRun,
  topics: readonly string[],
  texts: TopicCommandTexts,
): Promise<number> {
  const counted: CountedTopic[] = [];
  for (const topic of topics) counted.push(await run.api.post<CountedTopic>(PATH, { topic }));
  return run.print.done({ answer: counted, names: topics, sentence: texts.counted(topics.length) });
}

export async function forgetTopics(
  run: ClientRun,
  topics: readonly string[],
  texts: TopicCommandTexts,
): Promise<number> {
  for (const topic of topics)
    await run.api.delete(`${PATH}/~base64url:${Buffer.from(topic).toString('base64url')}`);
  return run.print.done({ answer: topics, names: topics, sentence: texts.notCounted(topics.length) });
}

/** @param isAll so that nothing is set back by leaving something out */
export async function resetTopics(
  run: ClientRun,
  topics: readonly string[],
  isAll: boolean,
  texts: TopicCommandTexts,
): Promise<number> {
  if (isAll === topics.length > 0) throw new UsageError(texts.resetWhich);
  const counted: CountedTopic[] = [];
  if (isAll) counted.push(...(await run.api.put<readonly CountedTopic[]>(PATH, { action: 'reset' })));
  for (const topic of topics) counted.push(await run.api.put<CountedTopic>(PATH, { action: 'reset', topic }));
  const names = counted.map(({ topic }) => topic);
  return run.print.done({ answer: counted, names, sentence: texts.reset(names.length) });
}

function show(run: ClientRun, answer: readonly CountedTopic[], texts: TopicCommandTexts): number {
  const [topic = '', came = '', sent = '', dropped = '', rateIn = '', rateOut = '', since = ''] =
    texts.metricsColumns;
  const figure = (name: string) => (one: CountedTopic) => one.metrics[name] ?? 0;
  return run.print.list({
    answer,
    rows: answer,
    name: (one) => one.topic,
    nothing: texts.nothingCounted,
    columns: [
      { title: topic, value: (one) => one.topic },
      { title: came, value: figure('messages.in.count'), kind: 'number' },
      { title: sent, value: figure('messages.out.count'), kind: 'number' },
      { title: dropped, value: figure('messages.dropped.count'), kind: 'number' },
      { title: rateIn, value: figure('messages.in.rate'), kind: 'number' },
      { title: rateOut, value: figure('messages.out.rate'), kind: 'number' },
      { title: since, value: (one) => one.reset_time ?? one.create_time, kind: 'time' },
    ],
  });
}
