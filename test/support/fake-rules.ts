import type { RecordedEvent } from '../../src/journal/door.ts';
import type { Steps } from '../../src/lib/steps.ts';
import {
  type Asker,
  type Rule,
  type RuleDraft,
  type RuleEngine,
  RuleError,
  type RuleFigures,
  type RuleFilter,
} from '../../src/rules/door.ts';

/** Rules that are kept and never run: `SELECT 1 …` is a syntax error, a test matches unless its user is `nobody`. */
export class FakeRules {
  readonly #rules = new Map<string, Rule>();
  #settings = { ignore_sys_message: true, jq_function_default_timeout: 10_000 };

  onFileChange: RuleEngine['onFileChange'];

  list({ enable, like_id }: RuleFilter = {}): Rule[] {
    return [...this.#rules.values()]
      .filter((rule) => enable === undefined || rule.enable === enable)
      .filter((rule) => like_id === undefined || rule.id.includes(like_id))
      .toSorted((a, b) => (a.id < b.id ? 1 : -1));
  }

  /** Each rule whose SQL names the event matches it. */
  *hits(records: readonly RecordedEvent[]): Steps<string[][]> {
    return records.map(({ event }) =>
      this.list()
        .filter(({ sql }) => sql.includes(event.replace('.', '/')))
        .map(({ id }) => id),
    );
  }

  get(id: string): Rule | undefined {
    return this.#rules.get(id);
  }

  create(draft: RuleDraft): Rule {
    const { id = '01234567' } = draft;
    if (this.#rules.has(id)) throw new RuleError('BAD_REQUEST', 'rule id already exists');
    return this.update(id, draft);
  }

  update(id: string, { name = '', sql, actions = [], enable = true, description = '' }: RuleDraft): Rule {
    if (sql.startsWith('SELECT 1'))
      throw new RuleError('BAD_REQUEST', 'syntax error', { line: 1, column: 8 });
    const rule: Rule = {
      id,
      name,
      sql,
      from: ['t/#'],
      actions: actions as Rule['actions'],
      action_details: [],
      enable,
      description,
      warnings: [],
      created_at: Date.UTC(2026, 0, 1),
      last_modified_at: Date.UTC(2026, 0, 1),
    };
    this.#rules.set(id, rule);
    return rule;
  }

  delete(id: string): boolean {
    return this.#rules.delete(id);
  }

  /** What `expectedClients` answers. */
  expected: ReturnType<RuleEngine['expectedClients']> = [];

  expectedClients(): ReturnType<RuleEngine['expectedClients']> {
    return this.expected;
  }

  summaries(): ReturnType<RuleEngine['summaries']> {
    return [];
  }

  check(): ReturnType<RuleEngine['check']> {
    return { errors: [], warnings: [], from: ['t/#'], row_names: null };
  }

  async send(): ReturnType<RuleEngine['send']> {
    return [{ output: 'console', result: 'done' }];
  }

  metrics(id: string): ReturnType<RuleEngine['metrics']> {
    if (!this.#rules.has(id)) return undefined;
    return { id, metrics: noFigures, node_metrics: [{ node: 'tocsin@127.0.0.1', metrics: noFigures }] };
  }

  resetMetrics(id: string): boolean {
    return this.#rules.has(id);
  }

  recent(id: string): string | undefined {
    return this.#rules.has(id) ? '[]' : undefined;
  }

  totals(): { matched: number; executed: number } {
    return { matched: 7, executed: 5 };
  }

  test({ context }: Parameters<RuleEngine['test']>[0]): string {
    if (context.username === 'nobody') throw new RuleError('NOT_MATCH', 'SQL Not Match');
    return '{"clientid":"c1","temperature":4.0}';
  }

  testRule(id: string, body: Parameters<RuleEngine['testRule']>[1]): string {
    if (!this.#rules.has(id)) throw new RuleError('RULE_NOT_FOUND', 'Rule Id Not Found');
    return this.test({ sql: '', context: body.context });
  }

  async explain({ event }: Parameters<RuleEngine['explain']>[0], { language }: Asker): Promise<string> {
    return JSON.stringify({ outcome: 'matched', summary: `${language} ${event?.event_type}` });
  }

  async explainRule(
    id: string,
    body: Parameters<RuleEngine['explainRule']>[1],
    asker: Asker,
  ): Promise<string> {
    if (!this.#rules.has(id)) throw new RuleError('RULE_NOT_FOUND', 'Rule Id Not Found');
    return this.explain({ sql: '', ...body }, asker);
  }

  settings(): ReturnType<RuleEngine['settings']> {
    return this.#settings;
  }

  configure(body: unknown): ReturnType<RuleEngine['configure']> {
    const { ignore_sys_message = true } = body as { ignore_sys_message?: boolean };
    this.#settings = { ...this.#settings, ignore_sys_message };
    return this.#settings;
  }
}

const noFigures: RuleFigures = {
  matched: 0,
  'matched.rate': 0,
  'matched.rate.max': 0,
  'matched.rate.last5m': 0,
  passed: 0,
  failed: 0,
  'failed.exception': 0,
  'failed.no_result': 0,
  'actions.total': 0,
  'actions.success': 0,
  'actions.failed': 0,
  'actions.failed.out_of_service': 0,
  'actions.failed.unknown': 0,
  'actions.discarded': 0,
};
