import {
  type ExplainedItem,
  type Operand,
  type RuleExplanation,
  type SqlRuntimeError,
  sayIn,
  type Term,
  type Value,
} from '../../sql/door.ts';
import type { ExplanationLanguage } from '../../texts/explanation.ts';
import type { ValuesShown } from './shown-value.ts';
import type { SqlPlaces } from './sql-places.ts';

type View = Readonly<Record<string, unknown>>;

/** The parts of an evaluated statement, as the answer shows them. */
export class StatementView {
  readonly #places: SqlPlaces;
  readonly #values: ValuesShown;
  readonly #language: ExplanationLanguage;

  constructor(places: SqlPlaces, values: ValuesShown, language: ExplanationLanguage) {
    this.#places = places;
    this.#values = values;
    this.#language = language;
  }

  of({ items, where, foreach, failure }: RuleExplanation): View {
    return {
      select: items.map((item) => this.#item(item)),
      where: where && this.#term(where),
      foreach: foreach && {
        collection: this.#operand(foreach.collection),
        elements: foreach.elements,
        incase: foreach.incase.map(({ element, term }) => ({
          element: this.#values.show(element),
          ...this.#term(term),
        })),
      },
      error: failure && {
        message: this.#say(failure.error),
        ...(failure.span && this.#places.at(failure.span)),
      },
    };
  }

  #item({ span, alias, operand }: ExplainedItem): View {
    const place = this.#places.at(span);
    if (!operand) return { ...place, kind: 'all' };
    const name = alias ? this.#places.text(alias) : undefined;
    return { ...this.#operand(operand), ...place, name };
  }

  #term(term: Term): View {
    const { span, verdict, error } = term;
    const base = { kind: term.kind, ...this.#places.at(span), verdict, error: error && this.#say(error) };
    switch (term.kind) {
      case 'comparison': {
        const { operator, left, right } = term;
        return { ...base, operator, left: this.#operand(left), right: this.#operand(right) };
      }
      case 'in': {
        const { negated, subject, items } = term;
        const shown = items.map((item) => this.#operand(item));
        return { ...base, negated, subject: this.#operand(subject), items: shown };
      }
      case 'value':
        return { ...this.#operand(term.operand), ...base };
      default:
        return { ...base, terms: term.terms.map((part) => this.#term(part)) };
    }
  }

  #operand({ kind, span, isEvaluated, value, error, parts }: Operand): View {
    return {
      kind,
      ...this.#places.at(span),
      ...this.#result(isEvaluated, value, error),
      parts: parts.length === 0 ? undefined : parts.map((part) => this.#operand(part)),
    };
  }

  #result(isEvaluated: boolean, value: Value, error: SqlRuntimeError | undefined): View {
    if (!isEvaluated) return { not_evaluated: true };
    return error ? { error: this.#say(error) } : { ...this.#values.show(value) };
  }

  #say(error: SqlRuntimeError): string {
    return errorText(error, this.#language);
  }
}

export function errorText({ text, message }: SqlRuntimeError, language: ExplanationLanguage): string {
  return text ? sayIn(language, text) : message;
}
