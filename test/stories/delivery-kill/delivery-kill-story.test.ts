import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runDeliveryKillStory } from './delivery-kill-story.ts';

test('a broker that is killed while it delivers loses nothing that it acknowledged, and keeps the order of each client', {
  timeout: 180_000,
}, async () => {
  const { published, duplicated, lost, reordered } = await runDeliveryKillStory({
    rounds: 2,
    load: [300, 800],
  });
  assert.deepEqual({ lost, reordered }, { lost: 0, reordered: 0 });
  assert.ok(published > 50, `${published} messages were published, ${duplicated} requests came twice`);
});
