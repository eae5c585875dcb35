import type { Alias, AliasStep, Case, Expression, Item, Statement, Step } from './ast.ts';
import { isKeyword } from './parser/lexer.ts';
import { isOperator, type Level, operatorLevels, precedence } from './precedence.ts';
import { exactFloatText } from './text.ts';
import { Float, type Value } from './values.ts';

/** The statement as text, in one line; reading it again gives the same statement. */
export function printStatement(statement: Statement): string {
  const from = `FROM ${statement.from.map(({ topic }) => quoted(topic)).join(', ')}`;
  const where = statement.where && `WHERE ${printExpression(statement.where)}`;
  if (statement.kind === 'select') return clauses(`SELECT ${items(statement.items)}`, from, where);
  return clauses(
    `FOREACH ${items(statement.items)}`,
    statement.doItems && `DO ${items(statement.doItems)}`,
    statement.incase && `INCASE ${printExpression(statement.incase)}`,
    from,
    where,
  );
}

function clauses(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(' ');
}

function items(list: readonly Item[]): string {
  return list.map(printItem).join(', ');
}

function printItem(item: Item): string {
  if (item.kind === 'all') return '*';
  const expression = printExpression(item.expression);
  return item.alias ? `${expression} AS ${printAlias(item.alias)}` : expression;
}

function printAlias({ steps }: Alias): string {
  return steps
    .map((step, i) => (i === 0 && step.kind === 'key' ? name(step.name) : printStep(step)))
    .join('');
}

export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return printLiteral(expression.value);
    case 'path': {
      const root = expression.quoted ? quoted(expression.root) : expression.root;
      return root + expression.steps.map(printStep).join('');
    }
    case 'access':
      return printTarget(expression.target) + expression.steps.map(printStep).join('');
    case 'call': {
      const module = expression.module === undefined ? '' : `${expression.module}.`;
      return `${module}${expression.name}(${list(expression.args)})`;
    }
    case 'list':
      return `[${list(expression.items)}]`;
    case 'range':
      return `[${expression.from}..${expression.to}]`;
    case 'unary':
      // A sign before a sign needs parentheses: -- begins a comment.
      return expression.operator === 'not'
        ? `NOT ${printWithin(expression.operand, precedence.not)}`
        : expression.operator + printWithin(expression.operand, precedence.primary);
    case 'binary': {
      const level = precedence[levelOf(expression)];
      const left = printWithin(expression.left, level === precedence.comparison ? level + 1 : level);
      return `${left} ${expression.operator} ${printWithin(expression.right, level + 1)}`;
    }
    case 'logic': {
      const level = precedence[expression.operator] + 1;
      return expression.operands
        .map((operand) => printWithin(operand, level))
        .join(` ${expression.operator.toUpperCase()} `);
    }
    case 'in': {
      const subject = printWithin(expression.subject, precedence.comparison + 1);
      return `${subject} ${expression.negated ? 'NOT IN' : 'IN'} (${list(expression.items)})`;
    }
    case 'case':
      return printCase(expression);
  }
}

function list(expressions: readonly Expression[]): string {
  return expressions.map(printExpression).join(', ');
}

/** In parentheses unless it binds at least as tightly as its place asks. */
function printWithin(expression: Expression, minimum: number): string {
  const text = printExpression(expression);
  return precedence[levelOf(expression)] < minimum ? `(${text})` : text;
}

function printTarget(target: Expression): string {
  const text = printExpression(target);
  return target.kind === 'call' || target.kind === 'list' || target.kind === 'case' ? text : `(${text})`;
}

function levelOf(expression: Expression): Level {
  switch (expression.kind) {
    case 'unary':
      return expression.operator === 'not' ? 'not' : 'unary';
    case 'logic':
      return expression.operator;
    case 'in':
      return 'comparison';
    case 'binary':
      return operatorLevels[expression.operator];
    default:
      return 'primary';
  }
}

function printCase({ subject, branches, otherwise }: Case): string {
  return clauses(
    'CASE',
    subject && printExpression(subject),
    ...branches.map(({ when, result }) => `WHEN ${printExpression(when)} THEN ${printExpression(result)}`),
    otherwise && `ELSE ${printExpression(otherwise)}`,
    'END',
  );
}

export function printLiteral(value: Value): string {
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (value instanceof Float) return exactFloatText(value.value);
  return typeof value === 'number' && !Number.isInteger(value) ? exactFloatText(value) : String(value);
}

function printStep(step: Step | AliasStep): string {
  switch (step.kind) {
    case 'key':
      return `.${printKey(step.name)}`;
    case 'slice':
      return `[${step.from}..${step.to}]`;
    default:
      if ('index' in step) return `[${printExpression(step.index)}]`;
      return `[${Object.is(step.at, -0) ? '-0' : step.at}]`;
  }
}

/** Double quotes hold a single one, and the other way around. */
function printKey(key: string): string {
  if (isPlainName(key)) return key;
  return key.includes("'") ? quoted(key) : `'${key}'`;
}

function isPlainName(text: string): boolean {
  return /^[a-z][\w$@~]*$/i.test(text) && !isKeyword(text);
}

function name(text: string): string {
  return isPlainName(text) && !isOperator(text) ? text : quoted(text);
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
