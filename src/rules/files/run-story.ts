import { type Alert, builtInWording, pipelineSettings, Rehearsal } from '../../alerts/door.ts';
import type { ChannelMessage, ChannelView, Notice } from '../../delivery/door.ts';
import { parseDuration } from '../../lib/duration.ts';
import { silentLogger } from '../../lib/logger.ts';
import { type Row, toJsonText } from '../../sql/door.ts';
import { alertOutputs } from '../alerting/alert-output.ts';
import { LiveAlert } from '../alerting/live-alert.ts';
import { type RuleAlert, readRuleAlert } from '../alerting/rule-alert.ts';
import { type CompilerSettings, compileStatement } from '../rule-compiler.ts';
import type { RuleDefinition } from '../rule-draft.ts';
import { madeUpEvent } from '../rule-test.ts';
import { type FileText, sayOfFile } from './file-problem.ts';
import { rowDifferences } from './row-difference.ts';
import type { CaseResult } from './rule-case.ts';
import { type ExpectedList, type RuleStory, relativeTime, type StoryEvent } from './story-file.ts';

interface Surroundings {
  /** With a clock that stands at this time, Unix milliseconds. */
  readonly settings: (now: number) => CompilerSettings;
  readonly node: string;
}

/** The rule that a story is about. */
export interface StoryRule {
  readonly id: string;
  readonly definition: Pick<RuleDefinition, 'sql' | 'name' | 'alert'>;
}

/** What came of a story. */
interface Happened {
  readonly alerts: readonly Row[];
  /** Only the first ones are listed. */
  readonly alertCount: number;
  readonly messages: readonly Row[];
}

/** Lines that are shown of what came. */
const MOST_SHOWN = 5;

/** Runs one story by the parts that are at work in a broker, on a clock of its own. The rule is known to compile. */
export async function runStory(
  rule: StoryRule,
  story: RuleStory,
  surroundings: Surroundings,
): Promise<CaseResult> {
  const { alert: draft } = rule.definition;
  if (!draft) return resultOf([{ code: 'noAlert' }]);
  const happened = await play(rule, draft, story, surroundings);
  return resultOf([
    ...compared('alert', story.alerts, happened.alerts, happened.alertCount),
    ...compared('message', story.messages, happened.messages, happened.messages.length),
  ]);
}

async function play(
  { id, definition }: StoryRule,
  draft: NonNullable<RuleDefinition['alert']>,
  { events, until, now: begin, language }: RuleStory,
  { settings, node }: Surroundings,
): Promise<Happened> {
  let now = begin;
  const still = settings(begin);
  const compiler = { ...still, host: { ...still.host, now: () => now } };
  const statement = compileStatement(definition.sql, compiler);
  const alert = readRuleAlert(draft, { id, ...definition }, statement, compiler);
  const messages: Row[] = [];
  const rehearsal = new Rehearsal({
    ruleId: id,
    settings: alert.settings,
    nature: alert.nature,
    from: begin,
    pipeline: pipelineSettings.parse({}),
    channels: { find: (name) => channelOf(name, language), list: () => [] },
    node,
    wording: builtInWording(undefined),
    onSend: (notice, at) => messages.push(messageRow(notice, at - begin)),
  });
  try {
    const live = new LiveAlert(rehearsal.raiser, alert.resolver);
    const outputs = alertOutputs(alert, live, id, silentLogger);
    let sequence = 0;
    for (const event of events) {
      now = begin + event.at;
      await rehearsal.pass(now);
      const about = { ruleId: id, node, now, topics: compiler.mqtt };
      const given = { sequence: ++sequence, ...event.columns };
      const columns = event.event.columnNames.includes('sequence') ? given : event.columns;
      const { source, isHeard } = madeUpEvent(statement, event.event, columns, about);
      notice(rehearsal, event, source);
      const rows = isHeard ? statement.evaluate(source) : [];
      for (const row of rows) for (const output of outputs) output.run({ row, source, cause: undefined });
      const isEnding = alert.resolver && madeUpEvent(alert.resolver, event.event, columns, about).isHeard;
      if (isEnding) live.clear(source, now);
    }
    now = begin + (until ?? (events.at(-1)?.at ?? 0) + patience(alert));
    await rehearsal.pass(now);
    const { alerts, opened } = rehearsal.report();
    return { alerts: alerts.map((one) => alertRow(one, begin, language)), alertCount: opened, messages };
  } finally {
    rehearsal.close();
  }
}

/** The broker knows who is there before a rule hears of it. */
function notice(
  { presence }: Rehearsal,
  { event }: StoryEvent,
  source: { column(name: string): unknown },
): void {
  const clientId = String(source.column('clientid'));
  if (event.event === 'client.connected') presence.came(clientId, Number(source.column('sequence')));
  else if (event.event === 'client.disconnected') presence.went(clientId, source.column('reason'));
}

/** How long after the last event something may still come of it. */
function patience({ settings }: RuleAlert): number {
  const { for: grace, absence, group, escalate } = settings;
  const times = [grace, absence?.after, group.window, group.window, escalate?.after, '1m'];
  return times.reduce<number>((sum, time) => sum + (time === undefined ? 0 : (parseDuration(time) ?? 0)), 0);
}

/** Every channel that is named is there. */
function channelOf(id: string, language: 'en' | 'zh'): ChannelView {
  const [type = id] = id.split(':', 1);
  return {
    id,
    type,
    language,
    zone: 'UTC',
    enable: true,
    status: 'connected',
    reason: undefined,
    staysOpen: type === 'pagerduty',
    isProgram: type === 'webhook',
    perMinute: undefined,
  };
}

function alertRow(alert: Alert, begin: number, language: 'en' | 'zh'): Row {
  const { key, severity, status, count, subject, title, summary, openedAt, resolution } = alert;
  const worded = (text: Alert['summary']) => (typeof text === 'object' ? text[language] : text);
  return {
    at: openedAt === undefined ? null : relativeTime(openedAt - begin),
    key,
    title: worded(title),
    severity,
    status,
    resolved_at: resolution ? relativeTime(resolution.at - begin) : null,
    count,
    clientid: subject?.clientId ?? null,
    summary: worded(summary) ?? null,
  };
}

function messageRow({ channel, message }: Notice, at: number): Row {
  const { title = '', text = '', severity = null, event = 'trigger' } = message as ChannelMessage;
  return { at: relativeTime(at), channel, title, text, severity, event };
}

function compared(
  kind: 'alert' | 'message',
  expected: ExpectedList | undefined,
  got: readonly Row[],
  count: number,
): FileText[] {
  if (expected === undefined) return [];
  const wanted = typeof expected === 'number' ? expected : expected.length;
  if (wanted !== count) {
    return [
      { code: kind === 'alert' ? 'expectedAlerts' : 'expectedMessages', wanted, count },
      ...got.slice(0, MOST_SHOWN).map((row): FileText => ({ code: 'came', kind, row: shown(row) })),
    ];
  }
  if (typeof expected === 'number') return [];
  return expected.flatMap((row, index): FileText[] => {
    const found = got[index] ?? {};
    const differences = rowDifferences(row, found, true);
    if (differences.length === 0) return [];
    return [{ code: 'oneOf', kind, n: index + 1 }, ...differences, { code: 'came', kind, row: shown(found) }];
  });
}

function shown(row: Row): string {
  const text = toJsonText(row);
  return text.length > 1000 ? `${text.slice(0, 1000)}…` : text;
}

function resultOf(lines: readonly FileText[]): CaseResult {
  return {
    passed: lines.length === 0,
    say: (language) => lines.map((line) => sayOfFile(language, line)),
  };
}
