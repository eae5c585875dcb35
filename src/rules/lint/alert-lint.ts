import { parseDuration } from '../../lib/duration.ts';
import { placeholdersIn } from '../../lib/placeholder.ts';
import { suggest } from '../../lib/suggest.ts';
import { visitAll } from '../../sql/door.ts';
import type { RuleAlert } from '../alerting/rule-alert.ts';
import { describedEvent } from '../event-catalogue.ts';
import type { RuleWarning } from '../rule.ts';
import { eventsOf, type ReadyStatement } from '../rule-compiler.ts';
import { variablesOf, warning } from './output-lint.ts';

/** Where people are told. */
export interface KnownChannels {
  /** By its id, or by its bare name when only one has that. */
  find(channel: string): object | undefined;
  list(): readonly { readonly id: string }[];
}

/**
 * What is hardly meant about the alert of a rule. Channels change after the rule, so this is asked when the rule is shown.
 * @param channels undefined when they are not known
 * @param keysMissing rows so far in which the key had no value
 */
export function lintAlert(
  alert: RuleAlert,
  statement: ReadyStatement,
  channels: KnownChannels | undefined,
  keysMissing = 0,
): RuleWarning[] {
  return [
    ...lintTexts(alert, statement),
    ...lintKey(alert, statement),
    ...(keysMissing > 0 ? [warning('keyMissing', 'alert.key', { rows: keysMissing })] : []),
    ...lintGrace(alert),
    ...lintEnd(alert, statement),
    ...(channels ? lintChannels(alert, channels) : []),
  ];
}

/** The names that the texts may begin with; undefined when they are not known. */
function namesIn(statement: ReadyStatement): ReadonlySet<string> | undefined {
  const { rowNames } = statement;
  const isClientKnown = eventNames(statement).every((event) =>
    describedEvent(event).columnNames.includes('clientid'),
  );
  return rowNames && isClientKnown ? new Set([...rowNames, 'clientid']) : rowNames;
}

function eventNames({ targets }: ReadyStatement): ReturnType<typeof eventsOf> {
  return targets.flatMap(eventsOf);
}

function lintTexts({ settings }: RuleAlert, statement: ReadyStatement): RuleWarning[] {
  const names = namesIn(statement);
  if (!names) return [];
  const { title, summary, description, runbook_url: runbookUrl, labels } = settings;
  const texts: [at: string, text: unknown][] = [
    ['title', title],
    ['summary', summary],
    ['description', description],
    ['runbook_url', runbookUrl],
    ...Object.entries(labels).map(([name, text]): [string, string] => [`labels.${name}`, text]),
  ];
  return texts.flatMap(([at, text]) => {
    if (typeof text === 'string') return unknownIn(`alert.${at}`, text, names);
    const { en = '', zh = '' } = (text ?? {}) as { en?: string; zh?: string };
    return [...unknownIn(`alert.${at}.en`, en, names), ...unknownIn(`alert.${at}.zh`, zh, names)];
  });
}

function unknownIn(at: string, text: string, names: ReadonlySet<string>): RuleWarning[] {
  return unknown(text, names).map((name) =>
    warning('unknownVariable', at, { name, suggestion: suggest(name, names) }),
  );
}

function unknown(text: string, names: ReadonlySet<string>): string[] {
  return [...variablesOf(text)].filter((name) => !names.has(name));
}

function lintKey(alert: RuleAlert, statement: ReadyStatement): RuleWarning[] {
  const { key } = alert.settings;
  const names = namesIn(statement);
  const missing = names ? unknown(key, names) : [];
  const warnings = missing.map((name) =>
    warning('keyUndefined', 'alert.key', { name, suggestion: suggest(name, names ?? []) }),
  );
  if (warnings.length === 0 && alert.nature.isPresence && !namesClient(key, statement)) {
    warnings.push(warning('keyWithoutClient', 'alert.key', { key }));
  }
  return warnings;
}

/** Whether the client is part of a key, by its column or under a name that the statement gives. */
function namesClient(key: string, { parsed }: ReadyStatement): boolean {
  const names = new Set(placeholdersIn(key).map(({ path }) => path[0]));
  if (names.has('clientid')) return true;
  const items = parsed?.kind === 'select' ? parsed.items : [];
  return items.some((item) => {
    if (item.kind !== 'output') return false;
    const step = item.alias?.steps[0];
    if (step?.kind !== 'key' || !names.has(step.name)) return false;
    let isClient = false;
    visitAll(item.expression, (part) => {
      isClient ||= part.kind === 'path' && part.root === 'clientid';
    });
    return isClient;
  });
}

function lintEnd(alert: RuleAlert, statement: ReadyStatement): RuleWarning[] {
  const { settings, nature, resolver, endsOn } = alert;
  const grace = parseDuration(settings.for) ?? 0;
  if (!resolver) {
    if (grace === 0 || nature.quietAfter === undefined || nature.isPresence || settings.threshold) return [];
    const about = { grace: String(settings.for), after: quietText(endsOn) };
    const code = nature.quietAfter < grace ? 'graceNeedsRows' : 'graceOnlyDelays';
    return [warning(code, 'alert.for', about)];
  }
  const isStatement = typeof endsOn === 'object';
  const at = isStatement ? 'alert.resolve_on.sql' : 'alert.resolve_on';
  const warnings: RuleWarning[] = [];
  const names = namesIn(resolver);
  const lost = names ? unknown(settings.key, names) : [];
  // A column that the event does not have, below a name of the rule's own.
  const isMade = !resolver.warnings.some(({ code }) => code === 'unknownColumn');
  const own = namesIn(statement);
  if (lost.length > 0) {
    const known = lost.filter((name) => !own || own.has(name));
    warnings.push(...known.map((name) => warning('keyNotAtEnd', at, { name })));
  } else if (!isMade && !isStatement) {
    warnings.push(warning('keyNotAtEnd', at, { name: [...variablesOf(settings.key)].join(', ') }));
  }
  if (!isStatement && eventNames(resolver).every((event) => eventNames(statement).includes(event))) {
    warnings.push(warning('endsWhatItRaises', at, { event: String(settings.resolve_on ?? endsOn) }));
  }
  return [...warnings, ...(isStatement ? resolver.warnings.map((found) => ({ ...found, at })) : [])];
}

/** A bare number is milliseconds, which is hardly meant by 60. */
function lintGrace({ settings }: RuleAlert): RuleWarning[] {
  const { for: grace } = settings;
  if (typeof grace !== 'number' || grace === 0 || grace >= 1000) return [];
  return [warning('graceInMilliseconds', 'alert.for', { grace })];
}

function quietText(endsOn: RuleAlert['endsOn']): string {
  return typeof endsOn === 'object' && 'after' in endsOn ? String(endsOn.after) : '';
}

function lintChannels({ settings }: RuleAlert, channels: KnownChannels): RuleWarning[] {
  const { notify = [], escalate } = settings;
  const lists: [at: string, names: readonly string[]][] = Array.isArray(notify)
    ? [['notify', notify]]
    : Object.entries(notify).map(([severity, names]) => [`notify.${severity}`, names]);
  if (escalate) lists.push(['escalate.notify', escalate.notify]);
  return lists.flatMap(([at, names]) =>
    names.flatMap((id, index) => {
      if (channels.find(id)) return [];
      const ids = channels.list().map((channel) => channel.id);
      const bare = ids.filter((known) => known.endsWith(`:${id}`));
      const place = `alert.${at}.${index}`;
      if (bare.length > 1) return warning('ambiguousChannel', place, { id, ids: bare.join(', ') });
      return warning('unknownChannel', place, { id, suggestion: suggest(id, ids) });
    }),
  );
}
