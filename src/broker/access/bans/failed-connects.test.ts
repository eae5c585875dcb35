import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, startTestBroker } from '../../../../test/support/test-broker.ts';
import { ReasonCode } from '../../../mqtt/reason-codes.ts';
import type { AuthenticatorChain } from '../authentication/authentication.ts';
import { allow, WRONG_PASSWORD } from '../authentication/authenticator.ts';

/** Everybody's password is `right`. */
const chain: AuthenticatorChain = {
  isEnabled: true,
  conversation: () => undefined,
  check: ({ username, password }) => (password?.toString() === 'right' ? allow(username) : WRONG_PASSWORD),
};

function startGuessing() {
  const scenario = startTestBroker({}, {}, chain);
  let clients = 0;
  const login = async (address: string, username: string, password: string) => {
    const peer = scenario.dial(address);
    await peer.send(connect(`c${clients++}`, { username, password: Buffer.from(password) }));
    return peer;
  };
  return { ...scenario, login };
}

test('the sixth failure of an address is answered later, each further one later still, but never later than 5 s', async () => {
  const { broker, clock, login } = startGuessing();
  for (let i = 0; i < 5; i++) {
    const peer = await login('192.0.2.1', 'u', `guess ${i}`);
    assert.equal(peer.take('connack').reasonCode, ReasonCode.BadUserNameOrPassword);
  }
  for (const [delay, early] of [
    [500, 200],
    [750, 450],
    [1250, 950],
    [2250, 1950],
    [4250, 3950],
    [5250, 4950],
    [5250, 4950],
  ] as const) {
    const peer = await login('192.0.2.1', 'u', 'guess');
    await clock.advance(early);
    assert.deepEqual(peer.packets, [], `after ${early} ms`);
    await clock.advance(delay - early);
    assert.equal(peer.take('connack').reasonCode, ReasonCode.BadUserNameOrPassword);
  }
  assert.equal(broker.metrics['authentication.delayed'], 7);
  const elsewhere = await login('192.0.2.2', 'u', 'guess');
  assert.equal(elsewhere.take('connack').reasonCode, ReasonCode.BadUserNameOrPassword);
  assert.equal((await login('192.0.2.1', 'u', 'right')).take('connack').reasonCode, 0);
});

test('while many answers wait, only who came in from there before is checked', async () => {
  const { broker, clock, login } = startGuessing();
  assert.equal((await login('192.0.2.1', 'owner', 'right')).take('connack').reasonCode, 0);
  for (let i = 0; i < 25; i++) await login('192.0.2.1', 'u', 'guess');
  const more = await login('192.0.2.1', 'u', 'right');
  assert.equal(more.take('connack').reasonCode, ReasonCode.QuotaExceeded);
  assert.equal(broker.metrics['authentication.throttled'], 1);
  assert.equal((await login('192.0.2.1', 'owner', 'right')).take('connack').reasonCode, 0);
  assert.equal((await login('192.0.2.9', 'u', 'right')).take('connack').reasonCode, 0);
  await clock.advance(6000);
  assert.equal((await login('192.0.2.1', 'u', 'right')).take('connack').reasonCode, 0);
});

test('an address that failed a minute ago starts anew, and loopback is left alone', async () => {
  const { clock, login } = startGuessing();
  for (let i = 0; i < 6; i++) await login('192.0.2.1', 'u', 'guess');
  await clock.advance(66_000);
  const later = await login('192.0.2.1', 'u', 'guess');
  assert.equal(later.take('connack').reasonCode, ReasonCode.BadUserNameOrPassword);
  for (let i = 0; i < 10; i++) {
    const local = await login('127.0.0.1', 'u', 'guess');
    assert.equal(local.take('connack').reasonCode, ReasonCode.BadUserNameOrPassword);
  }
});
