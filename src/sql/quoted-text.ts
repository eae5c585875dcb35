import type { Expression, Statement } from './ast.ts';
import type { CompileOptions } from './compile-rule.ts';
import { knownNames } from './known-names.ts';
import { isComparison } from './precedence.ts';
import { rewriteParts, rewriteStatement } from './rewrite.ts';
import { type SqlWarning, warn } from './sql-warning.ts';

/**
 * `WHERE reason != "normal"` names a column called normal, and so is never true, which nobody who writes it means
 * (in EMQX 4 it was text). A lone name in double quotes is read as text where it is compared, in WHERE, INCASE and
 * CASE, unless it is an alias of the statement or a column of its events. Elsewhere it stays a name.
 */
export function readQuotedText(
  statement: Statement,
  options: Pick<CompileOptions, 'columns'>,
): { statement: Statement; warnings: SqlWarning[] } {
  const { aliases, columns } = knownNames(statement, options);
  const warnings: SqlWarning[] = [];

  function operand(expression: Expression): Expression {
    if (expression.kind !== 'path' || !expression.quoted || expression.steps.length > 0)
      return condition(expression);
    const { root: name, span } = expression;
    if (aliases.has(name) || columns.has(name)) return expression;
    warnings.push(warn({ code: 'quotedText', name }, span));
    return { kind: 'literal', value: name, span };
  }

  /** Inside WHERE, INCASE, or the WHEN of a CASE. */
  function condition(expression: Expression): Expression {
    switch (expression.kind) {
      case 'binary':
        return rewriteParts(expression, isComparison(expression.operator) ? operand : condition);
      case 'in':
        return {
          ...expression,
          subject: condition(expression.subject),
          items: expression.items.map(operand),
        };
      case 'case':
        return item(expression);
      default:
        return rewriteParts(expression, condition);
    }
  }

  /** A select item or an argument: only the WHENs in it compare. */
  function item(expression: Expression): Expression {
    if (expression.kind !== 'case') return rewriteParts(expression, item);
    const { subject, branches, otherwise } = expression;
    return {
      ...expression,
      subject: subject && item(subject),
      branches: branches.map(({ when, result }) => ({
        when: subject ? operand(when) : condition(when),
        result: item(result),
      })),
      otherwise: otherwise && item(otherwise),
    };
  }

  return {
    statement: rewriteStatement(statement, ({ expression }) => item(expression), condition),
    warnings,
  };
}
