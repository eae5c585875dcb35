import { usePreferences } from '../preferences/preferences.ts';
import type { Language } from '../texts/texts.ts';

const LOCALES = { en: 'en-GB', zh: 'zh-CN' } as const;

type Precision = 'minute' | 'second' | 'millisecond';

export interface Formats {
  /** 1,284 */
  number(value: number, digits?: number): string;
  /** 12.4 kB */
  bytes(value: number): string;
  /** 2 min 10 s */
  duration(milliseconds: number): string;
  /** 14:03:07, with the date when it is not today; the offset when the zone is not the browser's. */
  time(at: number | string, precision?: Precision): string;
  /** 3 min ago, up to an hour; then as `time`. */
  ago(at: number | string, now?: number): string;
  list(items: readonly string[]): string;
}

export function useFormats(): Formats {
  const { language, timeZone } = usePreferences();
  return formatsOf(language, timeZone);
}

const UNITS: readonly (readonly [milliseconds: number, en: string, zh: string])[] = [
  [86_400_000, 'd', '天'],
  [3_600_000, 'h', '小时'],
  [60_000, 'min', '分'],
  [1_000, 's', '秒'],
];

const known = new Map<string, Formats>();

/** The same for the same, since to make one takes longer than to use it. @param timeZone an IANA name; undefined: the browser's */
export function formatsOf(language: Language, timeZone: string | undefined): Formats {
  const key = `${language} ${timeZone}`;
  const formats = known.get(key) ?? createFormats(language, timeZone);
  known.set(key, formats);
  return formats;
}

/** Made when it is first needed: the first page is there sooner. */
function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Makes what Intl formats with once: that takes a hundred times as long as to format, and tables do it for each row. */
function createFormats(language: Language, timeZone: string | undefined): Formats {
  const locale = LOCALES[language];
  const zone = timeZone === undefined ? {} : { timeZone };
  const isForeign = once(
    () => timeZone !== undefined && timeZone !== Intl.DateTimeFormat().resolvedOptions().timeZone,
  );
  const day = once(() => new Intl.DateTimeFormat('en-CA', { ...zone, dateStyle: 'short' }));
  const list = once(() => new Intl.ListFormat(locale));
  const numbers = new Map<number, Intl.NumberFormat>();
  const times = new Map<string, Intl.DateTimeFormat>();
  const numberFormat = (digits: number) => {
    const format = numbers.get(digits) ?? new Intl.NumberFormat(locale, { maximumFractionDigits: digits });
    numbers.set(digits, format);
    return format;
  };
  const timeFormat = (precision: Precision, isToday: boolean) => {
    const key = `${precision} ${isToday}`;
    const format = times.get(key) ?? createTimeFormat(precision, isToday);
    times.set(key, format);
    return format;
  };
  const createTimeFormat = (precision: Precision, isToday: boolean) =>
    new Intl.DateTimeFormat(locale, {
      ...zone,
      ...(!isToday && { year: 'numeric', month: '2-digit', day: '2-digit' }),
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      ...(precision !== 'minute' && { second: '2-digit' }),
      ...(precision === 'millisecond' && { fractionalSecondDigits: 3 }),
      ...(isForeign() && { timeZoneName: 'longOffset' }),
    });

  const formats: Formats = {
    number: (value, digits = 0) => numberFormat(digits).format(value),
    bytes(value) {
      const power = value < 1000 ? 0 : Math.min(4, Math.floor(Math.log10(value) / 3));
      const scaled = value / 1000 ** power;
      return `${formats.number(scaled, scaled < 10 && power > 0 ? 1 : 0)} ${['B', 'kB', 'MB', 'GB', 'TB'][power]}`;
    },
    duration(milliseconds) {
      if (milliseconds < 1000)
        return `${Math.max(0, Math.round(milliseconds))} ${language === 'zh' ? '毫秒' : 'ms'}`;
      const parts: string[] = [];
      let rest = Math.floor(milliseconds / 1000) * 1000;
      for (const [size, en, zh] of UNITS) {
        const count = Math.floor(rest / size);
        rest -= count * size;
        if (count > 0) parts.push(`${count} ${language === 'zh' ? zh : en}`);
        else if (parts.length > 0) break;
        if (parts.length === 2) break;
      }
      return parts.join(' ');
    },
    time(at, precision = 'second') {
      const date = new Date(at);
      const isToday = day().format(date) === day().format(new Date());
      return timeFormat(precision, isToday).format(date);
    },
    ago(at, now = Date.now()) {
      const passed = now - new Date(at).getTime();
      if (passed >= 3_600_000 || passed < 0) return formats.time(at);
      const seconds = Math.floor(passed / 1000);
      const minutes = Math.floor(seconds / 60);
      // Not by Intl.RelativeTimeFormat, whose Chinese has no space between a figure and the word.
      if (language === 'zh') {
        if (seconds === 0) return '刚刚';
        return minutes === 0 ? `${seconds} 秒前` : `${minutes} 分钟前`;
      }
      if (seconds === 0) return 'now';
      return minutes === 0 ? `${seconds} s ago` : `${minutes} min ago`;
    },
    list: (items) => list().format(items),
  };
  return formats;
}
