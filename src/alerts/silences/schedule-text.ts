/** What a short text says, in the words of the whole form. */
interface WrittenSchedule {
  time_zone?: string;
  windows: { days: Weekday[]; from: string; to: string }[];
}

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

const GROUPS: Readonly<Record<string, readonly Weekday[]>> = {
  daily: WEEKDAYS,
  weekdays: WEEKDAYS.slice(0, 5),
  weekends: WEEKDAYS.slice(5),
};

const TIMES = /^(\d{1,2}:\d\d)-(\d{1,2}:\d\d)$/;

/**
 * Reads `mon-fri 09:00-18:00 Asia/Shanghai`: days (`mon-fri`, `sat,sun`, `daily`, `weekdays`, `weekends`), the hours on
 * them, more of both if there are more, and a time zone at the end. Days may be left out and the time zone too.
 * @returns what was written there that cannot be read, as a text
 */
export function readScheduleText(text: string): WrittenSchedule | string {
  const words = text
    .replaceAll(/[\u2013\u2014]/g, '-')
    .replaceAll(/\s+-\s+/g, '-')
    .replaceAll(/\s*,\s*/g, ',')
    .split(/[\s;]+/)
    .filter(Boolean);
  const windows: WrittenSchedule['windows'] = [];
  let days: readonly Weekday[] = WEEKDAYS;
  let zone: string | undefined;
  let hasHours = true;
  for (const [index, word] of words.entries()) {
    const parts = word.split(',').filter(Boolean);
    for (const part of parts) {
      const times = TIMES.exec(part);
      const named = times ? undefined : readDays(part.toLowerCase());
      if (times) {
        windows.push({ days: [...days], from: padded(times[1]), to: padded(times[2]) });
        hasHours = true;
      } else if (named) {
        days = hasHours ? named : [...days, ...named];
        hasHours = false;
      } else if (index === words.length - 1 && parts.length === 1) zone = part;
      else return part;
    }
  }
  if (windows.length === 0 || !hasHours) return words.at(-1) ?? text;
  return { ...(zone !== undefined && { time_zone: zone }), windows };
}

/** `mon`, `monday`, `mon-fri`, `fri-mon` over the week-end, `weekdays`. */
function readDays(text: string): readonly Weekday[] | undefined {
  const group = Object.hasOwn(GROUPS, text) ? GROUPS[text] : undefined;
  if (group) return group;
  const [first, last, ...more] = text.split('-').map(readDay);
  if (first === undefined || more.length > 0 || (text.includes('-') && last === undefined)) return undefined;
  if (last === undefined) return WEEKDAYS.slice(first, first + 1);
  const count = ((last - first + 7) % 7) + 1;
  return Array.from({ length: count }, (_, index) => WEEKDAYS[(first + index) % 7] ?? 'mon');
}

const NAMES = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

function readDay(text: string): number | undefined {
  const index = text.length < 3 ? -1 : NAMES.findIndex((name) => name.startsWith(text));
  return index < 0 ? undefined : index;
}

function padded(time = ''): string {
  return time.padStart(5, '0');
}
