import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runKillStory } from './kill-story.ts';

test('a loaded broker that is killed loses nothing that it acknowledged, and brings QoS 2 exactly once', {
  timeout: 120_000,
}, async () => {
  const { published, ...result } = await runKillStory({ rounds: 4, durability: 'normal', load: [100, 500] });
  const { lost, duplicatedQos2, reordered, sessionsLost, retainedLost } = result;
  assert.deepEqual(
    { lost, duplicatedQos2, reordered, sessionsLost, retainedLost },
    { lost: 0, duplicatedQos2: 0, reordered: 0, sessionsLost: 0, retainedLost: 0 },
  );
  assert.ok(published > 100, `${published} messages were published`);
});
