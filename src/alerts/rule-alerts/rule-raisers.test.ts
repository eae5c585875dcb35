import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestAlerts } from '../../../test/support/alert-scenario.ts';
import { rowOf } from '../../../test/support/delivery-scenario.ts';
import { type AlertDraft, alertSettings } from '../alert-settings.ts';

test('a rule with another key ends what is open by the former one, and a rule with the same key goes on with it', async (t) => {
  const { alerts, clock, news } = openTestAlerts(t);
  const nature = {
    isPresence: false,
    isCleared: true,
    quietAfter: undefined,
    statement: 'SELECT * FROM "t/#"',
  };
  const define = (draft: Partial<AlertDraft>) =>
    alerts.rules.define('r', alertSettings.parse({ title: 'hot', key: `\${topic}`, ...draft }), nature);
  const raise = (raiser: ReturnType<typeof define>) =>
    raiser.raise({
      row: rowOf({ topic: 't/1', device: 'd-1' }),
      event: 'message.publish',
      at: clock.now(),
      subject: undefined,
    });
  const told = () =>
    news.map(({ kind, alert }) => `${kind} ${alert.key} ${alert.resolution?.how ?? ''}`.trim());
  alerts.start();
  raise(define({}));
  raise(define({ title: 'too hot' }));
  raise(define({ key: `\${device}` }));
  await clock.advance(1000);
  assert.deepEqual(told().sort(), ['opened d-1', 'opened t/1', 'repeated t/1', 'resolved t/1 removed']);
});
