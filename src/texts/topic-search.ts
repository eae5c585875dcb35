/** What is wrong with a search for topics or retained messages. Words of the search come in as they were written. */
const en = {
  badFilter: (value: string) =>
    `"${value}" is no topic filter: + stands for one whole level, # for all that follow, at the end`,
  badState: (value: string) => `"is:${value}" is no state: write is:subscribed, is:retained or is:published`,
  badQos: (value: string) => `"qos:${value}" is no QoS: write qos:0, qos:1 or qos:2`,
  badTime: (word: string, value: string) =>
    value === ''
      ? `how long? Write ${word}5m, ${word}2h or ${word}1d`
      : `"${value}" is no length of time: write ${word}5m, ${word}2h or ${word}1d`,
  badSize: (word: string, value: string) =>
    value === ''
      ? `how large? Write ${word}100 or ${word}10kB`
      : `"${value}" is no size: write ${word}100 (bytes), ${word}10kB or ${word}1MB`,
  badNumber: (word: string, value: string) =>
    value === '' ? `how many? Write ${word}3` : `"${value}" is no number: write ${word}3`,
  unknown: (word: string, known: string) =>
    `there is no "${word}" here: ${known}. To search for it as it is, put it in quotes`,
  tooLong: (most: number) => `that is too long: a search has at most ${most} words`,
};

export type TopicSearchTexts = typeof en;

const zh: TopicSearchTexts = {
  badFilter: (value) => `“${value}”不是主题过滤器：+ 代表完整的一级，# 只能在末尾，代表其后所有级`,
  badState: (value) => `“is:${value}”不是状态：请写 is:subscribed、is:retained 或 is:published`,
  badQos: (value) => `“qos:${value}”不是 QoS：请写 qos:0、qos:1 或 qos:2`,
  badTime: (word, value) =>
    value === ''
      ? `多长时间？请写 ${word}5m、${word}2h 或 ${word}1d`
      : `“${value}”不是时长：请写 ${word}5m、${word}2h 或 ${word}1d`,
  badSize: (word, value) =>
    value === ''
      ? `多大？请写 ${word}100 或 ${word}10kB`
      : `“${value}”不是大小：请写 ${word}100（字节）、${word}10kB 或 ${word}1MB`,
  badNumber: (word, value) => (value === '' ? `多少？请写 ${word}3` : `“${value}”不是数字：请写 ${word}3`),
  unknown: (word, known) => `没有“${word}”：可用 ${known}。要按原样搜索，请加引号`,
  tooLong: (most) => `内容过长：一次搜索最多 ${most} 个词`,
};

export const topicSearchTexts: Readonly<Record<'en' | 'zh', TopicSearchTexts>> = { en, zh };
