/** What is wrong with a search for clients. Words of the search come in as they were written. */
const en = {
  badState: (value: string) =>
    `"is:${value}" is no state: write is:online, is:offline, is:kept, is:gone, is:never_seen or is:banned`,
  badProtocol: (value: string) => `"proto:${value}" is no version of MQTT: write proto:3, proto:4 or proto:5`,
  badQos: (value: string) => `"qos:${value}" is no quality of service: write qos:0, qos:1 or qos:2`,
  badTime: (word: string, value: string) =>
    value === ''
      ? `how long? Write ${word}5m, ${word}2h or ${word}1d`
      : `"${value}" is no length of time: write ${word}5m, ${word}2h or ${word}1d`,
  badNumber: (word: string, value: string) =>
    value === '' ? `how many? Write ${word}3` : `"${value}" is no number: write ${word}3`,
  badNetwork: (value: string) => `"${value}" is no network: write ip:10.2. or ip:10.2.0.0/16`,
  badAttribute: 'which attribute? Write attr.site:hz',
  didYouMean: (word: string, known: string) =>
    `there is no "${word}:" here; did you mean "${known}:"? To search for it as it is, put it in quotes`,
  tooLong: (most: number) => `that is too long: a search has at most ${most} words`,
};

export type ClientSearchTexts = typeof en;

const zh: ClientSearchTexts = {
  badState: (value) =>
    `“is:${value}”不是状态：请写 is:online、is:offline、is:kept、is:gone、is:never_seen 或 is:banned`,
  badProtocol: (value) => `“proto:${value}”不是 MQTT 版本：请写 proto:3、proto:4 或 proto:5`,
  badQos: (value) => `“qos:${value}”不是服务质量：请写 qos:0、qos:1 或 qos:2`,
  badTime: (word, value) =>
    value === ''
      ? `多长时间？请写 ${word}5m、${word}2h 或 ${word}1d`
      : `“${value}”不是时长：请写 ${word}5m、${word}2h 或 ${word}1d`,
  badNumber: (word, value) => (value === '' ? `多少？请写 ${word}3` : `“${value}”不是数字：请写 ${word}3`),
  badNetwork: (value) => `“${value}”不是网段：请写 ip:10.2. 或 ip:10.2.0.0/16`,
  badAttribute: '哪个属性？请写 attr.site:hz',
  didYouMean: (word, known) => `没有“${word}:”；您是否想写“${known}:”？要按原样搜索，请加引号`,
  tooLong: (most) => `内容过长：一次搜索最多 ${most} 个词`,
};

export const clientSearchTexts: Readonly<Record<'en' | 'zh', ClientSearchTexts>> = { en, zh };
