import { BackgroundWriter } from './background-writer.ts';
import { humanLine } from './human-log.ts';
import { logLine } from './log-line.ts';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export const LOG_FORMATS = ['auto', 'human', 'json'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** What a line holds besides level, time and message. `err` is an error, of which type, message and stack are told. */
type Fields = Readonly<Record<string, unknown>>;

/** An error in the place of fields is the field `err`. */
interface Log {
  (fields: Fields | Error, message?: string): void;
  (message: string): void;
}

/** Each part of the program logs through `logger.child({ component: 'broker' })`. */
export interface Logger {
  readonly trace: Log;
  readonly debug: Log;
  readonly info: Log;
  readonly warn: Log;
  readonly error: Log;
  readonly fatal: Log;
  /** One whose lines have these fields too. */
  child(fields: Fields, options?: { level?: LogLevel }): Logger;
}

interface LoggerOptions {
  level: LogLevel;
  /** `auto` is human on a terminal and JSON lines elsewhere. */
  format: (typeof LOG_FORMATS)[number];
  /** Standard error, when absent: standard output belongs to the answers of commands. */
  destination?: LogDestination | undefined;
}

export interface LogDestination {
  write(text: string): unknown;
  /** Writes what waits before it returns; called after something fatal. */
  flushSync?(): void;
  readonly isTTY?: boolean | undefined;
}

const STANDARD_ERROR = 2;

/** A terminal or pipe that nobody reads must not eat the memory: what does not fit in here is dropped. */
const LONGEST_BACKLOG = 4 * 1024 * 1024;

export function createLogger({ level, format, destination = standardError() }: LoggerOptions): Logger {
  let forPeople: boolean | undefined;
  const write = (json: string): void => {
    // Not before there is something to say: most starts are silent.
    forPeople ??= format === 'human' || (format === 'auto' && destination.isTTY === true);
    const colour = forPeople && destination.isTTY === true && !process.env.NO_COLOR;
    destination.write(forPeople ? humanLine(json, colour) : json);
  };
  return new LineLogger({ write, flushSync: () => destination.flushSync?.() }, level, {});
}

interface Sink {
  write(json: string): void;
  flushSync(): void;
}

const silence = (): void => {};

class LineLogger implements Logger {
  readonly trace: Log;
  readonly debug: Log;
  readonly info: Log;
  readonly warn: Log;
  readonly error: Log;
  readonly fatal: Log;
  readonly #sink: Sink;
  readonly #level: LogLevel;
  readonly #fields: Fields;

  constructor(sink: Sink, level: LogLevel, fields: Fields) {
    this.#sink = sink;
    this.#level = level;
    this.#fields = fields;
    const least = LOG_LEVELS.indexOf(level);
    const log = (name: LogLevel): Log => (LOG_LEVELS.indexOf(name) < least ? silence : this.#log(name));
    this.trace = log('trace');
    this.debug = log('debug');
    this.info = log('info');
    this.warn = log('warn');
    this.error = log('error');
    this.fatal = log('fatal');
  }

  child(fields: Fields, { level = this.#level }: { level?: LogLevel } = {}): Logger {
    return new LineLogger(this.#sink, level, { ...this.#fields, ...fields });
  }

  #log(level: LogLevel): Log {
    return (first: Fields | Error | string, message?: string): void => {
      const fields = typeof first === 'string' ? {} : first instanceof Error ? { err: first } : first;
      const text = typeof first === 'string' ? first : message;
      this.#sink.write(logLine(level, new Date(), { ...this.#fields, ...fields }, text));
      if (level === 'fatal') this.#sink.flushSync();
    };
  }
}

export const silentLogger: Logger = createLogger({
  level: 'silent',
  format: 'json',
  destination: { write: silence },
});

let standardErrorLog: LogDestination | undefined;

/** One for the whole process, however many brokers it runs. */
function standardError(): LogDestination {
  standardErrorLog ??= openStandardError();
  return standardErrorLog;
}

/** Written in the background, and flushed when the process exits or something fatal is logged. */
function openStandardError(): LogDestination {
  const writer = new BackgroundWriter(STANDARD_ERROR, LONGEST_BACKLOG);
  process.once('exit', () => writer.flushSync());
  return {
    write: (text) => writer.write(text),
    flushSync: () => writer.flushSync(),
    get isTTY() {
      return process.getBuiltinModule('node:tty').isatty(STANDARD_ERROR);
    },
  };
}
