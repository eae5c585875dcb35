const LONGEST = 60;

/** A value in one short line. */
export function shownValue(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const line = (text ?? '').replace(/\s+/g, ' ');
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

/** The members of a value, or of what lies in it at a path; text that is JSON is read as what it holds. */
export function membersOf(value: unknown, path: readonly string[]): [string, unknown][] | undefined {
  let found = asJson(value);
  for (const step of path) {
    if (found === null || typeof found !== 'object') return undefined;
    found = asJson((found as Record<string, unknown>)[step.replace(/\[.*$/, '')]);
    if (step.includes('[') && Array.isArray(found)) found = asJson(found[0]);
  }
  if (found === null || typeof found !== 'object' || Array.isArray(found)) return undefined;
  return Object.entries(found);
}

function asJson(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
