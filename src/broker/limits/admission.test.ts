import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  connect,
  endOfTurn,
  publish,
  startTestBroker,
  testSettings,
} from '../../../test/support/test-broker.ts';
import { encodePacket } from '../../mqtt/codec.ts';
import { ReasonCode } from '../../mqtt/reason-codes.ts';
import { type AuthenticatorChain, NO_AUTHENTICATORS } from '../access/authentication/authentication.ts';
import { allow } from '../access/authentication/authenticator.ts';
import type { AdmissionLimits } from './admission.ts';

const admission = (limits: Partial<AdmissionLimits>) => ({
  admission: { ...testSettings.admission, ...limits },
});

test('clients above the number are refused with a reason, but nobody who takes a connection over', async () => {
  const { broker, join, record } = startTestBroker(admission({ maximumConnections: 2 }));
  const events = record('client.connack');
  const first = await join('first');
  await join('second');
  const third = await join('third');
  assert.equal(third.connack.reasonCode, ReasonCode.QuotaExceeded);
  assert.equal(third.closed, 'end');
  assert.equal((await join('second', { cleanStart: false })).connack.reasonCode, ReasonCode.Success);
  first.cut();
  assert.equal((await join('third')).connack.reasonCode, ReasonCode.Success);
  assert.deepEqual(
    events.map(({ reasonCode }) => reasonCode),
    [0, 0, ReasonCode.QuotaExceeded, 0, 0],
  );
  assert.equal(broker.metrics['connections.refused.quota'], 1);
});

test('connects above the rate are refused with a reason, of MQTT 3 as a server that is not there', async () => {
  const connectRate = { count: 2, period: 1000 };
  const { broker, clock, join } = startTestBroker(admission({ connectRate }));
  await join('first');
  await join('second');
  assert.equal((await join('third')).connack.reasonCode, ReasonCode.ConnectionRateExceeded);
  assert.equal(
    (await join('fourth', { protocolVersion: 4 })).connack.reasonCode,
    ReasonCode.ServerUnavailable,
  );
  await clock.advance(500);
  assert.equal((await join('third')).connack.reasonCode, ReasonCode.Success);
  assert.equal(broker.metrics['connections.refused.rate'], 2);
});

test('connections above the number of an address are closed at once, and other addresses come in', async () => {
  const { broker, dial } = startTestBroker(admission({ maximumConnectionsPerAddress: 2 }));
  const [first] = [dial('10.0.0.1'), dial('10.0.0.1')];
  const third = dial('10.0.0.1');
  const other = dial('10.0.0.2');
  await endOfTurn();
  assert.notEqual(third.closed, undefined);
  assert.equal(other.closed, undefined);
  first?.cut();
  const fourth = dial('10.0.0.1');
  assert.equal((await fourth.ask(connect('fourth'), 'connack')).reasonCode, ReasonCode.Success);
  assert.equal(broker.metrics['connections.refused.address'], 1);
});

test('of too many connections that say nothing, the one that was silent longest makes place', async () => {
  const { broker, dial, join } = startTestBroker(admission({ maximumNewcomers: 3 }));
  const silent = [dial(), dial(), dial()];
  await endOfTurn();
  const late = await join('late');
  assert.equal(late.connack.reasonCode, ReasonCode.Success);
  await join('later');
  assert.deepEqual(
    silent.map(({ closed }) => closed !== undefined),
    [true, false, false],
  );
  assert.equal(broker.metrics['connections.refused.newcomer'], 1);
});

test('a user name or a password beyond its bound is refused like a wrong one', async () => {
  const { join } = startTestBroker({ maximumUsernameLength: 8, maximumPasswordLength: 4 });
  const joining = async (username: string, password: string) =>
    (await join('client', { username, password: Buffer.from(password) })).connack.reasonCode;
  assert.deepEqual(
    [await joining('12345678', '1234'), await joining('123456789', '1'), await joining('1', '12345')],
    [ReasonCode.Success, ReasonCode.BadUserNameOrPassword, ReasonCode.BadUserNameOrPassword],
  );
});

/** Whoever checks clients and does not answer until it is told to. */
function slowJudge() {
  const answers: Array<() => void> = [];
  const chain: AuthenticatorChain = {
    ...NO_AUTHENTICATORS,
    isEnabled: true,
    check: () =>
      new Promise((resolve) => {
        answers.push(() => resolve(allow('somebody')));
      }),
  };
  return { chain, answers };
}

test('only so many clients wait for the verdict about them; further ones are told to come again', async () => {
  const { chain, answers } = slowJudge();
  const { broker, dial, join, record } = startTestBroker(admission({ maximumNewcomers: 2 }), {}, chain);
  const told = record('client.connack');
  const waiting = [dial(), dial()];
  for (const [index, peer] of waiting.entries()) await peer.send(connect(`c${index}`));
  const third = await join('third');
  assert.equal(third.connack.reasonCode, ReasonCode.ServerBusy);
  assert.deepEqual(
    told.map(({ reasonCode }) => reasonCode),
    [ReasonCode.ServerBusy],
  );
  assert.equal(broker.metrics['connections.refused.pending'], 1);
  for (const answer of answers) answer();
  await endOfTurn();
  assert.deepEqual(
    waiting.map((peer) => peer.take('connack').reasonCode),
    [0, 0],
  );
});

test('a client that goes while the verdict about it is awaited frees its place, unless it has said more', async () => {
  const { chain, answers } = slowJudge();
  const { broker, dial, record } = startTestBroker(admission({}), {}, chain);
  const events = record('client.connected', 'client.disconnected', 'message.dropped');
  const gone = dial();
  await gone.send(connect('gone'));
  assert.equal(gone.paused, false, 'it is read from');
  const busy = dial();
  await busy.send(connect('busy'), publish('t', 'x'));
  assert.equal(broker.admission.waiting.length, 2);
  gone.finish();
  busy.finish();
  await endOfTurn();
  broker.departures.settle();
  assert.equal(broker.admission.waiting.length, 1);
  for (const answer of answers) answer();
  await endOfTurn();
  broker.departures.settle();
  assert.deepEqual(
    events.map((event) => event.name),
    ['client.connected', 'message.dropped', 'client.disconnected'],
    'of the one that said more',
  );
});

test('of a client that waits for its verdict only little is read ahead', async () => {
  const { chain, answers } = slowJudge();
  const { dial } = startTestBroker(admission({}), {}, chain);
  const eager = dial();
  await eager.send(connect('eager'));
  eager.sendBytes(encodePacket(publish('t', 'x'.repeat(20_000)), 5));
  await endOfTurn();
  assert.equal(eager.paused, true);
  for (const answer of answers) answer();
  await endOfTurn();
  assert.equal(eager.paused, false);
});
