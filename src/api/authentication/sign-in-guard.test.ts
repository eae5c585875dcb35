import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { SignInGuard } from './sign-in-guard.ts';

const wrong = async () => false;
const right = async () => true;

/** A hundred failures within a minute, four from each address. */
async function crowded() {
  const clock = new FakeClock();
  const guard = new SignInGuard(clock);
  await guard.attempt('owner', '192.0.2.1', right);
  for (let index = 0; index < 100; index++) await guard.attempt(`u${index}`, `10.0.0.${index >> 2}`, wrong);
  return { clock, guard };
}

test('after a hundred failures in a minute, wherever from, each further attempt waits a second more', async () => {
  const { clock, guard } = await crowded();
  const verified: number[] = [];
  const attempts = [1, 2, 3].map((index) =>
    guard.attempt('admin', `198.51.100.${index}`, async () => {
      verified.push(index);
      return false;
    }),
  );
  await clock.advance(999);
  assert.deepEqual(verified, []);
  await clock.advance(1);
  assert.deepEqual(verified, [1]);
  await clock.advance(2000);
  assert.deepEqual(verified, [1, 2, 3]);
  await Promise.all(attempts);
});

test('who signed in from an address before is let in from there at once meanwhile', async () => {
  const { guard } = await crowded();
  assert.deepEqual(await guard.attempt('owner', '192.0.2.1', right), { kind: 'verified', isRight: true });
});

test('thirty attempts wait at most, the others are sent away; a minute later nobody waits', async () => {
  const { clock, guard } = await crowded();
  const waiting = Array.from({ length: 30 }, (_, index) => guard.attempt('a', `203.0.113.${index}`, right));
  assert.deepEqual(await guard.attempt('a', '203.0.113.99', right), { kind: 'throttled', retryAfter: 30 });
  await clock.advance(60_000);
  assert.equal(
    (await Promise.all(waiting)).every(({ kind }) => kind === 'verified'),
    true,
  );
  assert.equal((await guard.attempt('a', '203.0.113.99', right)).kind, 'verified');
});
