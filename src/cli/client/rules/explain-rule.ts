import type { RuleExplanation } from '../../../api/contract.ts';
import { printable } from '../../../lib/human-log.ts';
import { type RuleCommandTexts, ruleCommandTexts } from '../../../texts/rule-commands.ts';
import { readGiven } from '../../given-file.ts';
import { type ClientRun, type CommonOptions, UsageError } from '../client-run.ts';
import { oneWritten } from '../objects/written-objects.ts';
import { linesOfStatement } from './explained-statement.ts';

export interface ExplainOptions extends CommonOptions {
  /** A file of JSON, `-`, or the id of a recorded event. */
  readonly event?: string | undefined;
  readonly wait?: string | undefined;
  readonly client?: string | undefined;
  readonly sql?: string | undefined;
  readonly file?: string | undefined;
}

type Subject = Readonly<Record<string, unknown>>;

interface Recent {
  readonly data: readonly {
    readonly at: string;
    readonly event: string;
    readonly columns?: Readonly<Record<string, unknown>>;
  }[];
}

const NO_MATCH = 5;

/** Why a rule that is kept, or one that is only written, does or does not match an event. Exit code 5 when it does not. */
export async function explainRule(
  run: ClientRun,
  id: string | undefined,
  options: ExplainOptions,
  language: 'en' | 'zh',
): Promise<number> {
  const texts = ruleCommandTexts[language];
  const { sql, file } = options;
  if ([id, sql, file].filter((one) => one !== undefined).length !== 1)
    throw new UsageError(texts.explainWhat);
  const subject = await subjectOf(run, id, options, texts);
  if (subject === undefined) return 1;
  if (id !== undefined) {
    const path = `/rules/${encodeURIComponent(id)}/explain`;
    return show(run, await run.api.post<RuleExplanation>(path, subject), id, texts);
  }
  const written = file === undefined ? { sql } : await oneWritten(file, 'rules', language);
  const { sql: statement, actions, alert } = written as Subject;
  const body = {
    sql: statement,
    ...(actions !== undefined && { actions }),
    ...(alert !== undefined && { alert }),
    ...subject,
  };
  return show(run, await run.api.post<RuleExplanation>('/rule_explain', body), file ?? 'sql', texts);
}

/** What the API is told about the event; undefined when a rule has heard nothing, which is said. */
async function subjectOf(
  { api, error, print }: ClientRun,
  id: string | undefined,
  { event, wait, client }: ExplainOptions,
  texts: RuleCommandTexts,
): Promise<Subject | undefined> {
  if (event !== undefined && wait !== undefined) throw new UsageError(texts.explainEvent);
  if (client !== undefined && wait === undefined) throw new UsageError(texts.clientNeedsWait);
  if (wait !== undefined) {
    if (print.isForPeople) error(texts.waiting(wait));
    return { wait, ...(client !== undefined && { clientid: client }) };
  }
  if (event !== undefined) return /^\d{10,}-\d+$/.test(event) ? { event_id: event } : eventIn(event, texts);
  if (id === undefined) throw new UsageError(texts.explainEvent);
  const { data } = await api.get<Recent>(`/rules/${encodeURIComponent(id)}/recent`);
  const last = data.find(({ columns }) => columns !== undefined);
  if (last?.columns) {
    if (print.isForPeople) error(texts.lastEvent(last.event, print.moment(last.at)));
    return { event: eventOf(last.columns) };
  }
  error(texts.noEventYet(id));
  return undefined;
}

function eventIn(file: string, texts: RuleCommandTexts): Subject {
  let text: string;
  try {
    text = readGiven(file).toString();
  } catch (error) {
    throw new UsageError(texts.unreadable(file, String((error as NodeJS.ErrnoException).code)));
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(texts.noObject);
    const given = value as Subject;
    // A line of `tocsin events ls -o json` has the columns inside.
    const { columns } = given;
    const isRecord = typeof columns === 'object' && columns !== null;
    return { event: eventOf(isRecord ? (columns as Subject) : given) };
  } catch (error) {
    throw new UsageError(texts.badEvent(file, (error as Error).message));
  }
}

/** Recorded events have a name where made-up ones have a type; the metadata is that of a rule. */
function eventOf({ metadata: _, ...columns }: Subject): Subject {
  const { event_type, event } = columns;
  if (typeof event_type === 'string' || typeof event !== 'string') return columns;
  return { event_type: event.replaceAll('.', '_'), ...columns };
}

function show(
  { print, out, error, language }: ClientRun,
  explanation: RuleExplanation,
  name: string,
  texts: RuleCommandTexts,
): number {
  const { outcome, summary, warnings = [] } = explanation;
  const exitCode = outcome === 'matched' ? 0 : NO_MATCH;
  if (!print.isForPeople) {
    const { event, row_count } = explanation;
    print.thing({
      answer: explanation,
      name,
      facts: [
        { name: 'outcome', value: outcome },
        { name: 'summary', value: summary },
        { name: 'event', value: event?.name },
        { name: 'rows', value: row_count },
      ],
    });
    return exitCode;
  }
  const word = print.colours.state(texts.outcomes[outcome] ?? outcome, exitCode === 0 ? 'ok' : 'pending');
  out(`${word}  ${printable(summary)}\n`);
  for (const line of linesOfStatement(explanation, texts)) out(`${line}\n`);
  for (const { message, message_zh } of warnings)
    error(language === 'zh' ? (message_zh ?? message) : message);
  return exitCode;
}
