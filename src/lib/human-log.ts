/** What a log line holds (log-line.ts); everything besides these members is a field. */
interface LogLine {
  time: string;
  level: string;
  component?: string;
  msg?: string;
  err?: { type?: string; message?: string; stack?: string };
}

const COLOURS: Readonly<Record<string, number>> = {
  trace: 90,
  debug: 90,
  info: 32,
  warn: 33,
  error: 31,
  fatal: 31,
};

/**
 * Turns one JSON log line into a line for people: local time, level, component, message, fields. A stack
 * follows on lines of its own.
 */
export function humanLine(json: string, colour: boolean): string {
  const { time, level, component, msg, err, ...fields } = JSON.parse(json) as LogLine;
  const paint = (code: number | undefined, text: string): string =>
    colour && code !== undefined ? `\u001b[${code}m${text}\u001b[0m` : text;
  const parts = [paint(90, localTime(new Date(time))), paint(COLOURS[level], level.toUpperCase().padEnd(5))];
  if (component !== undefined) parts.push(paint(36, printable(component).padEnd(10)));
  if (msg !== undefined) parts.push(printable(msg));
  for (const [name, value] of Object.entries(fields)) {
    parts.push(`${paint(90, `${printable(name)}=`)}${fieldText(value)}`);
  }
  const stack = err?.stack ?? (err?.message === undefined ? undefined : `${err.type}: ${err.message}`);
  const below = stack?.split('\n').map((line) => `\n    ${printable(line)}`) ?? [];
  return `${parts.join(' ')}${below.join('')}\n`;
}

/** Words stand bare, everything else as JSON, so that a value cannot pass for two fields. */
function fieldText(value: unknown): string {
  return printable(typeof value === 'string' && /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value));
}

/**
 * Foreign text (client ids, topics) must not steer the terminal or forge a line: control characters and the
 * marks that turn the direction of writing are shown as escapes.
 */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function localTime(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return `${day} ${time}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}
