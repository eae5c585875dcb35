import type { RuleExplanation, SqlRuntimeError, Term } from '../../sql/door.ts';
import { type ExplanationLanguage, explanationTexts } from '../../texts/explanation.ts';
import type { FromView } from './from-view.ts';
import type { OutputView } from './outputs-view.ts';
import type { SqlPlaces } from './sql-places.ts';
import { errorText } from './statement-view.ts';
import { literal, WhyFalse } from './why-false.ts';

/** Reasons named in one sentence. */
const MOST_REASONS = 2;

export type Outcome = 'matched' | 'not_heard' | 'no_match' | 'no_rows' | 'failed' | 'no_event';

export interface Explained {
  readonly outcome: Outcome;
  readonly from: readonly FromView[];
  readonly statement: RuleExplanation;
  readonly outputs: readonly OutputView[];
  /** There are more than are shown. */
  readonly hasMoreOutputs?: boolean | undefined;
  readonly isDisabled: boolean;
}

/** What happened, in one sentence: `FROM 1/1 matched; condition 2/3 is false: reason = 'tcp_closed', expected …`. */
export class Summary {
  readonly #places: SqlPlaces;
  readonly #language: ExplanationLanguage;

  constructor(places: SqlPlaces, language: ExplanationLanguage) {
    this.#places = places;
    this.#language = language;
  }

  of(explained: Explained): string {
    const { from, isDisabled } = explained;
    const texts = this.#texts;
    const matched = from.filter((entry) => entry.matched).length;
    const parts = [texts.fromMatched({ matched, of: from.length }), ...this.#course(explained)];
    if (isDisabled) parts.push(texts.disabled());
    return parts.join(texts.separator);
  }

  /** The same without what FROM heard. */
  course(explained: Explained): string {
    return this.#course(explained).join(this.#texts.separator);
  }

  get #texts() {
    return explanationTexts[this.#language];
  }

  #course(explained: Explained): string[] {
    const { statement, from } = explained;
    switch (explained.outcome) {
      case 'not_heard':
        return unique(from.flatMap(({ reason }) => reason ?? [])).slice(0, MOST_REASONS);
      case 'failed':
        return [this.#failed(statement)];
      case 'no_match':
        return [this.#false(statement.where)];
      case 'no_rows':
        return [this.#conditions(statement.where), this.#noRows(statement)];
      case 'matched':
        return [this.#conditions(statement.where), ...this.#sent(explained)];
      case 'no_event':
        return [];
    }
  }

  #conditions(where: Term | undefined): string {
    return where ? this.#texts.conditionsTrue({ of: conditionsOf(where).length }) : this.#texts.noCondition();
  }

  #false(where: Term | undefined): string {
    const conditions = where ? conditionsOf(where) : [];
    const at = conditions.findIndex(({ verdict }) => verdict === 'false');
    const term = conditions[at];
    const why = term ? new WhyFalse(this.#places, this.#texts).of(term) : '';
    return this.#texts.conditionFalse({ at: at + 1, of: conditions.length, why });
  }

  #failed({ where, failure }: RuleExplanation): string {
    const why = failure ? this.#why(failure) : '';
    const conditions = where ? conditionsOf(where) : [];
    const at = conditions.findIndex(({ verdict }) => verdict === 'error');
    if (at === -1) return this.#texts.selectFails({ why });
    return this.#texts.conditionFails({ at: at + 1, of: conditions.length, why });
  }

  #why({ error, span }: NonNullable<RuleExplanation['failure']>): string {
    const message = errorText(error as SqlRuntimeError, this.#language);
    if (!span) return message;
    const { line, column } = this.#places.at(span);
    const text = new WhyFalse(this.#places, this.#texts).text({ span });
    return this.#texts.failure({ text, error: message, line, column });
  }

  #noRows({ foreach }: RuleExplanation): string {
    if (!foreach) return this.#texts.rows({ count: 0 });
    const whys = new WhyFalse(this.#places, this.#texts);
    const text = whys.text(foreach.collection);
    const [first] = foreach.incase;
    if (foreach.elements && first)
      return this.#texts.noElement({ of: foreach.elements, why: whys.of(first.term) });
    const { value } = foreach.collection;
    const isList = Array.isArray(value) && value.length === 0;
    return isList ? this.#texts.emptyList({ text }) : this.#texts.noList({ text, value: literal(value) });
  }

  #sent({ statement, outputs, hasMoreOutputs }: Explained): string[] {
    const texts = this.#texts;
    const rows = texts.rows({ count: statement.rows.length });
    if (outputs.length === 0) return [rows, texts.noOutputs()];
    const sent = outputs.filter((output) => output.would_send).length;
    const skipped = outputs.flatMap(({ output, skipped, error }) => {
      const why = skipped?.reason ?? error;
      return why === undefined ? [] : texts.outputSkipped({ output, why });
    });
    return [
      rows,
      texts.outputsSent({ sent, more: hasMoreOutputs === true }),
      ...unique(skipped).slice(0, MOST_REASONS),
    ];
  }
}

/** What AND joins, each counted. */
function conditionsOf(where: Term): readonly Term[] {
  return where.kind === 'and' ? where.terms : [where];
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
