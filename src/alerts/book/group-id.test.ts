import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Subject } from '../alert.ts';
import { groupIdOf } from './group-id.ts';

const RULE = { kind: 'rule', id: 'offline' } as const;

function at(peerHost: string): Subject {
  return {
    clientId: 'd1',
    username: 'line7_pump3',
    peerHost,
    listener: 'tcp:default',
    node: 'n1',
    attributes: { site: 'hz' },
    reason: 'tcp_closed',
    sequence: undefined,
  };
}

const cases: [by: string[], host: string, id: string][] = [
  [[], '10.2.3.4', 'rule:offline'],
  [['network/16'], '10.2.3.4', 'rule:offline{network/16=10.2.0.0/16}'],
  [['network/24'], '10.2.3.4', 'rule:offline{network/24=10.2.3.0/24}'],
  [['network/24'], '::ffff:10.2.3.4', 'rule:offline{network/24=10.2.3.0/24}'],
  [['network/16'], '2001:db8:7:1::9', 'rule:offline{network/16=2001:db8:7::/48}'],
  [['network/24'], '2001:db8:7:2::1', 'rule:offline{network/24=2001:db8:7::/48}'],
  [['attr.site', 'listener'], '10.2.3.4', 'rule:offline{attr.site=hz,listener=tcp:default}'],
  [['plant'], '10.2.3.4', 'rule:offline{plant=north}'],
];

for (const [by, host, id] of cases) {
  test(`alerts grouped by ${by.join(' and ') || 'their rule'} of a client at ${host} are ${id}`, () =>
    assert.equal(groupIdOf(RULE, by, { plant: 'north' }, at(host)), id));
}
