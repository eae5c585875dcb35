import assert from 'node:assert/strict';
import { test } from 'node:test';
import { soak } from './soak.ts';

test('clients come and go while a receiver has bad times, and nothing is lost', {
  timeout: 90_000,
}, async () => {
  const result = await soak({ milliseconds: 4000, clients: 300, grace: 3000, sampleEvery: 1000 });
  assert.deepEqual(result.faults, []);
  assert.ok(result.alertsTold > 0, 'people are told of alerts');
  assert.ok(result.acknowledged > 100, 'devices report');
});
