import { actorNames } from './actor-names.ts';

/** What has happened to alerts that a link opens together. */
const en = {
  began: (count: number) => (count === 1 ? 'It began' : `The first of ${count} began`),
  lastBegan: 'The last of them began',
  told: 'The message with this link was sent',
  acknowledged: (by: string, count: number) => `${actorNames.en(by)} is on it (${count})`,
  resolved: (count: number, all: number) => (count === all ? 'All are over' : `${count} of ${all} are over`),
};

const zh: typeof en = {
  began: (count) => (count === 1 ? '开始' : `${count} 条中的第一条开始`),
  lastBegan: '最后一条开始',
  told: '发送了带有此链接的消息',
  acknowledged: (by, count) => `${actorNames.zh(by)} 处理中（${count} 条）`,
  resolved: (count, all) => (count === all ? '全部恢复' : `${all} 条中 ${count} 条已恢复`),
};

export const linkedHistoryTexts = { en, zh };
export type LinkedHistoryTexts = typeof en;
