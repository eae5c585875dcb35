import type { RowKnowledge, TemplateRow } from '../delivery/door.ts';
import { fromJsonText, isMap, type Row, type RowSource } from '../sql/door.ts';
import type { TopicRules } from './event-topics.ts';
import type { Origin } from './message-origins.ts';
import { readBody } from './read-body.ts';
import { type Republication, Republish } from './republish.ts';
import { RowTemplate } from './row-template.ts';
import { republishArguments } from './rule-draft.ts';

type Publish = (republication: Republication, ruleId: string, cause: Origin | undefined) => void;

/** The event is long over: what is left of it is in the row. */
const NO_EVENT: RowSource = { column: () => undefined, columnNames: () => [] };

/** In the place of a rule's id, where a row came from elsewhere. */
const NO_RULE = 'fallback';

/** What stands in for actions that failed: they know of rows and messages no more than a text. */
export class RuleFallbacks implements RowKnowledge {
  readonly #topics: TopicRules;
  readonly #publish: Publish;

  constructor(topics: TopicRules, publish: Publish) {
    this.#topics = topics;
    this.#publish = publish;
  }

  readRow(json: string): TemplateRow {
    return new RowTemplate(toRow(json));
  }

  checkRepublish(args: unknown): void {
    readBody(republishArguments, args);
  }

  republish(args: unknown, json: string, rule = NO_RULE, trail: readonly string[]): void {
    const republish = new Republish(readBody(republishArguments, args), this.#topics);
    const republication = republish.draft(new RowTemplate(toRow(json)), NO_EVENT);
    const cause = trail.length > 0 ? { ruleId: rule, trail, silent: false } : undefined;
    this.#publish(republication, rule, cause);
  }
}

function toRow(json: string): Row {
  const row = fromJsonText(json);
  return isMap(row) ? row : {};
}
