import { MONITOR_NAMES, monitorKinds } from '../../src/alerts/monitors/monitor-table.ts';
import { describeForms, type Forms } from '../../src/alerts/monitors/threshold.ts';
import { monitorTexts } from '../../src/texts/monitor-texts.ts';
import type { Language } from './language.ts';
import { code, markdownTable } from './markdown-table.ts';

/** A row for each monitor: what it watches, and when it is too bad. */
export function monitorTable(language: Language): string {
  const { head, units, severities, reached, back } = texts[language];
  return markdownTable(
    head,
    MONITOR_NAMES.map((name) => {
      const { unit, direction, threshold, clearThreshold, window, severity, alarm } = monitorKinds[name];
      return [
        code(name),
        monitorTexts[language][name].description,
        wordOf(units, unit),
        reached(code(String(threshold)), direction),
        clearThreshold === 0 ? back(code('0')) : back(code(String(clearThreshold)), direction),
        code(window),
        wordOf(severities, severity),
        alarm === '' ? '–' : code(alarm),
      ];
    }),
  );
}

/** How thresholds may be written, and what to do when one is reached. */
export function monitorAdvice(language: Language): string {
  const { adviceHead, forms } = texts[language];
  return markdownTable(
    adviceHead,
    MONITOR_NAMES.map((name) => [
      code(name),
      forms(monitorKinds[name].forms),
      monitorTexts[language][name].advice,
    ]),
  );
}

/** @throws Error when a word has no translation */
function wordOf(words: Readonly<Record<string, string>> | undefined, word: string): string {
  if (words === undefined) return word;
  const translated = words[word];
  if (translated === undefined) throw new Error(`monitor-tables.ts does not translate ${word}`);
  return translated;
}

interface MonitorTableTexts {
  readonly head: readonly string[];
  readonly adviceHead: readonly string[];
  /** Undefined where they are shown as the table of monitors has them. */
  readonly units?: Readonly<Record<string, string>>;
  readonly severities?: Readonly<Record<string, string>>;
  readonly reached: (level: string, direction: 'above' | 'below') => string;
  /** Without a direction: exactly there. */
  readonly back: (level: string, direction?: 'above' | 'below') => string;
  readonly forms: (forms: Forms) => string;
}

const texts: Readonly<Record<Language, MonitorTableTexts>> = {
  en: {
    head: ['monitor', 'what it watches', 'unit', 'raised', 'over', 'window', 'severity', 'alarm'],
    adviceHead: ['monitor', 'a threshold is', 'what to do'],
    reached: (level, direction) => `at ${level} or ${direction === 'above' ? 'more' : 'less'}`,
    back: (level, direction) =>
      `at ${level}${direction === undefined ? '' : ` or ${direction === 'above' ? 'less' : 'more'}`}`,
    forms: describeForms,
  },
  zh: {
    head: ['监控项', '监控内容', '单位', '触发', '恢复', '时间窗口', '级别', '系统告警'],
    adviceHead: ['监控项', '阈值的写法', '处理办法'],
    units: {
      alarms: '系统告警数',
      bytes: '字节',
      channels: '渠道数',
      connections: '连接数',
      days: '天',
      deliveries: '投递数',
      denials: '拒绝次数',
      events: '事件数',
      failures: '失败次数',
      'messages per second': '消息/秒',
      messages: '消息数',
      milliseconds: '毫秒',
      percent: '百分比',
      seconds: '秒',
    },
    severities: { critical: '严重', warning: '警告', info: '提示' },
    reached: (level, direction) => `达到 ${level} 或更${direction === 'above' ? '高' : '低'}`,
    back: (level, direction) =>
      direction === undefined ? `回到 ${level}` : `回到 ${level} 或更${direction === 'above' ? '低' : '高'}`,
    forms: ({ plain, least, most, share, percent, size, duration }) =>
      [
        plain === 'share'
          ? '0 到 100 的百分数'
          : most === undefined
            ? `不小于 ${least} 的数字`
            : `${least} 到 ${most} 的数字`,
        ...(share || percent ? ['比例，如 80%'] : []),
        ...(size ? ['大小，如 100GB'] : []),
        ...(duration === undefined ? [] : ['时长，如 30s']),
      ].join('，或'),
  },
};
