import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, endOfTurn, publish, startTestBroker } from '../../../test/support/test-broker.ts';
import { ReasonCode } from '../../mqtt/reason-codes.ts';
import type { AuthenticatorChain } from '../access/authentication/authentication.ts';
import { allow, type Credentials, type Judgement } from '../access/authentication/authenticator.ts';

/** Answers when the test says so. */
class SlowChain implements AuthenticatorChain {
  readonly isEnabled = true;
  readonly conversation = () => undefined;
  readonly asked: Credentials[] = [];
  #answers: Array<(judgement: Judgement) => void> = [];

  check(credentials: Credentials): Promise<Judgement> {
    this.asked.push(credentials);
    return new Promise((resolve) => this.#answers.push(resolve));
  }

  async answer(judgement: Judgement): Promise<void> {
    this.#answers.shift()?.(judgement);
    await endOfTurn();
  }
}

function startSlowBroker() {
  const chain = new SlowChain();
  return { chain, ...startTestBroker({}, {}, chain) };
}

test('what a client sends before its CONNECT is answered waits for the answer, in order', async () => {
  const { chain, dial } = startSlowBroker();
  const peer = dial();
  await peer.send(connect('dev'), {
    type: 'subscribe',
    packetId: 1,
    subscriptions: [{ filter: 't', qos: 0, noLocal: false, retainAsPublished: false, retainHandling: 0 }],
    properties: {},
  });
  await peer.send(publish('t', 'early'));
  assert.deepEqual(peer.packets, []);
  await chain.answer(allow('u'));
  assert.deepEqual(
    peer.packets.map(({ type }) => type),
    ['connack', 'suback', 'publish'],
  );
});

test('a client that sends much before its CONNECT is answered is not read any more until then', async () => {
  const { chain, dial } = startSlowBroker();
  const peer = dial();
  await peer.send(connect('dev'));
  await peer.send(publish('t', 'x'.repeat(20_000)));
  await endOfTurn();
  assert.equal(peer.paused, true);
  await chain.answer(allow('u'));
  assert.equal(peer.paused, false);
  assert.equal(peer.take('connack').reasonCode, 0);
});

test('a client that goes away while it is checked leaves nothing', async () => {
  const { broker, chain, dial, record } = startSlowBroker();
  const events = record('client.connected', 'client.disconnected', 'client.check_authn_complete');
  const peer = dial();
  await peer.send(connect('dev', { cleanStart: false }));
  peer.cut();
  await chain.answer(allow('u'));
  assert.equal(broker.client('dev'), undefined);
  assert.deepEqual(events, []);
});

test('whoever is not checked within the time for CONNECT is refused, and a later answer changes nothing', async () => {
  const { broker, chain, clock, dial } = startSlowBroker();
  const peer = dial();
  await peer.send(connect('dev'));
  await clock.advance(11_000);
  assert.equal(peer.take('connack').reasonCode, ReasonCode.ServerUnavailable);
  await chain.answer(allow('u'));
  assert.equal(broker.client('dev'), undefined);
});

test('an authenticator that fails lets nobody in', async () => {
  const chain: AuthenticatorChain = {
    isEnabled: true,
    conversation: () => undefined,
    check: () => Promise.reject(new Error('defect')),
  };
  const { broker, dial } = startTestBroker({}, {}, chain);
  const peer = dial();
  await peer.send(connect('dev'));
  assert.equal(peer.closed, 'end');
  assert.equal(broker.client('dev'), undefined);
});

test('a session belongs to who made it: neither a take-over nor a clean start by another identity gets it', async () => {
  const { broker, chain, dial } = startSlowBroker();
  const owner = dial();
  await owner.send(connect('dev', { username: 'owner', properties: { sessionExpiryInterval: 100 } }));
  await chain.answer(allow('owner'));
  for (const cleanStart of [true, false]) {
    const thief = dial();
    await thief.send(connect('dev', { username: 'thief', cleanStart }));
    await chain.answer(allow('thief', { isSuperuser: true }));
    assert.equal(thief.take('connack').reasonCode, ReasonCode.NotAuthorized);
  }
  assert.equal(owner.closed, undefined);
  assert.equal(broker.client('dev')?.username, 'owner');
  const again = dial();
  await again.send(connect('dev', { username: 'owner', cleanStart: false }));
  await chain.answer(allow('owner'));
  assert.equal(again.take('connack').sessionPresent, true);
});

test('an authentication that expires ends the connection with not authorized', async () => {
  const { chain, clock, dial, record } = startSlowBroker();
  const events = record('client.disconnected');
  const peer = dial();
  await peer.send(connect('dev'));
  await chain.answer(allow('u', { expiresAt: clock.now() + 60_000 }));
  await clock.advance(59_000);
  assert.equal(peer.closed, undefined);
  await clock.advance(2000);
  assert.equal(peer.take('disconnect').reasonCode, ReasonCode.NotAuthorized);
  assert.deepEqual(
    events.map(({ reason }) => reason),
    ['not_authorized'],
  );
});

test('each authentication is an event with its result', async () => {
  const { broker, chain, dial, record } = startSlowBroker();
  const events = record('client.check_authn_complete');
  for (const judgement of [
    allow('u', { isSuperuser: true, attributes: { site: 'x' } }),
    { result: 'deny', reasonCode: ReasonCode.BadUserNameOrPassword },
    { result: 'ignore' },
  ] as const) {
    await dial().send(connect('dev'));
    await chain.answer(judgement);
  }
  assert.deepEqual(
    events.map(({ reasonCode, isAnonymous, client }) => [
      reasonCode,
      isAnonymous,
      client.isSuperuser,
      client.attributes,
    ]),
    [
      [0, false, true, { site: 'x' }],
      [0x86, false, false, {}],
      [0x87, true, false, {}],
    ],
  );
  assert.equal(broker.metrics['authentication.success'], 1);
  assert.equal(broker.metrics['authentication.failure'], 2);
});

test('a listener can leave authentication out, or refuse at once who gives neither name nor password', async () => {
  const { broker, chain, dial } = startSlowBroker();
  const free = dial('10.0.0.1', { enableAuthn: false });
  assert.equal((await free.ask(connect('free'), 'connack')).reasonCode, 0);
  const quick = dial('10.0.0.1', { enableAuthn: 'quick_deny_anonymous' });
  assert.equal((await quick.ask(connect('quick'), 'connack')).reasonCode, ReasonCode.NotAuthorized);
  assert.deepEqual(chain.asked, []);
  assert.equal(broker.metrics['authentication.success.anonymous'], 1);
});

test('a user name or a password that is too long is refused before anybody checks it, and told so', async () => {
  const { chain, dial } = startSlowBroker();
  const longest = { username: 'ü'.repeat(128), password: Buffer.alloc(4096) };
  await dial().send(connect('fits', longest));
  assert.equal(chain.asked.length, 1);
  for (const rest of [{ username: `${longest.username}u` }, { password: Buffer.alloc(4097) }]) {
    const peer = dial();
    const { reasonCode, properties } = await peer.ask(connect('dev', { ...longest, ...rest }), 'connack');
    assert.equal(reasonCode, ReasonCode.BadUserNameOrPassword);
    assert.match(properties.reasonString ?? '', /longer than 256 or 4096 bytes/);
    assert.equal(peer.closed, 'end');
  }
  assert.equal(chain.asked.length, 1);
});
