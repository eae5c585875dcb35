import type { HappenedEvent } from '../../../../src/texts/event-words.ts';

/** Where the topic of an event in FROM is not its name with a slash. */
const TOPICS: Readonly<Record<string, string>> = {
  'client.check_authn_complete': 'auth/check_authn_complete',
  'client.check_authz_complete': 'auth/check_authz_complete',
  'delivery.dropped': 'message/delivery_dropped',
  'alarm.activated': 'sys/alarm_activated',
  'alarm.deactivated': 'sys/alarm_deactivated',
};

/** Columns that say what kind of an event it was, as a condition for more of them. */
const TELLING = ['reason', 'result', 'reason_code'] as const;

/** A statement that finds events like this one. */
export function sqlFor({ event, columns }: HappenedEvent): string {
  if (event === 'message.publish') return `SELECT *\nFROM ${quoted(String(columns.topic ?? '#'), '"')}`;
  const topic = TOPICS[event] ?? event.replace('.', '/');
  const name = TELLING.find((column) => typeof columns[column] === 'string');
  const where = name === undefined ? '' : `\nWHERE ${name} = ${quoted(String(columns[name]), "'")}`;
  return `SELECT *\nFROM "$events/${topic}"${where}`;
}

function quoted(text: string, quote: string): string {
  return quote + text.replaceAll(/[\\'"]/g, '\\$&') + quote;
}
