import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRecoveryCodes, recoveryCodeHash } from './recovery-codes.ts';
import { matchingStep, newTotpSecret, totpCode, totpStep, totpUri } from './totp.ts';

/** `12345678901234567890` of RFC 6238, appendix B. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

test('codes are those of the test values of RFC 6238', () => {
  for (const [seconds, code] of [
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ] as const) {
    assert.equal(totpCode(SECRET, totpStep(seconds * 1000)), code);
  }
});

test('the code of the step before and of the step after is good too, and no other', () => {
  const now = 1_234_567_890_000;
  const step = totpStep(now);
  const good = [-2, -1, 0, 1, 2].map(
    (distance) => matchingStep(SECRET, totpCode(SECRET, step + distance), { now, after: 0 }) !== undefined,
  );
  assert.deepEqual(good, [false, true, true, true, false]);
  assert.equal(matchingStep(SECRET, '005 924', { now, after: 0 }), step, 'as apps show it');
  for (const code of ['', '005925', '5924', '0059240', '００５９２４', 'x'.repeat(100)])
    assert.equal(matchingStep(SECRET, code, { now, after: 0 }), undefined, code);
});

test('a code that was used is good no more, and neither is one before it', () => {
  const now = 1_234_567_890_000;
  const step = totpStep(now);
  const check = (distance: number, after: number) =>
    matchingStep(SECRET, totpCode(SECRET, step + distance), { now, after });
  assert.equal(check(0, step), undefined);
  assert.equal(check(-1, step), undefined);
  assert.equal(check(1, step), step + 1);
});

test('a key has 160 random bits, and its address names the user', () => {
  const secrets = new Set(Array.from({ length: 100 }, newTotpSecret));
  assert.equal(secrets.size, 100);
  for (const secret of secrets) assert.match(secret, /^[A-Z2-7]{32}$/);
  assert.equal(
    totpUri('a b', SECRET, 'tocsin@host'),
    `otpauth://totp/Tocsin:a%20b%40tocsin%40host?secret=${SECRET}&issuer=Tocsin&algorithm=SHA1&digits=6&period=30`,
  );
});

test('recovery codes are ten, none like another, and kept as hashes that spelling does not change', () => {
  const codes = newRecoveryCodes();
  assert.equal(new Set(codes).size, 10);
  for (const code of codes) {
    assert.match(code, /^([a-z2-9]{4}-){3}[a-z2-9]{4}$/);
    assert.equal(recoveryCodeHash(code.toUpperCase().replaceAll('-', ' ')), recoveryCodeHash(code));
  }
});
