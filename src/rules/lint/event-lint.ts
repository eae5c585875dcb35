import { suggest } from '../../lib/suggest.ts';
import {
  type Expression,
  isText,
  printLiteral,
  type Span,
  type SqlWarning,
  type Statement,
  type Value,
  visitAll,
  warn,
} from '../../sql/door.ts';
import { commonColumns, type EventDescription } from '../event-catalogue.ts';
import { disconnectReasons } from './known-reasons.ts';

/** Columns that hold topic filters, where a wildcard is meant as it stands. */
const FILTER_EVENTS: readonly string[] = [
  'session.subscribed',
  'session.unsubscribed',
  'client.check_authz_complete',
];

const EQUAL = ['=', '!='];
const ORDERED = ['=', '!=', '<', '<=', '>', '>='];

/**
 * Comparisons of columns with constants that no value of the column can meet, or that are an error, by what the table of
 * events says of the columns.
 * @param events all that FROM may hear
 */
export function lintComparisons(statement: Statement, events: readonly EventDescription[]): SqlWarning[] {
  const warnings: SqlWarning[] = [];
  const given = namesGiven(statement);
  const look = (column: Expression, operator: string, constant: Expression): void => {
    if (column.kind !== 'path' || column.steps.length > 0 || given.has(column.root)) return;
    if (constant.kind !== 'literal') return;
    const found = warningOf(column.root, operator, constant.value, constant.span, events);
    if (found) warnings.push(found);
  };
  for (const condition of conditionsOf(statement)) {
    visitAll(condition, (part) => {
      if (part.kind === 'binary') {
        look(part.left, part.operator, part.right);
        look(part.right, part.operator, part.left);
      } else if (part.kind === 'in') {
        for (const item of part.items) look(part.subject, 'in', item);
      }
    });
  }
  return warnings;
}

function warningOf(
  name: string,
  operator: string,
  value: Value,
  span: Span,
  events: readonly EventDescription[],
): SqlWarning | undefined {
  const type = typeOf(name, events);
  const text = isText(value) ? value.toString() : undefined;
  const isNumber = typeof value === 'number' || typeof value === 'bigint';
  if (name === 'topic' && text !== undefined && EQUAL.includes(operator) && hasWildcard(text)) {
    if (!events.some(({ event }) => FILTER_EVENTS.includes(event))) {
      return warn({ code: 'wildcardCompared', operator, filter: text }, span);
    }
  }
  // Payloads are whatever the publisher sends.
  if (type === 'text' && isNumber && name !== 'payload' && ORDERED.includes(operator)) {
    return warn({ code: 'textComparedWithNumber', name, number: printLiteral(value) }, span);
  }
  if (type === 'number' && text !== undefined && !isNumeric(text) && ORDERED.includes(operator)) {
    return warn({ code: 'numberComparedWithText', name, text }, span);
  }
  if (name === 'reason' && text !== undefined && (operator === 'in' || EQUAL.includes(operator))) {
    if (events.every(({ event }) => event === 'client.disconnected') && !disconnectReasons.includes(text)) {
      const suggestion = suggest(text, disconnectReasons);
      if (suggestion !== undefined) return warn({ code: 'unknownReason', reason: text, suggestion }, span);
    }
  }
  return undefined;
}

/** Undefined when the events do not agree, or are not known. */
function typeOf(name: string, events: readonly EventDescription[]): 'text' | 'number' | 'other' | undefined {
  const types = new Set(events.map(({ columns }) => (columns.get(name) ?? commonColumns[name])?.type));
  const [type] = types;
  if (types.size !== 1 || type === undefined) return undefined;
  if (type === 'text') return 'text';
  return type === 'int' || type === 'ms' || type === 'us' ? 'number' : 'other';
}

function hasWildcard(topic: string): boolean {
  return topic.split('/').some((level) => level === '+' || level === '#');
}

function isNumeric(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}

/** What a name of the statement stands for is not the event's column. */
function namesGiven(statement: Statement): Set<string> {
  const items =
    statement.kind === 'foreach' ? [...statement.items, ...(statement.doItems ?? [])] : statement.items;
  return new Set(
    items.flatMap((item) => {
      const step = item.kind === 'output' ? item.alias?.steps[0] : undefined;
      return step?.kind === 'key' ? [step.name] : [];
    }),
  );
}

export function conditionsOf(statement: Statement): Expression[] {
  const conditions = [statement.where, statement.kind === 'foreach' ? statement.incase : undefined];
  return conditions.filter((condition) => condition !== undefined);
}
