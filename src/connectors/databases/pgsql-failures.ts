import type { DatabaseError } from 'pg';
import { networkFailure } from '../driver-failures.ts';
import { type Answer, excerptOf } from '../outcome.ts';
import type { RowsFailure } from './settle-rows.ts';

type Failure = RowsFailure['outcome'];

/** Classes of SQLSTATE (PostgreSQL's manual, appendix A), and single codes that are not as their class. */
const UNAVAILABLE = new Set([
  '08', // connection
  '40', // rolled back: serialization, deadlock
  '53', // resources: disk full, out of memory, too many connections
  '57', // intervention: shutdown, starting up, cancelled
  '58', // the system below it
  '55P03', // lock not available
  '55006', // object in use
  '25006', // read-only: a standby, or a failover on its way
  '25P02', // a transaction that somebody else broke, through a pooler
  '26000', // a prepared statement that somebody took away, a pooler perhaps
  '42P05', // a prepared statement that is there already: a pooler gave us another connection
  'XX001',
  'XX002',
]);

const OF_THE_SETTINGS = new Set([
  '28', // user or password
  '3D', // database
  '3F', // schema
  '42', // syntax, names, types, rights
  '0A', // not supported
  '25', // state of the transaction: the statement begins or ends one
]);

/** What an error of `pg` means. @param host where the server is, for people */
export function pgsqlFailure(error: unknown, host: string, signal: AbortSignal): Failure {
  if (signal.aborted) {
    return { kind: 'unavailable', cause: 'network', reason: (signal.reason as Error).message };
  }
  if (isDatabaseError(error)) return databaseFailure(error);
  const message = error instanceof Error ? error.message : String(error);
  if (/does not support SSL/.test(message)) {
    return {
      kind: 'rejected',
      cause: 'config',
      reason: `${host} does not speak TLS: set ssl.enable to false, or switch TLS on there`,
    };
  }
  if (/^SASL|password must be a string/.test(message)) {
    return { kind: 'rejected', cause: 'config', reason: `${host} asks for a password: ${message}` };
  }
  if (/timeout expired|due to connection timeout|when trying to connect/.test(message)) {
    return {
      kind: 'unavailable',
      cause: 'network',
      reason: `${host} did not accept a connection in time`,
    };
  }
  if (/^Connection terminated|not queryable|connection was closed/i.test(message)) {
    return {
      kind: 'unavailable',
      cause: 'network',
      reason: `connection to ${host} was closed before the answer was complete`,
    };
  }
  if (error instanceof TypeError || error instanceof RangeError) {
    return { kind: 'rejected', cause: 'message', reason: `the request cannot be sent: ${message}` };
  }
  return networkFailure(error, host) as Failure;
}

function isDatabaseError(error: unknown): error is DatabaseError {
  const { code, severity } = error as { code?: unknown; severity?: unknown };
  return typeof severity === 'string' && typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code);
}

function databaseFailure({ code = '', message, detail, hint }: DatabaseError): Failure {
  const answer: Answer = {
    status: 0,
    code,
    excerpt: excerptOf([message, detail, hint].filter(Boolean).join('\n')),
  };
  const reason = `${message} (${code})`;
  const is = (codes: ReadonlySet<string>): boolean => codes.has(code) || codes.has(code.slice(0, 2));
  // A constraint that is looked at when the transaction ends stands among what was rolled back.
  if (is(UNAVAILABLE) && code !== '40002') return { kind: 'unavailable', cause: 'remote', reason, answer };
  return { kind: 'rejected', cause: is(OF_THE_SETTINGS) ? 'config' : 'message', reason, answer };
}
