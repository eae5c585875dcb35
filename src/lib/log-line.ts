import { maskTokensIn } from './secrets/secret-patterns.ts';

/** Secrets are not logged on purpose; this catches the accident of logging an object that holds one. */
const SECRETS: ReadonlySet<string> = new Set(['password', 'secret', 'token', 'authorization']);
const CENSOR = '******';

/**
 * One line of the log: a JSON object with level, ISO time, fields and `msg`, and a line break. What JSON cannot say is
 * said as text: a line that cannot be written must not end what wrote it.
 */
export function logLine(
  level: string,
  time: Date,
  fields: Readonly<Record<string, unknown>>,
  message: string | undefined,
): string {
  const line: Record<string, unknown> = { level, time: time.toISOString() };
  for (const [name, value] of Object.entries(fields)) {
    line[name] = SECRETS.has(name)
      ? CENSOR
      : value instanceof Error
        ? described(value)
        : withoutSecrets(value);
  }
  if (message !== undefined) line.msg = message;
  return `${maskTokensIn(toJson(line))}\n`;
}

function toJson(line: Record<string, unknown>): string {
  try {
    return JSON.stringify(line, (_name, value) => (typeof value === 'bigint' ? String(value) : value));
  } catch {
    // Objects that hold each other.
    const texts = Object.entries(line).map(([name, value]) => [name, String(value)]);
    return JSON.stringify(Object.fromEntries(texts));
  }
}

/** A copy whose own members hold no secret. */
function withoutSecrets(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (!Object.keys(value).some((name) => SECRETS.has(name))) return value;
  const members = Object.entries(value).map(([name, member]) => [name, SECRETS.has(name) ? CENSOR : member]);
  return Object.fromEntries(members);
}

/** The type, the message and the stack with those of the causes, and what else the error says of itself. */
function described(error: Error): Record<string, unknown> {
  const { name, message, cause: _cause, ...more } = error;
  return {
    ...(withoutSecrets(more) as object),
    type: error.constructor.name || name,
    message,
    stack: stackOf(error),
  };
}

/** As many as a chain of causes is followed; it may be a circle. */
const MOST_CAUSES = 10;

function stackOf(error: Error): string {
  const stacks: string[] = [];
  for (let at: unknown = error; at instanceof Error && stacks.length < MOST_CAUSES; at = at.cause) {
    stacks.push(at.stack ?? String(at));
  }
  return stacks.join('\ncaused by: ');
}
