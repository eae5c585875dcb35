import { SQLDialect } from '@codemirror/lang-sql';

/** The words of the rule language that cannot be names. */
export const KEYWORDS: readonly string[] =
  'SELECT FROM WHERE FOREACH DO INCASE AND OR NOT IN AS CASE WHEN THEN ELSE END'.split(' ');

/**
 * EMQX's rule SQL: topics stand in double quotes, texts in single ones, and a backslash is a backslash.
 * @param functionNames with blanks between them
 */
export function ruleSqlDialect(functionNames: string): SQLDialect {
  return SQLDialect.define({
    keywords: `${KEYWORDS.join(' ').toLowerCase()} elsif if div mod true false`,
    builtin: functionNames,
    types: '',
    doubleQuotedStrings: true,
    backslashEscapes: false,
    operatorChars: '*+-%<>!=/~',
    specialVar: '',
    caseInsensitiveIdentifiers: true,
  });
}
