import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { UNLIMITED } from './rate-text.ts';
import { TokenBucket } from './token-bucket.ts';

function taken(bucket: TokenBucket, tries: number): number {
  let count = 0;
  for (let i = 0; i < tries; i++) if (bucket.take()) count++;
  return count;
}

test('a burst of one period passes, then as many as time gives back', async () => {
  const clock = new FakeClock();
  const bucket = new TokenBucket({ count: 10, period: 1000 }, clock);
  assert.equal(taken(bucket, 50), 10);
  await clock.advance(300);
  assert.equal(taken(bucket, 50), 3);
  await clock.advance(60_000);
  assert.equal(taken(bucket, 50), 10);
});

test('another limit holds at once, and does not fill the bucket', () => {
  const bucket = new TokenBucket({ count: 10, period: 1000 }, new FakeClock());
  assert.equal(taken(bucket, 8), 8);
  bucket.limit = { count: 5, period: 1000 };
  assert.equal(taken(bucket, 50), 2);
  bucket.limit = UNLIMITED;
  assert.equal(taken(bucket, 50), 50);
  bucket.limit = { count: 5, period: 1000 };
  assert.equal(taken(bucket, 50), 0);
});

test('without a limit there is no end', () => {
  const bucket = new TokenBucket(UNLIMITED, new FakeClock());
  assert.equal(taken(bucket, 5000), 5000);
  bucket.limit = { count: 4, period: 1000 };
  assert.equal(taken(bucket, 50), 4);
});
