import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { startDelivery } from '../../../test/support/delivery-scenario.ts';
import { obliging, ScriptedMqttServer } from '../../../test/support/scripted-mqtt-server.ts';
import type { ArrivedMessage } from '../../connectors/source.ts';

const source = { type: 'mqtt', name: 'in', connector: 'far', parameters: { topic: 'up/#' } };

/** A delivery floor with the connector `mqtt:far`, and what its sources heard. */
async function start(t: TestContext, settings: Record<string, unknown> = {}) {
  const server = await ScriptedMqttServer.open(t, obliging);
  const { connectors, sources } = startDelivery(t);
  const heard: string[] = [];
  sources.open({
    hearing: (id) => (id === 'mqtt:used' ? ['r1'] : []),
    async hear(id, { topic, server: from, payload }: ArrivedMessage) {
      heard.push(`${id} ${from} ${topic} ${payload}`);
      return true;
    },
  });
  const place = { type: 'mqtt', name: 'far', server: `127.0.0.1:${server.port}`, proto_ver: 'v5' };
  await connectors.create({ ...place, ...settings });
  return { server, connectors, sources, heard };
}

const incoming = (packetId: number) =>
  ({
    type: 'publish',
    dup: false,
    qos: 1,
    retain: false,
    topic: `up/${packetId}`,
    packetId,
    payload: Buffer.from('p'),
    properties: {},
  }) as const;

test('a source subscribes, hands on what comes, and counts it', async (t) => {
  const { server, sources, connectors, heard } = await start(t);
  const { status, rules, parameters } = await sources.create(source);
  assert.deepEqual([status, rules, parameters], ['connected', [], { topic: 'up/#', qos: 1 }]);
  assert.deepEqual(server.ofType('subscribe')[0]?.subscriptions[0]?.filter, 'up/#');
  server.send(incoming(7));
  await server.until('puback');
  assert.deepEqual(heard, [`mqtt:in 127.0.0.1:${server.port} up/7 p`]);
  assert.equal(sources.metrics('mqtt:in').metrics.received, 1);
  sources.resetMetrics('mqtt:in');
  assert.equal(sources.metrics('mqtt:in').metrics.received, 0);
  assert.deepEqual(connectors.get('mqtt:far').sources, ['in']);
});

test('a connector with a source cannot be deleted, nor a source that rules hear', async (t) => {
  const { sources, connectors } = await start(t);
  await sources.create({ ...source, name: 'used' });
  await assert.rejects(connectors.delete('mqtt:far'), /is used by used: delete these sources first/);
  await assert.rejects(sources.delete('mqtt:used'), (error: { details?: unknown }) => {
    assert.deepEqual(error.details, { rules: ['r1'] });
    return true;
  });
  await sources.delete('mqtt:used', { alsoFromRules: true });
  await connectors.delete('mqtt:far');
});

test('a source that is switched off, or whose connector is, hears nothing until it is on again', async (t) => {
  const { server, sources, connectors } = await start(t);
  await sources.create(source);
  await sources.setEnabled('mqtt:in', false);
  assert.equal(sources.get('mqtt:in').status, 'stopped');
  await server.until('disconnect');
  await sources.setEnabled('mqtt:in', true);
  assert.equal(sources.get('mqtt:in').status, 'connected');
  await connectors.setEnabled('mqtt:far', false);
  assert.equal(sources.get('mqtt:in').status_reason, 'connector mqtt:far is not enabled');
  await connectors.setEnabled('mqtt:far', true);
  await server.until('subscribe', 3);
});

test('a session that is kept is ended with its source', async (t) => {
  const { server, sources } = await start(t, { clean_start: false });
  await sources.create(source);
  await sources.delete('mqtt:in');
  const ofSource = server.ofType('connect').filter(({ clientId }) => clientId.endsWith(':source:in'));
  assert.deepEqual(
    ofSource.map(({ clientId, cleanStart }) => [clientId, cleanStart]),
    [
      ['far:tocsin@test:source:in', false],
      ['far:tocsin@test:source:in', true],
    ],
  );
});

const mistakes: [what: string, draft: Record<string, unknown>, reason: RegExp][] = [
  ['an unknown connector', { ...source, connector: 'x' }, /connector_not_found_or_wrong_type/],
  ['a type without sources', { ...source, type: 'redis' }, /unknown_source_type/],
  ['a topic that is no filter', { ...source, parameters: { topic: 'a/#/b' } }, /write a topic filter/],
  ['a member that is not known', { ...source, parameters: { topic: 'a', qso: 1 } }, /"did_you_mean":"qos"/],
  ['a name that is none', { ...source, name: 'a b' }, /write a name/],
];
for (const [what, draft, reason] of mistakes) {
  test(`${what} is refused`, async (t) => {
    const { sources } = await start(t);
    await assert.rejects(sources.create(draft), reason);
  });
}

test('what is not there is not found', async (t) => {
  const { sources } = await start(t);
  assert.throws(() => sources.get('mqtt:no'), /Source not found: mqtt:no/);
  assert.throws(() => sources.get('no'), /Invalid source ID/);
  assert.deepEqual(sources.types(), ['mqtt']);
});
