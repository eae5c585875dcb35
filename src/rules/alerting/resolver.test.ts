import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aClient, aMessage, startScenario } from '../../../test/support/rule-scenario.ts';

const offline = 'SELECT clientid FROM "$events/client/disconnected"';

function connected(sequence: number, clientId = 'dev-1') {
  const at = Date.UTC(2026, 0, 1);
  return { name: 'client.connected' as const, at, client: { ...aClient, clientId }, sequence };
}

for (const spelling of [
  undefined,
  'client.connected',
  '$events/client/connected',
  '$events/client_connected',
]) {
  test(`a client that is back ends its alert: resolve_on ${spelling}`, (t) => {
    const { engine, broker, alerts } = startScenario(t);
    engine.create({ id: 'r', sql: offline, alert: spelling === undefined ? {} : { resolve_on: spelling } });
    broker.disconnect('tcp_closed');
    engine.drain();
    broker.emit(connected(7));
    engine.drain();
    assert.deepEqual(alerts.story, ['raise r dev-1', 'clear r dev-1 @7']);
  });
}

test('what raises and what ends is worked off in the order in which it happened', (t) => {
  const { engine, broker, alerts } = startScenario(t);
  engine.create({ id: 'r', sql: offline, alert: {} });
  broker.emit(connected(1));
  broker.disconnect('tcp_closed');
  broker.emit(connected(3));
  broker.disconnect('tcp_closed');
  assert.deepEqual(alerts.story, []);
  engine.drain();
  assert.deepEqual(alerts.story, ['raise r dev-1', 'clear r dev-1 @3', 'raise r dev-1']);
});

test('while there is nothing to end, what could end it is not even kept', (t) => {
  const { engine, broker, alerts } = startScenario(t);
  engine.create({ id: 'r', sql: offline, alert: {} });
  broker.emit(connected(1));
  assert.equal(broker.aftermath.begun, 0);
  broker.disconnect('tcp_closed');
  engine.drain();
  broker.emit(connected(2));
  assert.equal(broker.aftermath.begun, 2);
  engine.drain();
  broker.emit(connected(3));
  assert.equal(broker.aftermath.begun, 2);
  assert.deepEqual(alerts.story, ['raise r dev-1', 'clear r dev-1 @2']);
});

test('the key is found when the client is back, as the rule makes it', (t) => {
  const { engine, broker, alerts } = startScenario(t);
  const sql = `SELECT upper(clientid) AS device, client_attrs.site AS site FROM "$events/client/disconnected"`;
  engine.create({ id: 'r', sql, alert: { key: `\${site}/\${device}` } });
  broker.disconnect('tcp_closed');
  broker.emit(connected(2));
  engine.drain();
  assert.deepEqual(alerts.story, ['raise r x/DEV-1', 'clear r x/DEV-1 @2']);
});

test('messages may end it: a statement with rows of the same key', (t) => {
  const { engine, broker, alerts } = startScenario(t);
  engine.create({
    id: 'r',
    sql: `SELECT payload.dev AS dev FROM "t/fault"`,
    alert: {
      key: `\${dev}`,
      resolve_on: { sql: `SELECT payload.dev AS dev FROM "t/ok" WHERE payload.fine` },
    },
  });
  const message = (topic: string, payload: object) =>
    broker.accept(aMessage({ topic, payload: Buffer.from(JSON.stringify(payload)) }));
  message('t/fault', { dev: 7 });
  message('t/ok', { dev: 7, fine: false });
  message('t/ok', { dev: 8, fine: true });
  message('t/ok', { dev: 7, fine: true });
  engine.drain();
  assert.deepEqual(alerts.story, ['raise r 7', 'clear r 8', 'clear r 7']);
});

test('a statement that fails ends nothing, and the rule goes on', (t) => {
  const { engine, broker, alerts } = startScenario(t);
  engine.create({
    id: 'r',
    sql: offline,
    alert: { resolve_on: { sql: `SELECT clientid FROM "$events/client/connected" WHERE clientid + 1 > 2` } },
  });
  broker.disconnect('tcp_closed');
  broker.emit(connected(2));
  broker.disconnect('tcp_closed', { clientId: 'dev-2' });
  engine.drain();
  assert.deepEqual(alerts.story, ['raise r dev-1', 'raise r dev-2']);
});

test('a rule that is switched off hears nothing that could end its alerts', (t) => {
  const { engine, broker, alerts } = startScenario(t);
  engine.create({ id: 'r', sql: offline, alert: {} });
  broker.disconnect('tcp_closed');
  engine.drain();
  engine.update('r', { sql: offline, alert: {}, enable: false });
  assert.equal(broker.events['client.connected'].wanted, false);
  assert.deepEqual(alerts.story, ['raise r dev-1', 'remove r']);
});

test('a source that only what ends an alert names is heard, and so in use', (t) => {
  const { engine, alerts } = startScenario(t);
  engine.create({
    id: 'r',
    sql: 'SELECT clientid FROM "t/#"',
    alert: { key: 'k', resolve_on: { sql: 'SELECT topic FROM "$bridges/mqtt:site"' } },
  });
  assert.deepEqual(engine.hearing('mqtt:site'), ['r']);
  alerts.unresolved.add('r k');
  engine.sourceMessage('mqtt:site', '10.0.0.1:1883', aMessage({ topic: 'ok' }));
  engine.drain();
  assert.deepEqual(alerts.story, ['clear r k']);
});
