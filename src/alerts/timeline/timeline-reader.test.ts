import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { openTestAlerts } from '../../../test/support/alert-scenario.ts';
import { policyWith } from '../../../test/support/alerts/telling-scenario.ts';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import type { Alert } from '../alert.ts';

const source = { kind: 'rule', id: 'offline' } as const;

/** Alerts of one rule that tells a bot, with so many of them raised at once. */
async function start(t: TestContext, count: number) {
  const clock = new FakeClock(Date.UTC(2028, 0, count));
  const { alerts, store, channels } = openTestAlerts(t, { clock });
  channels.add('wecom:ops');
  const { book, log } = alerts;
  book.setPolicy(source, policyWith({ repeat: 600_000 }));
  alerts.start();
  const start = clock.now();
  const raised = Array.from({ length: count }, (_, n) => {
    const alert = book.raise({
      source,
      key: `dev-${n}`,
      severity: 'critical',
      title: 'gone',
      labels: {},
      facts: {},
      at: start,
    });
    assert.ok(alert);
    return alert;
  });
  const pass = async (milliseconds: number): Promise<void> => {
    for (let turn = 0; turn < 20; turn++) {
      await clock.advance(0);
      store.commit();
    }
    await clock.advance(milliseconds);
    for (let turn = 0; turn < 20; turn++) {
      await clock.advance(0);
      store.commit();
    }
  };
  const story = ({ id }: Alert): string[] => {
    const alert = log.find(id);
    assert.ok(alert);
    return log
      .timeline(alert)
      .filter(({ kind }) => kind === 'grouped' || kind === 'notification')
      .map(({ at, text }) => `+${at - start} ${text.en}`);
  };
  return { book, raised, pass, story, clock };
}

for (const count of [3, 300]) {
  test(`each of ${count} alerts knows the messages that told of it, and of how many others`, async (t) => {
    const { book, raised, pass, story, clock } = await start(t, count);
    const [first, second] = raised;
    assert.ok(first && second);
    await pass(1000);
    book.acknowledge(first.id, 'me');
    await pass(600_000 - 1000);
    book.clear(source, 'dev-0', clock.now());
    await pass(30_000);
    await pass(600_000);
    assert.deepEqual(story(first), [
      `+0 In one message with ${count - 1} other alerts`,
      '+0 wecom:ops is told (the first word)',
      '+630000 wecom:ops is told (the end)',
    ]);
    const reminders = story(second).filter((line) => line.includes('a reminder'));
    assert.equal(reminders.length, 2, story(second).join('\n'));
  });
}
