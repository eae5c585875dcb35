import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { openTestAlerts } from '../../../test/support/alert-scenario.ts';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { startScenario } from '../../../test/support/rule-scenario.ts';
import type { AlertDraft } from '../../alerts/door.ts';

interface AlertView {
  output: string;
  would_send: boolean;
  skipped?: { code: string; reason: string };
  alert: Record<string, unknown>;
  warnings: Array<{ code: string }>;
}

const sql = 'SELECT clientid, reason FROM "$events/client/disconnected"';
const gone = { event_type: 'client_disconnected', clientid: 'dev-1', reason: 'keepalive_timeout' };
const alert = {
  title: { en: `Offline: \${clientid}`, zh: `离线：\${clientid}` },
  for: '60s',
  labels: { why: `\${reason}` },
  notify: { critical: ['wecom:ops'] },
};

function start(t: TestContext, language: 'en' | 'zh' = 'en') {
  const clock = new FakeClock();
  const { alerts } = openTestAlerts(t, { clock });
  const scenario = startScenario(t, { liveAlerts: alerts.rules, clock });
  alerts.start();
  const asker = {
    language,
    signal: new AbortController().signal,
    recorded: () => Promise.reject(new Error('nothing is recorded')),
  };
  const outputOf = (answer: string): AlertView => JSON.parse(answer).outputs[0];
  const { engine } = scenario;
  return {
    ...scenario,
    explain: async (settings: AlertDraft, event = gone, statement = sql) =>
      outputOf(await engine.explain({ sql: statement, alert: settings, event }, asker)),
    explainRule: async (event = gone) => outputOf(await engine.explainRule('r', { event }, asker)),
  };
}

test('an explanation shows the alert that a draft would begin', async (t) => {
  const { explain } = start(t);
  assert.deepEqual(await explain(alert), {
    output: 'alert',
    row: 1,
    would_send: true,
    alert: {
      key: 'dev-1',
      title: { en: 'Offline: dev-1', zh: '离线：dev-1' },
      severity: 'critical',
      labels: { why: 'keepalive_timeout' },
      for: '60s',
      presence: true,
      resolve_on: '$events/client/connected',
      notify: ['wecom:ops'],
      would: 'begin',
    },
    warnings: [],
  });
});

test('of a rule that is at work it says whether the alert is there already', async (t) => {
  const { engine, broker, explainRule } = start(t);
  engine.create({ id: 'r', sql, alert });
  assert.equal((await explainRule()).alert.would, 'begin');
  broker.disconnect('keepalive_timeout');
  engine.drain();
  const { would, alert: present } = (await explainRule()).alert as { would: string; alert: object };
  assert.equal(would, 'continue');
  assert.partialDeepStrictEqual(present, { status: 'pending', starts_at: '2026-01-01T00:00:00.000Z' });
  assert.equal((await explainRule({ ...gone, clientid: 'dev-2' })).alert.would, 'begin');
});

test('a session that is taken over would begin none, and says why', async (t) => {
  const { explain } = start(t, 'zh');
  const { would_send, skipped } = await explain(alert, { ...gone, reason: 'takenover' });
  assert.equal(would_send, false);
  assert.equal(skipped?.code, 'alert_taken_over');
  assert.match(skipped?.reason ?? '', /接管/);
});

test('a row below a threshold is counted, and one without a key is said to have none', async (t) => {
  const { explain } = start(t);
  const counted = await explain({ threshold: { count: 3, within: '1m' } });
  assert.deepEqual([counted.alert.would, counted.alert.threshold], ['count', { count: 3, within: '1m' }]);
  const event = { event_type: 'message_publish', topic: 't/1', clientid: 'c', reason: '' };
  const keyless = await explain({ key: `\${x}` }, event, 'SELECT payload.x AS x FROM "t/#"');
  assert.deepEqual(
    keyless.warnings.map(({ code }) => code),
    ['variable_undefined', 'key_missing'],
  );
});
