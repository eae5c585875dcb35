import type { Language } from '../texts/texts.ts';
import { settingHelpZh } from './setting-help.ts';
import { settingNamesEn, settingNamesZh } from './setting-names.ts';

/** What a setting is called. @param path names of the members around it, its own last */
export function labelFor(path: readonly string[], language: Language): string {
  const name = path.at(-1) ?? '';
  if (/^\d+$/.test(name)) return String(Number(name) + 1);
  if (language === 'zh') return settingNamesZh[name] ?? name;
  const words = settingNamesEn[name] ?? name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What a setting means; the API says it in English. */
export function helpFor(description: string | undefined, language: Language): string | undefined {
  return language === 'zh' && description !== undefined
    ? (settingHelpZh[description] ?? description)
    : description;
}

const OPTIONS: Readonly<Record<string, readonly [en: string, zh: string]>> = {
  en: ['English', '英文'],
  zh: ['Chinese', '中文'],
  verify_peer: ['Yes', '是'],
  verify_none: ['No', '否'],
  none: ['None', '无'],
  all: ['All', '全部'],
  list: ['One for all', '统一设置'],
  map: ['Names and values', '名称与值'],
  separate: ['Separately', '分别设置'],
  disk: ['On the disk', '磁盘'],
  memory: ['In memory', '内存'],
  influxdb_api_v1: ['InfluxDB 1', 'InfluxDB 1'],
  influxdb_api_v2: ['InfluxDB 2', 'InfluxDB 2'],
  single: ['One server', '单节点'],
  sentinel: ['Sentinel', '哨兵'],
  cluster: ['Cluster', '集群'],
  all_partitions: ['All partitions', '全部分区'],
  reference: ['Another action', '另一个动作'],
  republish: ['Publish a message', '发布消息'],
  integer: ['A number', '数字'],
  string: ['A text', '文本'],
};

const OF_MENTION: Readonly<Record<string, readonly [en: string, zh: string]>> = {
  list: ['Always', '始终'],
  separate: ['Per severity', '按级别'],
};

/** One value of several, or one form of several, in words. */
export function optionWord(option: string, language: Language, path: readonly string[] = []): string {
  const words = (path.at(-1) === 'mention' ? OF_MENTION[option] : undefined) ?? OPTIONS[option];
  return words?.[language === 'zh' ? 1 : 0] ?? option;
}
