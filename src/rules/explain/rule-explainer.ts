import type { RecordedEvent } from '../../journal/door.ts';
import { parseDuration } from '../../lib/duration.ts';
import { explainRule, type Row } from '../../sql/door.ts';
import { type ExplanationLanguage, explanationTexts } from '../../texts/explanation.ts';
import { alertOutputs } from '../alerting/alert-output.ts';
import { readRuleAlert } from '../alerting/rule-alert.ts';
import type { SourceContext } from '../event-source.ts';
import { hears } from '../from-match.ts';
import type { Origin } from '../message-origins.ts';
import type { RuleWarning } from '../rule.ts';
import { type CompilerSettings, compileStatement, resolveStatement } from '../rule-compiler.ts';
import { parseRuleDraft, type RuleDraft, type RuleOutput } from '../rule-draft.ts';
import type { RuleEvent } from '../rule-event.ts';
import {
  type Output,
  type OutputInput,
  type OutputPorts,
  prepareOutput,
  readOutputs,
} from '../rule-outputs.ts';
import type { TestSurroundings } from '../rule-test.ts';
import { toAnswerText } from './answer-text.ts';
import type { EventWaits } from './event-waits.ts';
import type { ExplanationSubject } from './explain-request.ts';
import { type ExplainedEvent, givenEvent, liveEvent, recordedEvent, testTypeOf } from './explained-event.ts';
import { explainFrom, timesHeard } from './from-view.ts';
import { explainOutputs } from './outputs-view.ts';
import { ValuesShown } from './shown-value.ts';
import { SqlPlaces } from './sql-places.ts';
import { StatementView } from './statement-view.ts';
import { type Explained, type Outcome, Summary } from './summary.ts';

/** Rows of a FOREACH that are shown, and characters of one of them. */
const MOST_ROWS = 20;
const LONGEST_ROW = 200_000;

/** The rule that is asked about, stored or not. */
export interface AskedRule {
  readonly id: string;
  readonly sql: string;
  readonly actions: readonly RuleOutput[];
  readonly outputs: readonly Output[];
  /** Undefined of a draft. */
  readonly enable: boolean | undefined;
}

/** A rule that is not kept. @throws RuleError BAD_REQUEST */
export function draftOf(
  { sql, actions: drafts, alert: member }: Pick<RuleDraft, 'sql' | 'actions' | 'alert'>,
  id: string,
  ports: OutputPorts,
  compiler: CompilerSettings,
): AskedRule {
  const { definition } = parseRuleDraft({ sql, actions: drafts, alert: member });
  const actions = readOutputs(definition.actions, ports.actions);
  const alert =
    definition.alert &&
    readRuleAlert(definition.alert, { id, name: '', sql }, compileStatement(sql, compiler), compiler);
  const outputs = [
    ...actions.map((output) => prepareOutput(output, id, ports)),
    ...alertOutputs(alert, undefined, id, ports.logger),
  ];
  return { id, sql, actions, outputs, enable: undefined };
}

/** Who asks. */
export interface Asker {
  readonly language: ExplanationLanguage;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** Reads an event of the journal; refuses in the asker's own way what is not there. */
  recorded(eventId: string): Promise<RecordedEvent>;
}

export interface ExplainerParts {
  readonly settings: CompilerSettings;
  readonly context: SourceContext;
  readonly waits: Pick<EventWaits, 'next'>;
  surroundings(ruleId: string): TestSurroundings;
  originOf(event: RuleEvent): Origin | undefined;
  /** Whether rules hear messages on `$SYS/…` at present. */
  hearsSystem(): boolean;
}

/** Says for one event what a rule makes of it and why, by the code that rules run. Nothing is sent, counted or remembered. */
export class RuleExplainer {
  readonly #parts: ExplainerParts;

  constructor(parts: ExplainerParts) {
    this.#parts = parts;
  }

  /**
   * The answer as JSON text.
   * @throws RuleError BAD_REQUEST; BusyError when too many wait for an event
   */
  async explain(rule: AskedRule, subject: ExplanationSubject, asker: Asker): Promise<string> {
    const event = await this.#eventOf(rule, subject, asker);
    return toAnswerText(event ? this.#explain(rule, event, asker.language) : noEvent(subject, asker));
  }

  /**
   * An event with the first row that a draft makes of it; undefined when there is none, or no event came.
   * @throws RuleError BAD_REQUEST; BusyError when too many wait for an event
   */
  async firstRow(
    rule: AskedRule,
    subject: ExplanationSubject,
    asker: Asker,
  ): Promise<OutputInput | undefined> {
    const { settings } = this.#parts;
    const event = await this.#eventOf(rule, subject, asker);
    const { targets, evaluate } = compileStatement(rule.sql, settings);
    if (!event || !targets.some((target) => hears(target, event.name, event.source, settings.mqtt)))
      return undefined;
    const { source, cause } = event;
    const [row] = evaluate(source);
    return row && { row, source, cause };
  }

  /** Undefined when none came. */
  async #eventOf(
    rule: AskedRule,
    { event: given, event_id, wait, clientid }: ExplanationSubject,
    { signal, recorded }: Asker,
  ): Promise<ExplainedEvent | undefined> {
    // A statement that can be no rule is refused before anybody waits.
    const { targets } = compileStatement(rule.sql, this.#parts.settings);
    if (given) return givenEvent(given, targets, this.#parts.surroundings(rule.id));
    if (event_id !== undefined) return recordedEvent(await recorded(event_id), rule.id);
    const patience = parseDuration(wait ?? 0) ?? 0;
    const event = await this.#parts.waits.next({ targets, clientId: clientid, patience, signal });
    return event && liveEvent(event, rule.id, this.#parts.context, this.#parts.originOf(event));
  }

  #explain(rule: AskedRule, event: ExplainedEvent, language: ExplanationLanguage): object {
    const { settings, hearsSystem } = this.#parts;
    const { mqtt: topics } = settings;
    const texts = explanationTexts[language];
    const places = new SqlPlaces(rule.sql);
    const values = new ValuesShown();
    const { warnings } = compileStatement(rule.sql, settings);
    const { statement, targets, options } = resolveStatement(rule.sql, settings);

    const hearing = { ruleId: rule.id, topics, hearsSystem: hearsSystem() };
    const from = explainFrom(statement.from, targets, event, hearing, places, texts);
    const isHeard = from.some(({ matched }) => matched);
    const course = explainRule(statement, options, isHeard ? event.source : undefined);
    const { rows, failure } = course;
    const prepared = { definitions: rule.actions, outputs: rule.outputs, targets, topics };
    const { outputs, isCut } = explainOutputs(prepared, rows, event, texts, settings.host.now);
    const hasMoreOutputs = isCut && rule.outputs.length > 0;
    const outcome = outcomeOf(isHeard, failure !== undefined, rows, course.where?.verdict === 'false');
    const explained: Explained = {
      outcome,
      from,
      statement: course,
      outputs,
      hasMoreOutputs,
      isDisabled: rule.enable === false,
    };

    return {
      outcome,
      summary: new Summary(places, language).of(explained),
      rule: rule.enable === undefined ? undefined : { id: rule.id, enable: rule.enable },
      event: eventView(event, values),
      from,
      fires: timesHeard(event, from),
      ...new StatementView(places, values, language).of(course),
      rows: rows.slice(0, MOST_ROWS).map((row) => values.show(row, LONGEST_ROW).value),
      row_count: rows.length,
      outputs,
      outputs_cut: hasMoreOutputs ? true : undefined,
      warnings: warnings.map((warning) => warningView(warning, language)),
    };
  }
}

function outcomeOf(
  isHeard: boolean,
  hasFailed: boolean,
  rows: readonly Row[],
  isWhereFalse: boolean,
): Outcome {
  if (!isHeard) return 'not_heard';
  if (hasFailed) return 'failed';
  if (rows.length > 0) return 'matched';
  return isWhereFalse ? 'no_match' : 'no_rows';
}

function noEvent({ wait, clientid }: ExplanationSubject, { language }: Asker): object {
  const summary = explanationTexts[language].noEvent({ wait: String(wait), clientId: clientid });
  return { outcome: 'no_event' satisfies Outcome, summary };
}

/** As the `event` of another explanation may be given, but for what is cut. */
function eventView(event: ExplainedEvent, values: ValuesShown): object {
  const columns: Record<string, unknown> = {};
  const cut: string[] = [];
  for (const name of event.source.columnNames()) {
    const shown = values.show(event.source.column(name), LONGEST_ROW);
    if (shown.type !== 'undefined') columns[name] = shown.value;
    if (shown.cut) cut.push(name);
  }
  return {
    name: event.name,
    event_type: testTypeOf(event),
    origin: event.origin,
    event_id: event.id,
    columns,
    cut_columns: cut.length === 0 ? undefined : cut,
  };
}

function warningView({ message_zh, ...warning }: RuleWarning, language: ExplanationLanguage): object {
  return { ...warning, message: language === 'zh' ? (message_zh ?? warning.message) : warning.message };
}
