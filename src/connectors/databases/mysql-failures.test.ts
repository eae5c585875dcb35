import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mysqlFailure } from './mysql-failures.ts';

const { signal } = new AbortController();

const failures: [error: object, kind: string, cause: string, reason: RegExp][] = [
  [
    { code: 'HANDSHAKE_SSL_ERROR', message: 'self-signed certificate' },
    'unavailable',
    'network',
    /signed by nobody whom we trust: set .* ssl\.cacertfile/,
  ],
  [
    { code: 'HANDSHAKE_SSL_ERROR', message: "Hostname/IP does not match certificate's altnames: x" },
    'unavailable',
    'network',
    /for another name: set it as ssl\.server_name_indication/,
  ],
  [{ code: 'PROTOCOL_CONNECTION_LOST', message: 'x' }, 'unavailable', 'network', /db:1 was closed before/],
  [
    { errno: 1213, code: 'ER_LOCK_DEADLOCK', sqlMessage: 'Deadlock' },
    'unavailable',
    'remote',
    /Deadlock \(1213/,
  ],
  [{ errno: 1021, code: 'ER_DISK_FULL', sqlMessage: 'Disk full' }, 'unavailable', 'remote', /1021/],
  [{ errno: 1142, code: 'ER_TABLEACCESS_DENIED_ERROR', sqlMessage: 'denied' }, 'rejected', 'config', /1142/],
  [
    { errno: 1062, code: 'ER_DUP_ENTRY', sqlMessage: 'Duplicate' },
    'rejected',
    'message',
    /1062 ER_DUP_ENTRY/,
  ],
  [
    { errno: -111, code: 'ECONNREFUSED', message: 'x' },
    'unavailable',
    'network',
    /connection refused by db:1/,
  ],
  [new TypeError('bad'), 'rejected', 'message', /cannot be sent: bad/],
];
for (const [given, kind, cause, reason] of failures) {
  test(`${(given as { code?: string }).code ?? given} is ${kind}, ${cause}: ${reason}`, () => {
    const error = given instanceof Error ? given : Object.assign(new Error(), given);
    const outcome = mysqlFailure(error, 'db:1', signal);
    assert.deepEqual([outcome.kind, outcome.cause], [kind, cause]);
    assert.match(outcome.reason, reason);
  });
}
