import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forgetfulBanStore } from '../../../../test/support/access-scenario.ts';
import { FakeClock } from '../../../../test/support/fake-clock.ts';
import { connect, startTestBroker } from '../../../../test/support/test-broker.ts';
import { silentLogger } from '../../../lib/logger.ts';
import { ReasonCode } from '../../../mqtt/reason-codes.ts';
import { Definitions } from '../../../store/definitions.ts';
import { Store } from '../../../store/store.ts';
import type { Ban, BanKind } from './ban.ts';
import { Bans } from './bans.ts';

function aBan(as: BanKind, who: string, until?: number): Ban {
  return { as, who, by: 'test', reason: '', at: 0, until };
}

const arrivals = {
  dev: { clientId: 'dev-7', username: 'ann', peerHost: '192.0.2.7' },
  six: { clientId: 'x', username: undefined, peerHost: '2001:db8::7' },
};

const meant: readonly (readonly [
  as: BanKind,
  who: string,
  arrival: keyof typeof arrivals,
  isMeant: boolean,
])[] = [
  ['clientid', 'dev-7', 'dev', true],
  ['clientid', 'dev', 'dev', false],
  ['username', 'ann', 'dev', true],
  ['username', '', 'six', false],
  ['peerhost', '192.0.2.7', 'dev', true],
  ['peerhost', '::ffff:192.0.2.7', 'dev', true],
  ['peerhost', '2001:0db8:0:0::0007', 'six', true],
  ['clientid_re', '^dev-[0-9]+$', 'dev', true],
  ['clientid_re', 'v-', 'dev', true],
  ['clientid_re', '^v', 'dev', false],
  ['username_re', 'a.n', 'dev', true],
  ['username_re', '', 'six', false],
  ['peerhost_net', '192.0.2.0/24', 'dev', true],
  ['peerhost_net', '192.0.3.0/24', 'dev', false],
  ['peerhost_net', '2001:db8::/32', 'six', true],
  ['peerhost_net', '0.0.0.0/0', 'six', false],
];

for (const [as, who, arrival, isMeant] of meant) {
  test(`a ban of ${as} ${who} ${isMeant ? 'is' : 'is not'} about ${JSON.stringify(arrivals[arrival])}`, () => {
    const bans = new Bans({ store: forgetfulBanStore, clock: new FakeClock(), logger: silentLogger });
    bans.add(aBan(as, who));
    assert.equal(bans.find(arrivals[arrival]) !== undefined, isMeant);
    assert.equal(bans.delete(as, who), true);
    assert.equal(bans.find(arrivals[arrival]), undefined);
  });
}

for (const [as, who] of [
  ['peerhost', 'example.org'],
  ['peerhost_net', '192.0.2.0'],
  ['peerhost_net', '192.0.2.0/33'],
  ['clientid_re', '('],
  ['clientid_re', '(a+)+'],
  ['username_re', '.*.*.*.*x'],
] as const) {
  test(`a ban of ${as} ${who} is refused, because it could not be held against anybody in due time`, () => {
    const bans = new Bans({ store: forgetfulBanStore, clock: new FakeClock(), logger: silentLogger });
    assert.throws(() => bans.add(aBan(as, who)), { code: 'BAD_REQUEST' });
  });
}

test('bans are there after a restart, without those that ended', async () => {
  const clock = new FakeClock();
  const store = Store.open({ directory: ':memory:', durability: 'normal', logger: silentLogger });
  const parts = { store: new Definitions(store, clock), clock, logger: silentLogger };
  const bans = new Bans(parts);
  bans.add(aBan('clientid_re', '^dev'));
  bans.add(aBan('clientid', 'x', clock.now() + 1000));
  assert.equal(new Bans(parts).list().length, 2);
  await clock.advance(1000);
  assert.equal(bans.find(arrivals.six), undefined);
  assert.deepEqual(
    bans.list().map(({ who }) => who),
    ['^dev'],
  );
  assert.equal(bans.size, 2);
  bans.forgetExpired();
  assert.equal(bans.size, 1);
  assert.ok(new Bans(parts).find(arrivals.dev));
  assert.equal(parts.store.list('ban').length, 1);
});

test('whoever is banned is refused in the words of its version, and a connection that is there goes on', async () => {
  const { broker, join, dial } = startTestBroker();
  const there = await join('dev');
  broker.bans.add(aBan('clientid', 'dev'));
  for (const protocolVersion of [4, 5] as const) {
    const peer = dial();
    peer.version = protocolVersion;
    const connack = await peer.ask(connect('dev', { protocolVersion }), 'connack');
    assert.equal(connack.reasonCode, protocolVersion === 5 ? ReasonCode.Banned : ReasonCode.NotAuthorized);
  }
  assert.equal(there.closed, undefined);
});
