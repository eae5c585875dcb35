import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Outcome } from '../../connectors/outcome.ts';
import { afterAttempt, policyFor } from './retry-policy.ts';

const NOW = 1_000_000;
const answer = { status: 200, excerpt: '' };
const unavailable: Outcome = { kind: 'unavailable', cause: 'network', reason: 'refused' };

const later = (retryAfter: number): Outcome => ({ ...unavailable, retryAfter });
const few: Outcome = { ...unavailable, maxAttempts: 3 };

/** Without jitter: random is in the middle. */
function verdict(attempts: number, outcome: Outcome, expiresAt?: number, random = 0.5) {
  return afterAttempt(
    { attempts, failures: attempts, createdAt: NOW - 1, expiresAt, maxAttempts: undefined },
    outcome,
    policyFor('http', false),
    NOW,
    random,
  );
}

const cases: [what: string, actual: unknown, expected: unknown][] = [
  ['delivered', verdict(0, { kind: 'delivered', answer }), { state: 'delivered', attempts: 1 }],
  [
    'rejected',
    verdict(4, { kind: 'rejected', cause: 'config', reason: 'HTTP 404' }),
    { state: 'dead', attempts: 5 },
  ],
  ['1st failure', verdict(0, unavailable), { state: 'waiting', attempts: 1, failures: 1, dueAt: NOW + 1000 }],
  ['2nd failure', verdict(1, unavailable), { state: 'waiting', attempts: 2, failures: 2, dueAt: NOW + 2000 }],
  ['3rd failure', verdict(2, unavailable), { state: 'waiting', attempts: 3, failures: 3, dueAt: NOW + 4000 }],
  ['4th failure', verdict(3, unavailable), { state: 'waiting', attempts: 4, failures: 4, dueAt: NOW + 8000 }],
  [
    '5th failure',
    verdict(4, unavailable),
    { state: 'waiting', attempts: 5, failures: 5, dueAt: NOW + 15_000 },
  ],
  [
    '99th failure',
    verdict(98, unavailable),
    { state: 'waiting', attempts: 99, failures: 99, dueAt: NOW + 15_000 },
  ],
  [
    'least jitter',
    verdict(0, unavailable, undefined, 0),
    { state: 'waiting', attempts: 1, failures: 1, dueAt: NOW + 800 },
  ],
  [
    'most jitter',
    verdict(0, unavailable, undefined, 1),
    { state: 'waiting', attempts: 1, failures: 1, dueAt: NOW + 1200 },
  ],
  [
    'Retry-After',
    verdict(5, later(60_000)),
    { state: 'waiting', attempts: 6, failures: 6, dueAt: NOW + 60_000 },
  ],
  ['Retry-After: 0', verdict(5, later(0)), { state: 'waiting', attempts: 6, failures: 6, dueAt: NOW + 1000 }],
  [
    'expiry before the next',
    verdict(4, unavailable, NOW + 5),
    { state: 'waiting', attempts: 5, failures: 5, dueAt: NOW + 5 },
  ],
  ['the 2nd of 3', verdict(1, few), { state: 'waiting', attempts: 2, failures: 2, dueAt: NOW + 2000 }],
  ['the 3rd of 3', verdict(2, few), { state: 'dead', attempts: 3 }],
  ['expired', verdict(4, unavailable, NOW), { state: 'expired', attempts: 5 }],
  ['delivered late', verdict(4, { kind: 'delivered', answer }, NOW - 1), { state: 'delivered', attempts: 5 }],
];
for (const [what, actual, expected] of cases)
  test(`after an attempt: ${what}`, () => assert.deepEqual(actual, expected));
