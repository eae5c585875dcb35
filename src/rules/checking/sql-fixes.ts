import type { Span, SqlText } from '../../sql/door.ts';
import { ruleFixTexts } from '../../texts/rule-fixes.ts';

/** A change of the SQL that does what a problem asks for; offsets are UTF-16 units. */
export interface SqlFix {
  readonly message: string;
  readonly message_zh: string;
  readonly start: number;
  readonly end: number;
  readonly insert: string;
}

/** The ways out of a problem that can be written down without knowing what was meant; the likeliest first. */
export function fixesFor(
  sql: string,
  text: SqlText,
  span: Span,
  suggestion?: SqlText | undefined,
): readonly SqlFix[] {
  const there = sql.slice(span.start, span.end);
  const write = (insert: string, start = span.start, end = span.end): SqlFix[] => [
    {
      message: ruleFixTexts.en.write({ text: insert }),
      message_zh: ruleFixTexts.zh.write({ text: insert }),
      start,
      end,
      insert,
    },
  ];
  /** In the place of a part of what is underlined. */
  const writeFor = (part: string, insert: string): SqlFix[] => {
    const at = there.indexOf(part);
    return at === -1 ? [] : write(insert, span.start + at, span.start + at + part.length);
  };

  switch (text.code) {
    case 'quotedText':
      return write(quoted(text.name));
    case 'unknownColumn':
      return [
        ...(text.suggestion === undefined ? [] : writeFor(text.name, text.suggestion)),
        ...(text.compared && there === text.name ? write(quoted(text.name)) : []),
      ];
    case 'unknownReason':
      return write(quoted(text.suggestion));
    case 'textComparedWithNumber':
      return writeFor(text.number, quoted(text.number));
    case 'trailingComma':
      return [
        { message: ruleFixTexts.en.remove(), message_zh: ruleFixTexts.zh.remove(), ...span, insert: '' },
      ];
    case 'aliasInSingleQuotes':
      return /^[A-Za-z][\w$@~]*$/.test(text.alias) ? write(text.alias) : write(`"${text.alias}"`);
    default:
      return suggestedFix(there, suggestion, write, writeFor, span);
  }
}

type Write = (insert: string, start?: number, end?: number) => SqlFix[];

function suggestedFix(
  there: string,
  suggestion: SqlText | undefined,
  write: Write,
  writeFor: (part: string, insert: string) => SqlFix[],
  span: Span,
): SqlFix[] {
  switch (suggestion?.code) {
    case 'didYouMean': {
      const quote = /^["']/.exec(there)?.[0];
      if (quote) return write(quote + suggestion.name + quote);
      const name = /^[\w.]+/.exec(there)?.[0];
      return name === undefined ? [] : writeFor(name, suggestion.name);
    }
    case 'writeInstead':
      return write(suggestion.text);
    case 'quoteTopics':
      return there === '' ? [] : write(`"${there}"`);
    case 'oneStatement':
      return /^\s*;\s*$/.test(there)
        ? [{ message: ruleFixTexts.en.remove(), message_zh: ruleFixTexts.zh.remove(), ...span, insert: '' }]
        : [];
    default:
      return [];
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
