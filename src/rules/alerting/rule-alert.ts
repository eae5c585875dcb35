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
}

/** After which an alert is over that nothing else ends. */
const QUIET_AFTER = 600_000;

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
  const about = (resolver: ReadyStatement | undefined, quietAfter?: number): RuleAlert => ({
    settings,
    nature: { isPresence, isCleared: resolver !== undefined, quietAfter, statement: rule.sql },
    resolver,
  });
  if (typeof resolveOn === 'string') return about(onEvent(resolveOn, settings.key, statement, compiler));
  if (resolveOn && 'sql' in resolveOn) return about(onStatement(resolveOn.sql, compiler));
  if (resolveOn) return about(undefined, parseDuration(resolveOn.after));
  if (isPresence) return about(onEvent('client.connected', settings.key, statement, compiler));
  // A row ends it when rows stayed away.
  if (absence) return about(undefined);
  return about(undefined, threshold ? parseDuration(threshold.within) : QUIET_AFTER);
}

function isAboutGoing({ targets }: ReadyStatement): boolean {
  return (
    targets.length > 0 &&
    targets.every(
      (target) => target.kind === 'events' && target.events.every((event) => event === 'client.disconnected'),
    )
  );
}

function onEvent(
  name: string,
  key: string,
  statement: ReadyStatement,
  compiler: CompilerSettings,
): ReadyStatement {
  const topic = topicOfEvent(name);
  if (topic !== undefined) return compileResolver(topic, key, statement, compiler);
  const suggestion = suggestEvent(name);
  throw new RuleError(
    'BAD_REQUEST',
    `alert.resolve_on: there is no event ${name}; ${
      suggestion === undefined
        ? 'name one as client.connected, or write {"sql": "SELECT … FROM …"} or {"after": "10m"}'
        : `did you mean ${suggestion}?`
    }`,
    { suggestion, at: 'alert.resolve_on' },
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
