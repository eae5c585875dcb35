import type { Expression, Item, OutputItem, Statement, Step } from './ast.ts';
import { foldOperator } from './fold.ts';

type Rewrite = (expression: Expression) => Expression;

/** The expression with every direct part replaced by what `rewrite` makes of it. */
export function rewriteParts(expression: Expression, rewrite: Rewrite): Expression {
  switch (expression.kind) {
    case 'literal':
    case 'range':
      return expression;
    case 'path':
      return { ...expression, steps: rewriteSteps(expression.steps, rewrite) };
    case 'access':
      return {
        ...expression,
        target: rewrite(expression.target),
        steps: rewriteSteps(expression.steps, rewrite),
      };
    case 'call':
      return { ...expression, args: expression.args.map(rewrite) };
    case 'list':
      return { ...expression, items: expression.items.map(rewrite) };
    case 'unary':
      return { ...expression, operand: rewrite(expression.operand) };
    case 'binary':
      return { ...expression, left: rewrite(expression.left), right: rewrite(expression.right) };
    case 'logic':
      return { ...expression, operands: expression.operands.map(rewrite) };
    case 'in':
      return { ...expression, subject: rewrite(expression.subject), items: expression.items.map(rewrite) };
    case 'case':
      return {
        ...expression,
        subject: expression.subject && rewrite(expression.subject),
        branches: expression.branches.map(({ when, result }) => ({
          when: rewrite(when),
          result: rewrite(result),
        })),
        otherwise: expression.otherwise && rewrite(expression.otherwise),
      };
  }
}

function rewriteSteps(steps: readonly Step[], rewrite: Rewrite): Step[] {
  return steps.map((step) => (step.kind === 'index' ? { ...step, index: rewrite(step.index) } : step));
}

/** The statement with the expressions of its select items and its conditions (WHERE, INCASE) rewritten. */
export function rewriteStatement(
  statement: Statement,
  item: (item: OutputItem) => Expression,
  condition: Rewrite,
): Statement {
  const items = (list: readonly Item[]) =>
    list.map((one) => (one.kind === 'all' ? one : { ...one, expression: item(one) }));
  const where = statement.where && condition(statement.where);
  if (statement.kind === 'select') return { ...statement, items: items(statement.items), where };
  return {
    ...statement,
    items: items(statement.items),
    doItems: statement.doItems && items(statement.doItems),
    incase: statement.incase && condition(statement.incase),
    where,
  };
}

/** The statement with its constant operators worked out; an item without an alias is named by what it is, and stays. */
export function simplify(statement: Statement): Statement {
  const foldItem = ({ alias, expression }: OutputItem) =>
    alias ? fold(expression) : rewriteParts(expression, fold);
  return rewriteStatement(statement, foldItem, fold);
}

function fold(expression: Expression): Expression {
  const folded = rewriteParts(expression, fold);
  const isOperator = folded.kind === 'unary' || folded.kind === 'binary' || folded.kind === 'logic';
  return isOperator ? foldOperator(folded) : folded;
}

/** Calls `visit` for the expression and everything in it, from the outside in. */
export function visitAll(expression: Expression, visit: (part: Expression) => void): void {
  visit(expression);
  rewriteParts(expression, (part) => {
    visitAll(part, visit);
    return part;
  });
}

/** The names that the paths of an expression begin with. */
export function rootsOf(expression: Expression | undefined): Set<string> {
  const roots = new Set<string>();
  if (expression) visitAll(expression, (part) => void (part.kind === 'path' && roots.add(part.root)));
  return roots;
}
