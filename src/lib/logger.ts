import { isatty } from 'node:tty';
import { pino } from 'pino';
import { BackgroundWriter } from './background-writer.ts';
import { humanLine } from './human-log.ts';

export type Logger = pino.Logger;

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export const LOG_FORMATS = ['auto', 'human', 'json'] as const;

interface LoggerOptions {
  level: (typeof LOG_LEVELS)[number];
  /** `auto` is human on a terminal and JSON lines elsewhere. */
  format: (typeof LOG_FORMATS)[number];
  /** Standard error, when absent: standard output belongs to the answers of commands. */
  destination?: LogDestination | undefined;
}

export interface LogDestination {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
}

const STANDARD_ERROR = 2;

/** A terminal or pipe that nobody reads must not eat the memory: what does not fit in here is dropped. */
const LONGEST_BACKLOG = 4 * 1024 * 1024;

/** Secrets are not logged on purpose; this catches the accident of logging an object that holds one. */
const SECRETS = ['password', 'secret', 'token', 'authorization'];

/** Each part of the program logs through `logger.child({ component: 'broker' })`. */
export function createLogger({ level, format, destination }: LoggerOptions): Logger {
  const terminal = destination ? destination.isTTY === true : isatty(STANDARD_ERROR);
  const human = format === 'human' || (format === 'auto' && terminal);
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`]), censor: '******' },
    },
    human
      ? humanStream(destination ?? standardError(), terminal && !process.env.NO_COLOR)
      : (destination ?? standardError()),
  );
}

export const silentLogger: Logger = pino({ level: 'silent' }, { write: () => undefined });

/** Written in the background, and flushed when the process exits or (by pino) when something fatal is logged. */
function standardError(): BackgroundWriter {
  const writer = new BackgroundWriter(STANDARD_ERROR, LONGEST_BACKLOG);
  process.once('exit', () => writer.flushSync());
  return writer;
}

function humanStream(destination: LogDestination & { flushSync?: () => void }, colour: boolean) {
  return {
    write: (json: string) => {
      destination.write(humanLine(json, colour));
    },
    flushSync: () => destination.flushSync?.(),
  };
}
