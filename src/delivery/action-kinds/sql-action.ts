import { z } from 'zod';
import type { SqlDialect } from '../../connectors/databases/sql-dialect.ts';
import type { SqlRequest } from '../../connectors/databases/sql-request.ts';
import { SqlTextError } from '../../connectors/databases/sql-tokens.ts';
import { compileSql, describeSqlMistake } from '../templates/sql-template.ts';
import { type ActionKind, defineAction } from './action-kind.ts';

/** A row as the parameters of a prepared statement: the same for all databases. */
export function sqlAction(type: string, dialect: SqlDialect): ActionKind {
  const parameters = z.strictObject({
    sql: z
      .string()
      .min(1)
      .max(65_536)
      .superRefine((text, context) => {
        const mistake = mistakeIn(text, dialect);
        if (mistake) context.addIssue({ code: 'custom', message: mistake });
      })
      .meta({
        description:
          'One statement; each ${placeholder} of it is a parameter of a prepared statement. Values never become part of the text.',
      }),
    undefined_vars_as_null: z.boolean().default(true).meta({
      description: 'A value that the row lacks is NULL; else the text `undefined`.',
    }),
  });
  return defineAction<typeof parameters>({
    type,
    parameters,
    ownNames: ['delivery'],
    batch: { size: 100, time: '0ms' },
    compile({ sql, undefined_vars_as_null: missingAsNull }) {
      const template = compileSql(sql, dialect, missingAsNull);
      return (row): SqlRequest => ({ sql: template.sql, parameters: template.values(row) });
    },
  });
}

function mistakeIn(text: string, dialect: SqlDialect): string | undefined {
  try {
    compileSql(text, dialect, true);
    return undefined;
  } catch (error) {
    if (error instanceof SqlTextError) return describeSqlMistake(error, text);
    throw error;
  }
}
