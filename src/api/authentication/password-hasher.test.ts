import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../api-error.ts';
import { PasswordHasher } from './password-hasher.ts';

const cheap = { memory: 8, passes: 1 };

test('a password fits its hash and nobody else’s', async () => {
  const hasher = new PasswordHasher(cheap);
  const encoded = await hasher.hash('correct-horse-1');
  assert.ok(await hasher.verify('correct-horse-1', encoded));
  assert.ok(!(await hasher.verify('correct-horse-2', encoded)));
  assert.ok(!(await hasher.verify('correct-horse-1', undefined)));
  assert.notEqual(await hasher.hash('correct-horse-1'), encoded);
});

test('a hash that was made with other costs still fits', async () => {
  const encoded = await new PasswordHasher(cheap).hash('correct-horse-1');
  assert.ok(await new PasswordHasher({ memory: 16, passes: 2 }).verify('correct-horse-1', encoded));
});

test('by default a hash costs 19 MiB and two passes', async () => {
  assert.match(await new PasswordHasher().hash('x'), /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test('of many at once two run, thirty-two wait, and the rest is refused', async () => {
  const hasher = new PasswordHasher(cheap);
  const results = await Promise.allSettled(Array.from({ length: 40 }, () => hasher.hash('x')));
  const refused = results.filter((result) => result.status === 'rejected');
  assert.equal(refused.length, 6);
  for (const { reason } of refused) assert.ok(reason instanceof ApiError && reason.status === 429);
  assert.ok(await hasher.hash('x'));
});
