import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestAlerts } from '../../test/support/alert-scenario.ts';
import { startBacktests } from '../../test/support/backtest-scenario.ts';
import { FakeClock } from '../../test/support/fake-clock.ts';

test('clients are expected by rules that are on, whose alerts are about a client that stays away', (t) => {
  const clock = new FakeClock();
  const { alerts } = openTestAlerts(t, { clock });
  const { engine } = startBacktests(t, {}, { clock, liveAlerts: alerts.rules });
  const sql = 'SELECT clientid, topic FROM "factory/#"';
  const absence = { after: '10m', expected: ['dev-1', 'dev-2'] };
  engine.create({ id: 'by-client', sql, alert: { absence } });
  engine.create({ id: 'by-topic', sql, alert: { key: `\${topic}`, absence } });
  engine.create({ id: 'off', sql, enable: false, alert: { absence } });
  engine.create({ id: 'nobody', sql, alert: { absence: { after: '10m' } } });
  engine.create({ id: 'no-alert', sql });
  assert.deepEqual(engine.expectedClients(), [{ rule: 'by-client', clientIds: ['dev-1', 'dev-2'] }]);
  engine.delete('by-client');
  assert.deepEqual(engine.expectedClients(), []);
});
