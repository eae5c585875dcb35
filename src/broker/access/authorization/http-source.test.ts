import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { FakeClock } from '../../../../test/support/fake-clock.ts';
import { QUESTION, type RightsAnswer, startRightsService } from '../../../../test/support/rights-service.ts';
import { startTestBroker } from '../../../../test/support/test-broker.ts';
import { silentLogger } from '../../../lib/logger.ts';
import { ReasonCode } from '../../../mqtt/reason-codes.ts';
import { AccessError } from '../access-error.ts';
import type { AccessRequest, Subject } from './access-request.ts';
import { HttpSource } from './http-source.ts';
import { openSource } from './open-source.ts';
import type { RuleDatabase } from './rule-database.ts';
import { type HttpSourceSettings, readSource, type SourceSettings } from './source-settings.ts';

const client: Subject = {
  clientId: 'c"1',
  username: undefined,
  peerHost: '10.0.0.1',
  listener: 'tcp:default',
  attributes: { site: 'oslo' },
};
const request: AccessRequest = { action: 'publish', topic: 't/1', qos: 1, retain: true };

async function startSource(t: TestContext, settings: object = {}) {
  const service = await startRightsService(t);
  const source = new HttpSource(
    readSource({ type: 'http', url: service.url, body: QUESTION, ...settings }) as HttpSourceSettings,
    { clock: new FakeClock(), logger: silentLogger },
  );
  t.after(() => source.close());
  return { service, source };
}

test('the service is told who wants to do what', async (t) => {
  const { service, source } = await startSource(t);
  await source.judge(client, request);
  assert.deepEqual(service.questions, [
    {
      clientid: 'c"1',
      username: '',
      peerhost: '10.0.0.1',
      action: 'publish',
      topic: 't/1',
      qos: '1',
      retain: 'true',
      cn: '',
      site: 'oslo',
    },
  ]);
});

const answers: readonly [answer: RightsAnswer, verdict: string, isFailure: boolean][] = [
  [{ body: { result: 'allow' } }, 'allow', false],
  [{ body: { result: 'deny' } }, 'deny', false],
  [{ body: { result: 'ignore' } }, 'ignore', false],
  [{ status: 204 }, 'allow', false],
  [{ status: 404 }, 'ignore', false],
  [{ status: 302 }, 'ignore', false],
  [{ status: 500 }, 'deny', true],
  [{ body: { result: 'perhaps' } }, 'deny', true],
  [{ body: 'allow' }, 'deny', true],
  [{ body: undefined }, 'deny', true],
];

for (const [answer, verdict, isFailure] of answers) {
  test(`an answer of ${JSON.stringify(answer)} means ${verdict}${isFailure ? ', as nothing usable was said' : ''}`, async (t) => {
    const { service, source } = await startSource(t);
    service.answer = answer;
    const judgement = await source.judge(client, request);
    assert.deepEqual([judgement.verdict, judgement.isFailure ?? false], [verdict, isFailure]);
  });
}

test('a service that does not answer in time, or is not there, denies', async (t) => {
  const { service, source } = await startSource(t, { request_timeout: '50ms' });
  service.answer = { hangs: true };
  const late = await source.judge(client, request);
  assert.deepEqual([late.verdict, late.isFailure], ['deny', true]);
  assert.match(late.detail ?? '', /did not answer in time/);
  assert.equal(source.isConnected, false);
  await service.die();
  const gone = await source.judge(client, request);
  assert.match(gone.detail ?? '', /connection refused/);
});

test("addresses that are nobody's business, unknown facts and missing certificates are refused", async () => {
  for (const settings of [
    { url: 'http://169.254.169.254/' },
    { url: 'http://user:pw@localhost/' },
    { url: 'http://${username}/' },
  ]) {
    assert.throws(() => readSource({ type: 'http', ...settings }), AccessError);
  }
  const parts = { clock: new FakeClock(), logger: silentLogger };
  const open = (settings: object) =>
    new HttpSource(
      readSource({ type: 'http', url: 'https://localhost/', ...settings }) as HttpSourceSettings,
      parts,
    );
  assert.throws(() => open({ body: { x: '${password}' } }), /\$\{password\} is not known/);
  await assert.rejects(
    open({ ssl: { enable: true, cacertfile: '/nowhere.pem' } }).prepare(),
    (error) => error instanceof AccessError && /nowhere\.pem/.test(error.message),
  );
});

/** A broker that asks the service. */
async function startGuarded(t: TestContext) {
  const service = await startRightsService(t);
  const scene = startTestBroker();
  const { broker, clock } = scene;
  const settings: SourceSettings = readSource({ type: 'http', url: service.url, body: QUESTION });
  const source = openSource(settings, {
    clock,
    logger: silentLogger,
    database: undefined as unknown as RuleDatabase,
  });
  t.after(() => source.close());
  broker.authorization.chain.sources = [source];
  return { ...scene, service };
}

/** Waits for what a real socket brings. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}

test("while a question is open the client's later packets wait, and then go in their order", async (t) => {
  const { join, service } = await startGuarded(t);
  const subscriber = await join('subscriber');
  void subscriber.subscribe('#').catch(() => undefined);
  await until(() => subscriber.packets.some(({ type }) => type === 'suback'));
  service.answer = { hangs: true, body: { result: 'allow' } };
  const publisher = await join('publisher');
  await publisher.publish('a', '1', 1);
  await publisher.publish('a', '2', 0);
  await publisher.send({ type: 'pingreq' });
  await until(() => service.questions.length === 2);
  assert.equal(publisher.paused, true);
  assert.deepEqual(publisher.packets, []);
  service.answer = { body: { result: 'allow' } };
  service.release();
  await until(() => publisher.packets.some(({ type }) => type === 'pingresp'));
  assert.deepEqual(
    publisher.packets.map(({ type }) => type),
    ['puback', 'pingresp'],
  );
  await until(() => !publisher.paused);
  assert.deepEqual(subscriber.takeMessages(), ['a=1', 'a=2']);
});

test('a verdict is remembered, a failure is not', async (t) => {
  const { join, service, broker } = await startGuarded(t);
  const publisher = await join('publisher');
  const publishes = async () => {
    await publisher.publish('a', '', 1);
    await until(() => publisher.packets.some(({ type }) => type === 'puback'));
    return publisher.take('puback').reasonCode;
  };
  service.answer = { status: 500 };
  assert.equal(await publishes(), ReasonCode.NotAuthorized);
  service.answer = { body: { result: 'allow' } };
  assert.equal(await publishes(), ReasonCode.NoMatchingSubscribers);
  service.answer = { body: { result: 'deny' } };
  assert.equal(await publishes(), ReasonCode.NoMatchingSubscribers);
  assert.equal(service.questions.length, 2);
  broker.rights.forget('publisher');
  assert.equal(await publishes(), ReasonCode.NotAuthorized);
});

test('a message of a client that left meanwhile is published at QoS 0 only', async (t) => {
  const { join, service } = await startGuarded(t);
  const subscriber = await join('subscriber');
  void subscriber.subscribe('#').catch(() => undefined);
  await until(() => subscriber.packets.some(({ type }) => type === 'suback'));
  service.answer = { hangs: true };
  for (const qos of [0, 1, 2] as const) {
    const publisher = await join(`p${qos}`);
    await publisher.publish('a', String(qos), qos);
    await until(() => service.questions.length === 2 + qos);
    publisher.cut();
  }
  service.answer = { body: { result: 'allow' } };
  service.release();
  await until(() => subscriber.packets.some(({ type }) => type === 'publish'));
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual(subscriber.takeMessages(), ['a=0']);
});

test('the filters of a SUBSCRIBE are asked about one after the other', async (t) => {
  const { join, service } = await startGuarded(t);
  const subscriber = await join('subscriber');
  service.answer = { hangs: true };
  const subscription = { qos: 0, noLocal: false, retainAsPublished: false, retainHandling: 0 } as const;
  await subscriber.send({
    type: 'subscribe',
    packetId: 1,
    subscriptions: ['a', 'b'].map((filter) => ({ ...subscription, filter })),
    properties: {},
  });
  await until(() => service.questions.length === 1);
  service.answer = { body: { result: 'deny' } };
  service.release();
  await until(() => subscriber.packets.some(({ type }) => type === 'suback'));
  assert.deepEqual(subscriber.take('suback').reasonCodes, [
    ReasonCode.NotAuthorized,
    ReasonCode.NotAuthorized,
  ]);
  assert.deepEqual(
    service.questions.map(({ topic }) => topic),
    ['a', 'b'],
  );
});

test('a service that fails takes no subscription away', async (t) => {
  const { join, service, broker, clock } = await startGuarded(t);
  const subscriber = await join('subscriber');
  void subscriber.subscribe('a').catch(() => undefined);
  await until(() => subscriber.packets.some(({ type }) => type === 'suback'));
  const look = async (answer: RightsAnswer) => {
    const asked = service.questions.length;
    service.answer = answer;
    broker.authorization.chain.changed();
    await clock.advance(1000);
    await until(() => service.questions.length > asked);
    await new Promise((resolve) => setTimeout(resolve, 20));
    return broker.sessions.session('subscriber')?.subscriptions.size;
  };
  assert.equal(await look({ status: 500 }), 1);
  assert.equal(await look({ body: { result: 'deny' } }), 0);
});

test('a will is published when the service allows it', async (t) => {
  const { join, service } = await startGuarded(t);
  const watcher = await join('watcher');
  void watcher.subscribe('w').catch(() => undefined);
  await until(() => watcher.packets.some(({ type }) => type === 'suback'));
  const will = { topic: 'w', payload: Buffer.from('gone'), qos: 0, retain: false, properties: {} } as const;
  const client = await join('client', { will });
  client.cut();
  await until(() => watcher.packets.some(({ type }) => type === 'publish'));
  assert.deepEqual(service.questions.at(-1)?.topic, 'w');
});
