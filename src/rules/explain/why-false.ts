import { isText, type Operand, type Term, toJsonText, type Value } from '../../sql/door.ts';
import type { ExplanationTexts } from '../../texts/explanation.ts';
import type { SqlPlaces } from './sql-places.ts';

/** A sentence is for people: what is longer is cut. */
const LONGEST_VALUE = 60;
const LONGEST_PART = 100;
/** Values named for one condition, and alternatives of an OR. */
const MOST_VALUES = 4;
const MOST_ALTERNATIVES = 3;

/** Says why a condition is false: `reason = 'tcp_closed', expected != 'tcp_closed'`. */
export class WhyFalse {
  readonly #places: SqlPlaces;
  readonly #texts: ExplanationTexts;

  constructor(places: SqlPlaces, texts: ExplanationTexts) {
    this.#places = places;
    this.#texts = texts;
  }

  of(term: Term): string {
    switch (term.kind) {
      case 'and': {
        const guilty = term.terms.find(({ verdict }) => verdict === 'false');
        return guilty ? this.of(guilty) : this.text(term);
      }
      case 'or': {
        const reasons = term.terms.slice(0, MOST_ALTERNATIVES).map((part) => this.of(part));
        const more = term.terms.length > MOST_ALTERNATIVES ? ['…'] : [];
        return this.#texts.noneOf({ why: [...reasons, ...more].join(this.#texts.separator) });
      }
      case 'not':
        return this.#generally(term);
      case 'comparison': {
        const { operator, left, right } = term;
        if (right.kind !== 'literal' || left.kind === 'literal') return this.#generally(term);
        return this.#expected(left, `${operator} ${literal(right.value)}`);
      }
      case 'in': {
        const { subject, items, negated } = term;
        const list = items.map((item) => (item.kind === 'literal' ? literal(item.value) : this.text(item)));
        return this.#expected(
          subject,
          `${negated ? 'NOT IN' : 'IN'} (${cut(list.join(', '), LONGEST_PART)})`,
        );
      }
      case 'value': {
        const { operand } = term;
        const values = valuedParts(operand.parts).map((part) => this.value(part));
        const why = this.#expected(operand, 'true');
        return values.length === 0 ? why : `${why} (${values.slice(0, MOST_VALUES).join(', ')})`;
      }
    }
  }

  /** `reason = 'normal'` */
  value(operand: Operand): string {
    return this.#texts.valueOf({ part: this.text(operand), value: literal(operand.value) });
  }

  text({ span }: Pick<Operand, 'span'>): string {
    return cut(this.#places.text(span).replace(/\s+/g, ' '), LONGEST_PART);
  }

  #expected(operand: Operand, expected: string): string {
    const part = this.text(operand);
    if (operand.value === undefined) return this.#texts.expectedValue({ part, expected });
    return this.#texts.expected({ part, value: literal(operand.value), expected });
  }

  #generally(term: Term): string {
    const values = [...new Set(valuesIn(term).map((operand) => this.value(operand)))];
    return this.#texts.expectedOf({
      values: values.slice(0, MOST_VALUES).join(', '),
      expected: this.text(term),
    });
  }
}

/** A value as SQL writes it, shortened. */
export function literal(value: Value): string {
  if (value === undefined) return 'undefined';
  if (isText(value)) return `'${cut(value.toString(), LONGEST_VALUE)}'`;
  try {
    return cut(toJsonText(value), LONGEST_VALUE);
  } catch {
    return '…'; // larger than any text may be
  }
}

function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest).toWellFormed()}…` : text;
}

function valuesIn(term: Term): Operand[] {
  switch (term.kind) {
    case 'comparison':
      return valuedParts([term.left, term.right]);
    case 'in':
      return valuedParts([term.subject, ...term.items]);
    case 'value':
      return valuedParts([term.operand]);
    default:
      return term.terms.flatMap(valuesIn);
  }
}

/** What was evaluated and is no constant. */
function valuedParts(operands: readonly Operand[]): Operand[] {
  return operands.filter(({ kind, isEvaluated, error }) => kind !== 'literal' && isEvaluated && !error);
}
