/** How long ago, or in how long, in one word or two. */
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const UNITS = [
  { length: DAY, from: 2 * DAY, en: 'd', zh: '天' },
  { length: HOUR, from: 2 * HOUR, en: 'h', zh: '小时' },
  { length: MINUTE, from: 2 * MINUTE, en: 'min', zh: '分钟' },
  { length: SECOND, from: 0, en: 's', zh: '秒' },
] as const;

/**
 * @param at the moment, in Unix milliseconds
 * @param now the same
 */
export function relativeTime(at: number, now: number, language: 'en' | 'zh'): string {
  const distance = Math.abs(now - at);
  if (distance < SECOND) return language === 'zh' ? '刚刚' : 'now';
  const unit = UNITS.find(({ from }) => distance >= from) ?? UNITS[3];
  const length = `${Math.floor(distance / unit.length)} ${unit[language]}`;
  if (language === 'zh') return at <= now ? `${length}前` : `${length}后`;
  return at <= now ? `${length} ago` : `in ${length}`;
}
