import { randomBytes } from 'node:crypto';
import type { EventOf } from '../broker/door.ts';
import type { Settled } from '../delivery/door.ts';
import { checkRule, type RuleCheck, type RuleCheckDraft } from './checking/rule-check.ts';
import { type RuleSendingDraft, ruleSending, type SentOutput, sendOutputs } from './checking/rule-sending.ts';
import type { RuleEngineOptions } from './engine-options.ts';
import { type RuleEngineSettings, ruleEngineSettings, settingsAnswer } from './engine-settings.ts';
import type { SourceContext } from './event-source.ts';
import type { EventOrigins } from './event-taps.ts';
import { type ExpectedClients, expectedClientsOf } from './expected-clients.ts';
import { EventWaits } from './explain/event-waits.ts';
import {
  type RuleExplanationDraft,
  ruleExplanation,
  type StoredRuleExplanation,
  storedRuleExplanation,
} from './explain/explain-request.ts';
import { type Asker, draftOf, RuleExplainer } from './explain/rule-explainer.ts';
import { ruleHits } from './explain/rule-hits.ts';
import { type FileRuleChange, FileRules } from './file-rules.ts';
import type { FileRule } from './files/rule-file.ts';
import { lintLiveRule } from './lint/live-rule-lint.ts';
import { type LiveRule, refuseFile, ruleAnswer } from './live-rule.ts';
import { readBody } from './read-body.ts';
import { renderOutputs } from './render-outputs.ts';
import type { Rule, RuleWarning } from './rule.ts';
import type { CompilerSettings } from './rule-compiler.ts';
import { parseRuleDraft, type RuleDefinition, type RuleDraft } from './rule-draft.ts';
import { RuleError } from './rule-error.ts';
import type { ReceivedMessage } from './rule-event.ts';
import { RuleFallbacks } from './rule-fallbacks.ts';
import { filterRules, type RuleFilter } from './rule-filter.ts';
import { type CompiledDefinition, RuleInstaller, type StoredRule } from './rule-installer.ts';
import { type RuleFigures, resultOf } from './rule-metrics.ts';
import { type OutputPorts, readOutputs } from './rule-outputs.ts';
import { rulesHearing, rulesUsing } from './rule-references.ts';
import { type EvaluationListener, RuleRunner } from './rule-runner.ts';
import { type RuleSummary, ruleSummary } from './rule-summary.ts';
import {
  compileForTest,
  type RuleTest,
  ruleTest,
  runTest,
  type StoredRuleTest,
  storedRuleTest,
  type TestSurroundings,
} from './rule-test.ts';
import { SourcePorts } from './source-ports.ts';

/** The answer of `GET /rules/{id}/metrics`. */
interface RuleMetricsAnswer {
  id: string;
  metrics: RuleFigures;
  node_metrics: Array<{ node: string; metrics: RuleFigures }>;
}

const SETTINGS = 'rule_engine';
/** In the place of an id, for a statement that is no rule yet. */
const DRAFT_ID = 'sql_tester';

/**
 * The rules: kept, compiled once, and at work on what the broker does. They start with the construction; the
 * broker's end of turn calls `drain`, so that what an event causes is stored before it is acknowledged.
 */
export class RuleEngine {
  readonly #options: RuleEngineOptions;
  readonly #compiler: CompilerSettings;
  readonly #rules = new Map<string, LiveRule>();
  readonly #runner: RuleRunner;
  readonly #ports: OutputPorts;
  readonly #sources: SourcePorts;
  readonly #context: SourceContext;
  readonly #installer: RuleInstaller;
  readonly #files: FileRules;
  readonly #waits: EventWaits;
  readonly #explainer: RuleExplainer;
  readonly #endOfNews: readonly (() => void)[];
  #settings: ReturnType<typeof ruleEngineSettings.parse>;

  /** What stands in for actions that failed. */
  readonly fallbacks: RuleFallbacks;

  /** Told of each rule that was changed because its file was. */
  onFileChange: ((change: FileRuleChange) => void) | undefined = undefined;

  /** Told of every message that a rule looks at: once for each rule. */
  onMessage: ((event: EventOf<'message.publish'>) => void) | undefined = undefined;

  /** Told what rules make of events, while somebody wants to know. */
  set onEvaluated(listener: EvaluationListener | undefined) {
    this.#runner.onEvaluated = listener;
  }

  /** @throws RuleError, RuleFileError: see `FileRules.replace` */
  constructor(options: RuleEngineOptions) {
    const { broker, mqtt, clock, logger, actions, definitions, outbox } = options;
    this.#options = options;
    const jqTimeout = () => this.settings().jq_function_default_timeout;
    this.#compiler = { ...options, host: { ...options.host, jqTimeout } };
    this.#context = { node: broker.node, reasonCodeName: mqtt.reasonCodeName };
    this.#runner = new RuleRunner({ ...options, context: this.#context });
    this.#sources = new SourcePorts(mqtt);
    const hearsSystem = () => !this.#settings.ignore_sys_message;
    const origins: EventOrigins = { broker, sources: this.#sources, hearsSystem };
    this.#waits = new EventWaits(origins, this.#context, clock);
    this.#explainer = new RuleExplainer({
      settings: this.#compiler,
      context: this.#context,
      waits: this.#waits,
      surroundings: (ruleId) => this.#surroundings(ruleId),
      originOf: (event) => this.#runner.originOf(event),
      hearsSystem,
    });
    this.#ports = {
      actions,
      topics: mqtt,
      logger,
      publish: (republication, ruleId, cause) => this.#runner.publish(republication, ruleId, cause),
    };
    this.#installer = new RuleInstaller({
      compiler: this.#compiler,
      ports: this.#ports,
      origins,
      runner: this.#runner,
      alerts: options.alerts,
      clock,
      logger,
      onMessage: (event) => this.onMessage?.(event),
    });
    this.fallbacks = new RuleFallbacks(mqtt, this.#ports.publish);
    this.#settings = ruleEngineSettings.parse(definitions.get(SETTINGS, SETTINGS)?.body ?? {});
    this.#endOfNews = [
      outbox.events.on('settled', (settled) => this.#settled(settled)),
      outbox.events.on('requeued', ({ rule = '' }) => this.#rules.get(rule)?.metrics.actionStarted()),
    ];
    const presentIds = (draft: RuleDefinition) => this.#withPresentIds(draft);
    const working = { rules: this.#rules, installer: this.#installer, presentIds };
    this.#files = new FileRules({ ...options, ...working });
    for (const { id, body, createdAt, updatedAt } of definitions.list<RuleDefinition>('rule')) {
      this.#install({ id, definition: body, createdAt, updatedAt }, this.#installer.revive(id, body));
    }
    this.#files.replace(options.files ?? []);
  }

  /** @throws RuleError BAD_REQUEST: it is not readable, its SQL cannot work, or its id is taken */
  create(draft: RuleDraft): Rule {
    const { id = this.#freshId(), definition } = parseRuleDraft(draft);
    if (this.#rules.has(id)) throw new RuleError('BAD_REQUEST', 'rule id already exists');
    return this.#put(id, definition);
  }

  /**
   * Replaces the whole rule, or creates it when there is none; the draft's own id is not read.
   * @throws RuleError BAD_REQUEST; CONFLICT when it lies in a file
   */
  update(id: string, draft: RuleDraft): Rule {
    refuseFile(this.#rules.get(id));
    return this.#put(id, parseRuleDraft({ ...draft, id }).definition);
  }

  /** False when there is none. @throws RuleError CONFLICT when it lies in a file */
  delete(id: string): boolean {
    const rule = this.#rules.get(id);
    if (!rule) return false;
    refuseFile(rule);
    this.drain();
    this.#installer.remove(rule);
    this.#rules.delete(id);
    return this.#options.definitions.delete('rule', id);
  }

  /** The rules of files are these from now on. @throws RuleError, RuleFileError: see `FileRules.replace` */
  replaceFiles(files: readonly FileRule[]): void {
    this.drain();
    for (const change of this.#files.replace(files)) this.onFileChange?.(change);
  }

  get(id: string): Rule | undefined {
    const rule = this.#rules.get(id);
    return rule && this.#answer(rule);
  }

  /** In descending order of id; their warnings are those of the SQL alone. */
  list(filter: RuleFilter = {}): Rule[] {
    const ids = [...this.#rules.keys()].sort().reverse();
    const rules = ids.flatMap((id) => {
      const rule = this.#rules.get(id);
      return rule ? [this.#answer(rule, [])] : [];
    });
    const { actions, mqtt } = this.#options;
    const action = filter.action?.map((id) => actions.resolve(id));
    return filterRules(rules, { ...filter, action }, mqtt.topicMatchesFilter);
  }

  /** Clients that rules which are on miss from the start. */
  expectedClients(): readonly ExpectedClients[] {
    return expectedClientsOf(this.#rules.values());
  }

  /** How all rules do, in the order of their ids. */
  summaries(): RuleSummary[] {
    const ids = [...this.#rules.keys()].sort();
    const rules = ids.flatMap((id) => this.#rules.get(id) ?? []);
    return rules.map((rule) => ruleSummary(rule, (action) => this.#options.actions.status(action)));
  }

  metrics(id: string): RuleMetricsAnswer | undefined {
    const metrics = this.#rules.get(id)?.metrics.read();
    return metrics && { id, metrics, node_metrics: [{ node: this.#context.node, metrics }] };
  }

  /** False when there is no such rule. */
  resetMetrics(id: string): boolean {
    this.#rules.get(id)?.metrics.reset();
    return this.#rules.has(id);
  }

  /**
   * The last events that a rule matched and missed, the latest first, as JSON text of a list of
   * `{at, event, outcome, reason?, columns?, row?}`; undefined when there is no such rule. Several rows are a list,
   * which has ten of them at most.
   * @param format of Unix milliseconds
   */
  recent(id: string, format: (time: number) => string): string | undefined {
    return this.#rules.get(id)?.recent.read(id, this.#context, format);
  }

  /** Over all rules since the start: events heard, and outputs run. */
  totals(): { matched: number; executed: number } {
    return { ...this.#runner.totals };
  }

  /**
   * What a statement would make of an event: JSON text of the row, or of the list of rows when there are several.
   * Nothing is sent or counted.
   * @throws RuleError NOT_MATCH, BAD_REQUEST
   */
  test(body: RuleTest): string {
    const test = readBody(ruleTest, body);
    const statement = compileForTest(test, this.#compiler);
    return runTest(statement, test.context, this.#surroundings(DRAFT_ID)).answer;
  }

  /**
   * The same with a rule that is kept; its actions render what they would send, and send it when asked to.
   * @throws RuleError RULE_NOT_FOUND, NOT_MATCH, BAD_REQUEST
   */
  testRule(id: string, body: StoredRuleTest): string {
    const rule = this.#rules.get(id);
    if (!rule) throw new RuleError('RULE_NOT_FOUND', 'Rule Id Not Found');
    const { context, stop_action_after_template_rendering: renderOnly } = readBody(storedRuleTest, body);
    const result = runTest(rule.statement, context, this.#surroundings(id));
    for (const row of result.rows) {
      const input = { row, source: result.source, cause: undefined };
      if (renderOnly) renderOutputs(rule, input);
      else this.#runner.runOutputs(rule, input);
    }
    return result.answer;
  }

  /**
   * What a draft makes of one event and why, as JSON text; nothing is sent, counted or remembered.
   * @throws RuleError BAD_REQUEST; BusyError when too many wait for an event
   */
  async explain(body: RuleExplanationDraft, asker: Asker): Promise<string> {
    const { sql, actions, alert, ...subject } = readBody(ruleExplanation, body);
    const rule = draftOf({ sql, actions, alert }, DRAFT_ID, this.#ports, this.#compiler);
    return this.#explainer.explain(rule, subject, asker);
  }

  /**
   * The same with a rule that is kept.
   * @throws RuleError RULE_NOT_FOUND, BAD_REQUEST; BusyError
   */
  async explainRule(id: string, body: StoredRuleExplanation, asker: Asker): Promise<string> {
    const subject = readBody(storedRuleExplanation, body);
    const rule = this.#rules.get(id);
    if (!rule) throw new RuleError('RULE_NOT_FOUND', 'Rule Id Not Found');
    const { outputs, definition } = rule;
    return this.#explainer.explain({ id, ...definition, outputs }, subject, asker);
  }

  /** The rules that match recorded events, as both are now: see `ruleHits`. */
  hits(records: Parameters<typeof ruleHits>[0]) {
    return ruleHits(records, this.#rules.values(), this.#options.mqtt, !this.#settings.ignore_sys_message);
  }

  /** What is wrong and doubtful about a draft. @throws RuleError BAD_REQUEST for a body that is none */
  check(body: RuleCheckDraft): RuleCheck {
    const { actions, channels } = this.#options;
    return checkRule(body, { compiler: this.#compiler, actions, channels });
  }

  /**
   * Runs outputs of a draft for the first row that it makes of one event.
   * @throws RuleError BAD_REQUEST, NOT_MATCH; BusyError when too many wait for an event
   */
  async send(body: RuleSendingDraft, asker: Asker): Promise<SentOutput[]> {
    const { sql, actions, rule_id: id = DRAFT_ID, ...subject } = readBody(ruleSending, body);
    const rule = draftOf({ sql, actions, alert: undefined }, id, this.#ports, this.#compiler);
    return sendOutputs(rule, await this.#explainer.firstRow(rule, subject, asker));
  }

  /** The ids of the rules that use an action. */
  using(action: string): string[] {
    return rulesUsing(action, this.#rules.values());
  }

  /** The ids of the rules whose FROM names the source: `mqtt:name`. */
  hearing(source: string): string[] {
    return rulesHearing(source, this.#rules.values());
  }

  /** Takes an action out of all rules. @throws RuleError CONFLICT when one of them lies in a file; none is changed then */
  forget(action: string): void {
    for (const id of this.using(action)) refuseFile(this.#rules.get(id));
    for (const id of this.using(action)) {
      const definition = this.#rules.get(id)?.definition;
      if (!definition) continue;
      this.#put(id, { ...definition, actions: definition.actions.filter((output) => output !== action) });
    }
  }

  /** The source `mqtt:name` received a message of the broker at `host:port`: `FROM "$bridges/mqtt:name"` sees it, nobody else. */
  sourceMessage(source: string, server: string, message: ReceivedMessage): void {
    this.#sources.emit({ name: 'source.message', at: this.#options.clock.now(), source, server, message });
  }

  settings(): RuleEngineSettings {
    return settingsAnswer(this.#settings);
  }

  /** @throws RuleError BAD_REQUEST for a body that is not readable */
  configure(body: unknown): RuleEngineSettings {
    const settings = readBody(ruleEngineSettings, body);
    this.#options.definitions.put(SETTINGS, SETTINGS, settings);
    this.#settings = settings;
    return this.settings();
  }

  /** Lets the rules work on what has happened, for as long as a turn can spare. */
  drain(): void {
    this.#runner.drain();
  }

  /** Works on what has happened so far, and hears nothing any more. */
  close(): void {
    for (const rule of this.#rules.values()) rule.silence();
    this.#waits.close();
    this.#runner.finish();
    this.#runner.stop();
    for (const end of this.#endOfNews) end();
  }

  #put(id: string, draft: RuleDefinition): Rule {
    const definition = this.#withPresentIds(draft);
    const compiled = this.#installer.compile(id, definition);
    // What happened before the change belongs to the rule as it was.
    this.drain();
    const { createdAt, updatedAt } = this.#options.definitions.put('rule', id, definition);
    return this.#answer(this.#install({ id, definition, createdAt, updatedAt }, compiled));
  }

  #withPresentIds(definition: RuleDefinition): RuleDefinition {
    return { ...definition, actions: readOutputs(definition.actions, this.#options.actions) };
  }

  #install(rule: StoredRule, compiled: CompiledDefinition): LiveRule {
    const live = this.#installer.install(rule, compiled, this.#rules.get(rule.id));
    this.#rules.set(rule.id, live);
    return live;
  }

  #answer(rule: LiveRule, others: readonly RuleWarning[] = this.#lint(rule)): Rule {
    return ruleAnswer(rule, (action) => this.#options.actions.status(action), others);
  }

  #lint(rule: LiveRule): RuleWarning[] {
    return lintLiveRule(rule, this.#rules.values(), this.#options);
  }

  #settled(settled: Settled): void {
    if (settled.rule !== undefined) this.#rules.get(settled.rule)?.metrics.actionEnded(resultOf(settled));
  }

  #surroundings(ruleId: string): TestSurroundings {
    const { broker, clock, mqtt } = this.#options;
    return { ruleId, node: broker.node, now: clock.now(), topics: mqtt };
  }

  #freshId(): string {
    for (;;) {
      const id = randomBytes(4).toString('hex');
      if (!this.#rules.has(id)) return id;
    }
  }
}
