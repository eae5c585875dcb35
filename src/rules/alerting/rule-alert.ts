import { type AlertDraft, type AlertNature, type AlertSettings, alertSettings } from '../../alerts/door.ts';
import { parseDuration } from '../../lib/duration.ts';
import { readBody } from '../read-body.ts';
import type { CompilerSettings, ReadyStatement } from '../rule-compiler.ts';
import { compileStatement } from '../rule-compiler.ts';
import { RuleError } from '../rule-error.ts';
import { suggestEvent, topicOfEvent } from './event-names.ts';
import { compileResolver } from './resolver.ts';

/** The alert of a rule, ready to be raised and cleared. */
export interface RuleAlert {
  readonly settings: AlertSettings;
  readonly nature: AlertNature;
  /** Its rows say that the alert with their key is over; undefined when no event does. */
  readonly resolver: ReadyStatement | undefined;
  /** What ends it, whether it was said or not: the topic of an event, a statement, a time, or a row where rows stay away. */
  readonly endsOn: string | { readonly sql: string } | { readonly after: string | number } | 'a row';
}

/** After which an alert is over that nothing else ends. */
const QUIET_AFTER = '10m';

/**
 * @param rule its name is the title of an alert that has none
 * @throws RuleError BAD_REQUEST that says where: `alert.resolve_on.sql: …`
 */
export function readRuleAlert(
  draft: AlertDraft,
  rule: { readonly id: string; readonly name: string; readonly sql: string },
  statement: ReadyStatement,
  compiler: CompilerSettings,
): RuleAlert {
  // A name is a text, and no template.
  const title = (rule.name === '' ? rule.id : rule.name).replaceAll('$', `\${$}`);
  const settings = readBody(alertSettings, { title, ...draft }, 'alert');
  const { resolve_on: resolveOn, threshold, absence } = settings;
  const isOffline = isAboutGoing(statement);
  const isPresence = isOffline && !threshold && !absence;
  const base = { isPresence, statement: rule.sql };
  const cleared = (resolver: ReadyStatement, endsOn: RuleAlert['endsOn']): RuleAlert => {
    return { settings, nature: { ...base, isCleared: true, quietAfter: undefined }, resolver, endsOn };
  };
  const quiet = (after: string | number): RuleAlert => {
    const nature = { ...base, isCleared: false, quietAfter: parseDuration(after) };
    return { settings, nature, resolver: undefined, endsOn: { after } };
  };
  if (typeof resolveOn === 'object') {
    return 'sql' in resolveOn
      ? cleared(onStatement(resolveOn.sql, compiler), resolveOn)
      : quiet(resolveOn.after);
  }
  if (resolveOn !== undefined || isPresence) {
    const topic = topicOf(resolveOn ?? 'client.connected');
    return cleared(compileResolver(topic, settings.key, statement, compiler), topic);
  }
  if (!absence) return quiet(threshold?.within ?? QUIET_AFTER);
  const nature = { ...base, isCleared: false, quietAfter: undefined };
  return { settings, nature, resolver: undefined, endsOn: 'a row' };
}

function isAboutGoing({ targets }: ReadyStatement): boolean {
  return (
    targets.length > 0 &&
    targets.every(
      (target) => target.kind === 'events' && target.events.every((event) => event === 'client.disconnected'),
    )
  );
}

/** @throws RuleError */
function topicOf(event: string): string {
  const topic = topicOfEvent(event);
  if (topic !== undefined) return topic;
  const suggestion = suggestEvent(event);
  throw new RuleError(
    'BAD_REQUEST',
    `alert.resolve_on: there is no event ${event}; ${
      suggestion === undefined
        ? 'name one as client.connected, or write {"sql": "SELECT … FROM …"} or {"after": "10m"}'
        : `did you mean ${suggestion}?`
    }`,
    {
      message_zh: `alert.resolve_on：没有 ${event} 这个事件；${
        suggestion === undefined
          ? '请写事件名如 client.connected，或 {"sql": "SELECT … FROM …"}、{"after": "10m"}'
          : `是否想写 ${suggestion}？`
      }`,
      suggestion,
      at: 'alert.resolve_on',
    },
  );
}

function onStatement(sql: string, compiler: CompilerSettings): ReadyStatement {
  try {
    return compileStatement(sql, compiler);
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    const at = 'alert.resolve_on.sql';
    const { message_zh } = error.details;
    throw new RuleError(
      error.code,
      `${at}: ${error.message}`,
      { ...error.details, message_zh: message_zh && `${at}：${message_zh}`, at },
      error.cause as Error,
    );
  }
}
