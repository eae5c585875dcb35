/** Of `tocsin topics …` and `tocsin retained …`. */
const en = {
  help: {
    topics: 'the topics in use: subscribed to, retained, or published to',
    topicsLs:
      'topics with their messages per second, which are counted from the first call on; [search] such as plant/+/temp, is:retained or rate>1',
    busiest: 'those with the most messages first',
    for: 'count for so long before they are listed, such as 5s',
    retained: 'retained messages',
    retainedLs: 'retained messages; [search] such as plant/#, client:dev-, size>10kB or age>7d',
    retainedShow: 'the retained message of a topic: its payload',
    retainedRm: 'remove the retained messages of these topics, or those that fit; counts them without --yes',
    topic: 'those that this topic filter matches',
    query: 'those that fit this search',
    yes: 'do it',
    limit: 'at most so many, 1 to 10000',
    sort: 'topic, from_clientid, qos, payload_size or publish_at; with - before it descending',
  },
  topicColumns: ['TOPIC', 'PER SECOND', 'MESSAGES', 'USE', 'LAST PAYLOAD'],
  uses: { subscribed: 'subscribed', retained: 'retained' },
  retainedColumns: ['TOPIC', 'BYTES', 'QOS', 'PUBLISHED', 'PUBLISHER'],
  nothing: 'no topic fits',
  nothingRetained: 'no retained message fits',
  more: (shown: number, count: number) => `${shown} of ${count}; --limit shows more`,
  missed: (count: number) =>
    `${count} messages on other topics were not counted: there was no room for more topics`,
  base64: 'not UTF-8: as base64',
  tooLarge: 'the payload is larger than 1 MiB and is not sent',
  whichOnes: 'which ones? Give topics, --topic FILTER or --query SEARCH',
  eitherOr: 'give either topics or --topic and --query',
  wouldRemove: (count: number, bytes: number) =>
    `${count} retained messages (${bytes} bytes) would be removed; with --yes they are`,
  removed: (count: number) => `removed ${count} retained messages`,
  badTime: (text: string) => `${text} is no length of time: write 5s`,
};

export type TopicCommandTexts = typeof en;

const zh: TopicCommandTexts = {
  help: {
    topics: '使用中的主题：有订阅、有保留消息或有发布',
    topicsLs: '主题及其每秒消息数（从第一次查询开始计数）；[search] 例如 plant/+/temp、is:retained 或 rate>1',
    busiest: '消息最多的在前',
    for: '先计数这么长时间再列出，例如 5s',
    retained: '保留消息',
    retainedLs: '保留消息；[search] 例如 plant/#、client:dev-、size>10kB 或 age>7d',
    retainedShow: '某个主题的保留消息：其内容',
    retainedRm: '删除这些主题或匹配的保留消息；不带 --yes 时只计数',
    topic: '匹配此主题过滤器的',
    query: '匹配此搜索的',
    yes: '执行',
    limit: '最多这么多，1 到 10000',
    sort: 'topic、from_clientid、qos、payload_size 或 publish_at；前加 - 为降序',
  },
  topicColumns: ['主题', '每秒', '消息数', '用途', '最近内容'],
  uses: { subscribed: '有订阅', retained: '有保留消息' },
  retainedColumns: ['主题', '字节', 'QOS', '发布时间', '发布者'],
  nothing: '没有匹配的主题',
  nothingRetained: '没有匹配的保留消息',
  more: (shown, count) => `${count} 个中的 ${shown} 个；用 --limit 显示更多`,
  missed: (count) => `其他主题的 ${count} 条消息未计数：主题数已达上限`,
  base64: '不是 UTF-8：以 base64 显示',
  tooLarge: '消息内容超过 1 MiB，未发送',
  whichOnes: '删除哪些？请给出主题、--topic 过滤器或 --query 搜索',
  eitherOr: '请只给出主题，或 --topic 与 --query',
  wouldRemove: (count, bytes) => `将删除 ${count} 条保留消息（${bytes} 字节）；加 --yes 执行`,
  removed: (count) => `已删除 ${count} 条保留消息`,
  badTime: (text) => `${text} 不是时长：请写 5s`,
};

export const topicCommands: Readonly<Record<'en' | 'zh', TopicCommandTexts>> = { en, zh };
