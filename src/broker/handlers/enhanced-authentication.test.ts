import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createAuthenticators } from '../../../test/support/access-scenario.ts';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { ScramClient } from '../../../test/support/scram-client.ts';
import { connect, type Peer, publish, startTestBroker } from '../../../test/support/test-broker.ts';
import type { AuthPacket, Properties } from '../../mqtt/packets.ts';
import { ReasonCode } from '../../mqtt/reason-codes.ts';

const METHOD = 'SCRAM-SHA-256';
const ID = 'scram:built_in_database';

async function startScram(t: TestContext, settings: object = {}) {
  const chain = createAuthenticators(new FakeClock());
  t.after(() => chain.close());
  await chain.create({ mechanism: 'scram', backend: 'built_in_database', ...settings });
  await chain.users(ID).add('ann', 'pencil', true);
  return { chain, ...startTestBroker({}, {}, chain) };
}

function auth(reasonCode: number, data: Buffer | undefined, method = METHOD): AuthPacket {
  return {
    type: 'auth',
    reasonCode,
    properties: { authenticationMethod: method, authenticationData: data },
  };
}

function begin(client: ScramClient, method = METHOD): Properties {
  return { authenticationMethod: method, authenticationData: client.first() };
}

/** To the point where the server's challenge is there. */
async function challenge(peer: Peer, client: ScramClient, rest = {}, method = METHOD): Promise<AuthPacket> {
  return await peer.ask(connect('dev', { properties: begin(client, method), ...rest }), 'auth');
}

for (const [algorithm, method] of [
  ['sha256', 'SCRAM-SHA-256'],
  ['sha512', 'SCRAM-SHA-512'],
] as const) {
  test(`a client proves by ${method} that it knows the password, and learns that the broker does`, async (t) => {
    const { broker, chain, dial, record } = await startScram(t, { algorithm });
    const events = record('client.check_authn_complete', 'client.connected');
    const peer = dial();
    const client = new ScramClient('ann', 'pencil', algorithm);
    const step = await challenge(peer, client, {}, method);
    assert.equal(step.reasonCode, ReasonCode.ContinueAuthentication);
    assert.equal(step.properties.authenticationMethod, method);
    const proof = auth(
      ReasonCode.ContinueAuthentication,
      client.final(step.properties.authenticationData),
      method,
    );
    const connack = await peer.ask(proof, 'connack');
    assert.equal(connack.reasonCode, 0);
    assert.equal(connack.properties.authenticationMethod, method);
    assert.equal(connack.properties.authenticationData?.toString(), client.expected);
    assert.equal(broker.client('dev')?.username, 'ann');
    assert.deepEqual(
      events.map(({ name, client: { username, isSuperuser } }) => [name, username, isSuperuser]),
      [
        ['client.check_authn_complete', 'ann', true],
        ['client.connected', 'ann', true],
      ],
    );
    const { total, success } = chain.status(ID).metrics;
    assert.deepEqual([total, success], [1, 1]);
  });
}

test('a wrong password, an unknown user and another user name in CONNECT are refused alike, after the challenge', async (t) => {
  const { dial } = await startScram(t);
  for (const [user, password, rest] of [
    ['ann', 'wrong', {}],
    ['bob', 'pencil', {}],
    ['ann', 'pencil', { username: 'bob' }],
  ] as const) {
    const peer = dial();
    const client = new ScramClient(user, password);
    const step = await challenge(peer, client, rest);
    const final = auth(ReasonCode.ContinueAuthentication, client.final(step.properties.authenticationData));
    assert.equal((await peer.ask(final, 'connack')).reasonCode, ReasonCode.BadUserNameOrPassword, user);
    assert.equal(peer.closed, 'end');
  }
});

test('the salt of a user who does not exist is the same each time', async (t) => {
  const { dial } = await startScram(t);
  const salts = [];
  for (let i = 0; i < 2; i++) {
    const step = await challenge(dial(), new ScramClient('bob', 'x'));
    salts.push(/s=([^,]+)/.exec(step.properties.authenticationData?.toString() ?? '')?.[1]);
  }
  assert.ok(salts[0]);
  assert.equal(salts[0], salts[1]);
});

test('every other method is refused, and so is SCRAM where nobody offers it', async (t) => {
  const { chain, dial } = await startScram(t);
  const client = new ScramClient('ann', 'pencil');
  for (const method of ['SCRAM-SHA-1', 'SCRAM-SHA-512', 'GS2-KRB5', '']) {
    const connack = await dial().ask(connect('dev', { properties: begin(client, method) }), 'connack');
    assert.equal(connack.reasonCode, ReasonCode.BadAuthenticationMethod, method);
  }
  await chain.update(ID, { mechanism: 'scram', backend: 'built_in_database', enable: false });
  const connack = await dial().ask(connect('dev', { properties: begin(client) }), 'connack');
  assert.equal(connack.reasonCode, ReasonCode.BadAuthenticationMethod);
});

test('a plain password is nothing for SCRAM, so that a client without a method is refused', async (t) => {
  const { dial } = await startScram(t);
  const plain = connect('dev', { username: 'ann', password: Buffer.from('pencil') });
  assert.equal((await dial().ask(plain, 'connack')).reasonCode, ReasonCode.NotAuthorized);
});

test('before its CONNACK a client sends nothing but AUTH and DISCONNECT', async (t) => {
  const { broker, dial } = await startScram(t);
  const talker = dial();
  await challenge(talker, new ScramClient('ann', 'pencil'));
  assert.equal((await talker.ask(publish('t', 'x'), 'connack')).reasonCode, ReasonCode.ProtocolError);
  const leaver = dial();
  await challenge(leaver, new ScramClient('ann', 'pencil'));
  await leaver.send({ type: 'disconnect', reasonCode: 0, properties: {} });
  assert.equal(leaver.closed, 'end');
  assert.deepEqual(leaver.packets, []);
  assert.equal(broker.client('dev'), undefined);
});

test('an AUTH with another method, or one that only the broker sends, breaks the protocol', async (t) => {
  const { dial } = await startScram(t);
  for (const packet of [
    auth(ReasonCode.ContinueAuthentication, Buffer.from('x'), 'SCRAM-SHA-512'),
    auth(ReasonCode.Success, Buffer.from('x')),
    auth(ReasonCode.ReAuthenticate, Buffer.from('x')),
  ]) {
    const peer = dial();
    await challenge(peer, new ScramClient('ann', 'pencil'));
    assert.equal((await peer.ask(packet, 'connack')).reasonCode, ReasonCode.ProtocolError);
  }
});

test('a client that does not answer its challenge is refused when the time for CONNECT is over', async (t) => {
  const { clock, dial } = await startScram(t);
  const peer = dial();
  await challenge(peer, new ScramClient('ann', 'pencil'));
  await clock.advance(11_000);
  assert.equal(peer.take('connack').reasonCode, ReasonCode.NotAuthorized);
});

async function joinByScram(t: TestContext) {
  const scenario = await startScram(t);
  const peer = scenario.dial();
  const client = new ScramClient('ann', 'pencil');
  const step = await challenge(peer, client);
  const final = auth(ReasonCode.ContinueAuthentication, client.final(step.properties.authenticationData));
  assert.equal((await peer.ask(final, 'connack')).reasonCode, 0);
  return { ...scenario, peer };
}

test('a client authenticates anew while its messages go on', async (t) => {
  const { broker, peer } = await joinByScram(t);
  const client = new ScramClient('ann', 'pencil');
  const step = await peer.ask(auth(ReasonCode.ReAuthenticate, client.first()), 'auth');
  assert.equal(step.reasonCode, ReasonCode.ContinueAuthentication);
  assert.equal((await peer.ask(publish('t', 'x', 1), 'puback')).packetId, 1);
  const data = client.final(step.properties.authenticationData);
  const done = await peer.ask(auth(ReasonCode.ContinueAuthentication, data), 'auth');
  assert.equal(done.reasonCode, ReasonCode.Success);
  assert.equal(done.properties.authenticationData?.toString(), client.expected);
  assert.equal(broker.metrics['authentication.success'], 2);
});

test('whoever fails to authenticate anew, or does so as somebody else, is disconnected', async (t) => {
  for (const user of ['ann', 'eve']) {
    const { chain, peer } = await joinByScram(t);
    await chain.users(ID).add('eve', 'other', true);
    const client = new ScramClient(user, 'other');
    const step = await peer.ask(auth(ReasonCode.ReAuthenticate, client.first()), 'auth');
    const data = client.final(step.properties.authenticationData);
    const end = await peer.ask(auth(ReasonCode.ContinueAuthentication, data), 'disconnect');
    assert.equal(end.reasonCode, ReasonCode.NotAuthorized);
  }
});

test('an AUTH that nothing asked for, or from a client that came by password, breaks the protocol', async (t) => {
  const { peer } = await joinByScram(t);
  const unasked = auth(ReasonCode.ContinueAuthentication, Buffer.from('x'));
  assert.equal((await peer.ask(unasked, 'disconnect')).reasonCode, ReasonCode.ProtocolError);
  const { join } = startTestBroker();
  const plain = await join('plain');
  const again = auth(ReasonCode.ReAuthenticate, Buffer.from('n,,n=ann,r=x'));
  assert.equal((await plain.ask(again, 'disconnect')).reasonCode, ReasonCode.ProtocolError);
});
