import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runAlertKillStory } from './alert-kill-story.ts';

test('a broker that is killed in the middle of alerts tells of each as in peace: when it opens, and when it is over', {
  timeout: 180_000,
}, async () => {
  const { faults, messages } = await runAlertKillStory({ kills: 2, chapters: 2, life: [500, 4000] });
  assert.deepEqual(faults, []);
  assert.ok(messages > 0);
});
