import { compileGuarded, type GuardedPattern } from '../../lib/patterns/guarded-pattern.ts';
import type { Groups } from '../../lib/patterns/pattern.ts';
import { PatternError, SearchTooLongError, TextTooLongError } from '../../lib/patterns/pattern-error.ts';
import { SqlRuntimeError } from '../sql-error.ts';
import { bytesOf } from '../text.ts';
import { textOfBytes } from '../values.ts';

type Text = string | Buffer;

/** A pattern over the texts of the rule language. What it throws is a SqlRuntimeError. */
export interface TextPattern {
  test(text: Text): boolean;
  /** The groups of the first match without the match; a group that took no part is undefined. */
  groups(text: Text): (Text | undefined)[] | undefined;
  /** @param by gets and gives what `subject` makes of a text */
  replaceAll(text: Text, by: (match: string, groups: Groups) => string): Text;
  /** The text as the engine sees it. */
  subject(text: Text): string;
}

/** What tells PCRE to see characters. */
const CHARACTERS = /^\(\*UTF8?\)/;

/**
 * A pattern sees bytes, as EMQX's does: `.` is one of the three of 温. One that begins with `(*UTF8)` sees characters.
 * A byte is a character below U+0100 to the engine; what is ASCII is the same both ways.
 * @throws SqlRuntimeError
 */
export function compilePattern(given: Text): TextPattern {
  const bytes = overBytes.subject(given);
  const mark = CHARACTERS.exec(bytes)?.[0];
  const view = mark === undefined ? overBytes : overCharacters;
  const pattern = mark === undefined ? bytes : overCharacters.subject(given).slice(mark.length);
  const compiled = inSqlWords(() => compileGuarded(pattern));
  const { subject, restore } = view;
  return {
    subject,
    test: (text) => inSqlWords(() => compiled.test(subject(text))),
    groups: (text) => inSqlWords(() => groupsOf(compiled, subject(text)))?.map(restoreIn(restore)),
    replaceAll: (text, by) => restore(inSqlWords(() => compiled.replaceAll(subject(text), by))),
  };
}

const overBytes = {
  subject: (text: Text): string => (isAscii(text) ? text : bytesOf(text).toString('latin1')),
  restore: (found: string): Text => (isAscii(found) ? found : textOfBytes(Buffer.from(found, 'latin1'))),
};

const overCharacters = {
  subject(text: Text): string {
    const read = typeof text === 'string' ? text : textOfBytes(text);
    if (typeof read === 'string') return read;
    throw new SqlRuntimeError({ code: 'notUtf8' });
  },
  restore: (found: string): Text => found,
};

function isAscii(text: Text): text is string {
  return typeof text === 'string' && Buffer.byteLength(text) === text.length;
}

function groupsOf(pattern: GuardedPattern, subject: string): (string | undefined)[] | undefined {
  return pattern.find(subject)?.slice(1);
}

function restoreIn(restore: (found: string) => Text): (group: string | undefined) => Text | undefined {
  return (group) => (group === undefined ? undefined : restore(group));
}

function inSqlWords<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    const isOfPattern =
      error instanceof PatternError ||
      error instanceof TextTooLongError ||
      error instanceof SearchTooLongError;
    throw isOfPattern ? new SqlRuntimeError(error.fault) : error;
  }
}
