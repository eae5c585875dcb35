import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toldAlert } from '../../../test/support/alerts/told-alerts.ts';
import type { Alert, Subject } from '../alert.ts';
import type { CommonFactor } from '../notification.ts';
import { CommonCause, type IsEverywhere } from './common-cause.ts';
import { networksOf } from './networks.ts';

function client(changes: Partial<Subject>, labels: Record<string, string> = {}): Alert {
  const subject: Subject = {
    clientId: 'd',
    username: undefined,
    peerHost: undefined,
    listener: undefined,
    node: 'n1',
    attributes: {},
    reason: undefined,
    sequence: 1,
    ...changes,
  };
  return toldAlert({ subject, labels });
}

function commonFactors(
  alerts: Iterable<Alert>,
  options?: ConstructorParameters<typeof CommonCause>[0],
): CommonFactor[] {
  const cause = new CommonCause(options);
  for (const alert of alerts) cause.add(alert);
  return cause.read();
}

function found(alerts: Iterable<Alert>, isEverywhere?: IsEverywhere): string[] {
  return commonFactors(alerts, { isEverywhere }).map(
    ({ name, value, count, of }) => `${name} ${value} ${count}/${of}`,
  );
}

const many = (count: number, make: (index: number) => Alert): Alert[] =>
  Array.from({ length: count }, (_, at) => make(at));

test('a network that all are in, the smaller one where it holds them all', () => {
  assert.deepEqual(found(many(312, (at) => client({ peerHost: `10.2.${at % 200}.${at % 250}` }))), [
    'network/16 10.2.0.0/16 312/312',
  ]);
  assert.deepEqual(found(many(20, (at) => client({ peerHost: `::ffff:10.2.9.${at}` }))), [
    'network/24 10.2.9.0/24 20/20',
  ]);
  assert.deepEqual(found(many(20, (at) => client({ peerHost: `2001:db8:7:${at}::1` }))), [
    'network/48 2001:db8:7::/48 20/20',
  ]);
});

test('four of five is enough, less is not', () => {
  const mixed = (of: number) => many(10, (at) => client({ attributes: { site: at < of ? 'hz' : `s${at}` } }));
  assert.deepEqual(found(mixed(8)), ['attr.site hz 8/10']);
  assert.deepEqual(found(mixed(7)), ['node n1 10/10']);
});

test('the only node is said when there is nothing else', () => {
  assert.deepEqual(found(many(3, (at) => client({ listener: `l${at}` }))), ['node n1 3/3']);
  assert.deepEqual(found(many(3, () => client({ listener: 'tcp:default' }))), ['listener tcp:default 3/3']);
});

test('what everything shares explains nothing', () => {
  const alerts = many(5, () => client({ listener: 'tcp:default', reason: 'tcp_closed' }));
  assert.deepEqual(found(alerts), ['listener tcp:default 5/5', 'reason tcp_closed 5/5']);
  assert.deepEqual(
    found(alerts, (name) => name === 'listener'),
    ['reason tcp_closed 5/5'],
  );
});

test('the most telling comes first', () => {
  const alerts = many(10, (at) =>
    client(
      {
        peerHost: `10.2.3.${at}`,
        username: `line7_pump_${at}`,
        listener: 'tcp:default',
        reason: 'keepalive_timeout',
        attributes: { site: at < 8 ? 'hz' : 'sh' },
      },
      { line: '7' },
    ),
  );
  assert.deepEqual(found(alerts), [
    'network/24 10.2.3.0/24 10/10',
    'username_prefix line7_pump_ 10/10',
    'label.line 7 10/10',
    'listener tcp:default 10/10',
    'attr.site hz 8/10',
  ]);
});

const prefixes: [names: string[], shared: string | undefined][] = [
  [['line7_pump_1', 'line7_pump_2', 'line7_fan_1'], 'username_prefix line7_ 3/3'],
  [['pump01', 'pump02', 'pump03'], 'username_prefix pump 3/3'],
  [['设备1', '设备2'], 'username_prefix 设备 2/2'],
  [['u_emqx', 'u_emqx'], 'username u_emqx 2/2'],
  [['alice', 'bob'], undefined],
  [['_', '_-', '-'], undefined],
];
for (const [names, shared] of prefixes) {
  test(`user names ${names.join(', ')} share ${shared ?? 'nothing'}`, () =>
    assert.deepEqual(
      found(names.map((username) => client({ username }))).filter((factor) => factor.startsWith('user')),
      shared === undefined ? [] : [shared],
    ));
}

test('a label that all alerts of the rule have alike explains nothing', () => {
  const alerts = many(3, () => client({}, { team: 'ops', site: 'hz' }));
  const isFixed = (_: unknown, label: string) => label === 'team';
  assert.deepEqual(
    commonFactors(alerts, { isFixed }).map(({ name }) => name),
    ['label.site'],
  );
});

test('one alert has nothing in common, and alerts without a client only their labels', () => {
  assert.deepEqual(found([client({ listener: 'l' })]), []);
  assert.deepEqual(found(many(2, () => toldAlert({ subject: undefined, labels: { team: 'ops' } }))), [
    'label.team ops 2/2',
  ]);
});

test('a million alerts take bounded memory, and what is said of them is exact', () => {
  const cause = new CommonCause();
  const startedAt = performance.now();
  for (let at = 0; at < 1_000_000; at++) {
    const isOther = at % 10 === 9;
    // Two of the others are in 10.2.0.0 as well.
    const peerHost = isOther ? `${at % 223}.${at % 251}.${at % 241}.1` : `10.2.${at % 256}.7`;
    cause.add(client({ peerHost, username: `u${at}`, attributes: { serial: `s${at}` } }));
  }
  const [first, second] = cause.read();
  assert.ok(performance.now() - startedAt < 20_000, `${performance.now() - startedAt} ms`);
  assert.equal(first?.name, 'network/16');
  assert.deepEqual([first?.value, first?.count, first?.of], ['10.2.0.0/16', 900_002, 1_000_000]);
  assert.equal(second, undefined);
});

test('a value that came when there were too many already is not told with a wrong count', () => {
  const alerts = [
    ...many(3000, (at) => client({ attributes: { serial: `s${at}` } })),
    ...many(60_000, () => client({ attributes: { serial: 's2000' } })),
  ];
  assert.deepEqual(found(alerts), ['node n1 63000/63000']);
});

test('names of attributes without end are not all counted', () => {
  const alerts = many(50, () =>
    client({ attributes: Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`a${at}`, 'x'])) }),
  );
  assert.equal(commonFactors(alerts).length, 5);
});

const addresses: [address: string, networks: string[]][] = [
  ['192.168.0.10', ['192.168.0.0/16', '192.168.0.0/24']],
  ['2001:db8::1', ['2001:db8::/48']],
  ['fe80::1%eth0', ['fe80::/48']],
  ['::1', ['::/48']],
  ['2001:0db8:00ab:1:2:3:4:5', ['2001:db8:ab::/48']],
  ['unknown', []],
  ['1.2.3', []],
  ['a:b', []],
];
for (const [address, networks] of addresses) {
  test(`${address} is in ${networks.join(' and ') || 'no network'}`, () =>
    assert.deepEqual(
      networksOf(address).map(([, network]) => network),
      networks,
    ));
}
