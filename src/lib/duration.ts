const MILLISECONDS = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 } as const;

/** Each unit at most once, the largest first: `1m30s`, not `30s1m`. */
const PATTERN = new RegExp(
  `^${Object.keys(MILLISECONDS)
    .map((unit) => `(?:(?<${unit}>\\d+(?:\\.\\d+)?)${unit})?`)
    .join('')}$`,
  'i',
);

/**
 * Milliseconds of `15s`, `500ms`, `1m30s`, `7d`, or of a bare integer, which is milliseconds already.
 * `infinity` is `Infinity`; anything else is `undefined`.
 */
export function parseDuration(text: string | number): number | undefined {
  if (typeof text === 'number') return isMilliseconds(text) ? text : undefined;
  if (text.toLowerCase() === 'infinity') return Infinity;
  if (text === '' || text.length > 64) return undefined;
  if (/^\d+$/.test(text)) return parseDuration(Number(text));
  const parts = PATTERN.exec(text)?.groups;
  if (!parts) return undefined;
  let total = 0;
  for (const [unit, length] of Object.entries(MILLISECONDS)) total += Number(parts[unit] ?? 0) * length;
  return parseDuration(Math.round(total));
}

function isMilliseconds(value: number): boolean {
  return value === Infinity || (Number.isSafeInteger(value) && value >= 0);
}

/** The shortest exact text that `parseDuration` reads back: 90000 is `1m30s`. Weeks are written as days. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds === Infinity) return 'infinity';
  let rest = Math.max(0, Math.round(milliseconds));
  if (rest === 0) return '0s';
  let text = '';
  for (const unit of ['d', 'h', 'm', 's', 'ms'] as const) {
    const count = Math.floor(rest / MILLISECONDS[unit]);
    rest -= count * MILLISECONDS[unit];
    if (count > 0) text += `${count}${unit}`;
  }
  return text;
}
