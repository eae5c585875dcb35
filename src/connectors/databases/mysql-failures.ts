import { networkFailure } from '../driver-failures.ts';
import { type Answer, excerptOf } from '../outcome.ts';
import type { RowsFailure } from './settle-rows.ts';

type Failure = RowsFailure['outcome'];

/** Error numbers of MySQL and MariaDB after which the same may go well later. */
const UNAVAILABLE = new Set([
  1021, // disk full
  1030, // the storage engine has a problem
  1037, // out of memory
  1038,
  1040, // too many connections
  1041, // out of resources
  1047, // a node of Galera that is not ready
  1053, // shutting down
  1077,
  1079,
  1114, // the table, or the disk below it, is full
  1152, // connections that broke
  1158,
  1159,
  1160,
  1161,
  1180, // at the end of the transaction
  1203, // too many connections of this user
  1205, // lock wait timeout
  1213, // deadlock
  1226, // this user has used up what it may
  1243, // a prepared statement that somebody took away, a proxy perhaps
  1290, // read-only: a replica, or a failover on its way
  1317, // cancelled
  1615, // a prepared statement has to be read again
  1792, // read-only transaction
  1836, // read-only mode
  1927, // the connection was killed
  1969, // statement timeout of MariaDB
  3024, // statement timeout of MySQL
  3168, // not ready yet
  4031, // idle for too long
]);

/** Nothing will pass until somebody changes the settings, the statement, or rights and tables there. */
const OF_THE_SETTINGS = new Set([
  1044,
  1045,
  1046,
  1049,
  1129,
  1130,
  1142,
  1143,
  1227,
  1251,
  1370,
  1410,
  1524,
  1698,
  1820,
  1862,
  3118,
  4151, // who may
  1051,
  1054,
  1064,
  1109,
  1110,
  1136,
  1146,
  1149,
  1210,
  1235,
  1295,
  1305,
  1318,
  1347,
  1390,
  1471, // what is said
]);

/** What an error of `mysql2` means. @param host where the server is, for people */
export function mysqlFailure(error: unknown, host: string, signal: AbortSignal): Failure {
  if (signal.aborted) {
    return { kind: 'unavailable', cause: 'network', reason: (signal.reason as Error).message };
  }
  const {
    errno,
    code = '',
    sqlMessage,
    message = String(error),
  } = error as {
    errno?: number;
    code?: string;
    sqlMessage?: string;
    message?: string;
  };
  if (typeof errno === 'number' && errno > 0 && typeof sqlMessage === 'string') {
    const answer: Answer = { status: errno, code: String(errno), excerpt: excerptOf(sqlMessage) };
    // From 1900 on MariaDB's numbers mean other things than MySQL's, whose names the driver knows.
    const reason = `${sqlMessage} (${errno < 1900 ? `${errno} ${code}` : errno})`;
    if (UNAVAILABLE.has(errno)) return { kind: 'unavailable', cause: 'remote', reason, answer };
    return { kind: 'rejected', cause: OF_THE_SETTINGS.has(errno) ? 'config' : 'message', reason, answer };
  }
  if (code === 'HANDSHAKE_NO_SSL_SUPPORT') {
    return {
      kind: 'rejected',
      cause: 'config',
      reason: `${host} does not speak TLS: set ssl.enable to false, or switch TLS on there`,
    };
  }
  if (/^AUTH_SWITCH_PLUGIN/.test(code)) return { kind: 'rejected', cause: 'config', reason: message };
  if (
    code === 'PROTOCOL_CONNECTION_LOST' ||
    /closed state|Pool is closed|connection was closed/.test(message)
  ) {
    return {
      kind: 'unavailable',
      cause: 'network',
      reason: `connection to ${host} was closed before the answer was complete`,
    };
  }
  if (error instanceof TypeError || error instanceof RangeError) {
    return { kind: 'rejected', cause: 'message', reason: `the request cannot be sent: ${message}` };
  }
  return networkFailure(code === 'HANDSHAKE_SSL_ERROR' ? withTlsCode(message) : error, host) as Failure;
}

/** The driver puts a code of its own over that of the TLS layer, which says what can be done. */
function withTlsCode(message: string): Error {
  const [, code = 'HANDSHAKE_SSL_ERROR'] = TLS_CODES.find(([says]) => says.test(message)) ?? [];
  return Object.assign(new Error(message), { code });
}

const TLS_CODES: readonly (readonly [says: RegExp, code: string])[] = [
  [/altnames/i, 'ERR_TLS_CERT_ALTNAME_INVALID'],
  [/self.signed|unable to (?:get|verify)/i, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  [/expired/i, 'CERT_HAS_EXPIRED'],
];
