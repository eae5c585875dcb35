import assert from 'node:assert/strict';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { denyAddresses, isRefusedAddress, lookup, parseDenied, refusalOf } from './address-rules.ts';

const refused = [
  '169.254.169.254',
  '0.0.0.0',
  '100.100.100.200',
  '168.63.129.16',
  'fe80::1',
  'fe80::1%eth0',
  '[fe80::1]',
  '::',
  'fd00:ec2::254',
  '::ffff:169.254.169.254',
  '::ffff:a9fe:a9fe',
  '[::ffff:a9fe:a9fe]',
  '::169.254.169.254',
  '::ffff:0:a9fe:a9fe',
  '64:ff9b::a9fe:a9fe',
  '64:ff9b:1::a9fe:a9fe',
  '2002:a9fe:a9fe::1',
  '2852039166',
  '0xa9fea9fe',
  '0251.0376.0251.0376',
  '169.254.43518',
  '0xA9.254.0251.254',
  '169.254.169.254.',
  '１６９.254.169.254',
  '0',
  'fe80:0:0:0:0:0:0:1',
  '[fe80::1%25eth0]',
  'metadata.google.internal',
  'Metadata.Google.Internal.',
];
for (const address of refused) {
  test(`no request goes to ${address}`, () => assert.equal(isRefusedAddress(address), true));
}

const allowed = [
  '127.0.0.1',
  '::1',
  '10.0.0.1',
  '192.168.1.1',
  '100.64.0.1',
  '::ffff:127.0.0.1',
  'fd00::1',
  '8.8.8.8',
  '0:0:0:0:0:0:0:1',
  'localhost',
  'metadata',
  'db.example',
];
for (const address of allowed) {
  test(`requests may go to ${address}`, () => assert.equal(isRefusedAddress(address), false));
}

const resolve = promisify(
  lookup as (host: string, options: object, done: (error: Error | null) => void) => void,
);

test('a name that leads to a refused address only is not resolved', async () => {
  await assert.rejects(resolve('169.254.169.254', { all: true }), /link-local or cloud metadata address/);
});

test('localhost is resolved', async () => {
  const addresses = (await resolve('localhost', { all: true })) as unknown as { address: string }[];
  assert.match(addresses[0]?.address ?? '', /^(127\.0\.0\.1|::1)$/);
});

test('denied addresses, networks and hosts are refused however they are written, until others are denied', (t) => {
  t.after(() => denyAddresses([]));
  denyAddresses(['10.0.0.0/8', '192.0.2.7', 'fd00:1::/32', 'corp.example', '*.lab.example']);
  const refusedNow = [
    '10.1.2.3',
    '0xa000001',
    '::ffff:10.1.2.3',
    '[fd00:1::9]',
    '192.0.2.7',
    'corp.example',
    'DB.corp.example.',
    'a.b.lab.example',
  ];
  for (const host of refusedNow) assert.match(refusalOf(host) ?? '', /delivery\.denied_addresses/, host);
  for (const host of ['11.0.0.1', '192.0.2.8', 'fd00:2::9', 'notcorp.example', '127.0.0.1']) {
    assert.equal(refusalOf(host), undefined, host);
  }
  denyAddresses([]);
  assert.equal(refusalOf('10.1.2.3'), undefined);
});

test('a name that leads to a denied address only is not resolved', async (t) => {
  t.after(() => denyAddresses([]));
  denyAddresses(['127.0.0.0/8', '::1']);
  await assert.rejects(resolve('localhost', { all: true }), /localhost is (127\.0\.0\.1|::1), on the list/);
});

test('what is no address, network or host name cannot be denied', () => {
  for (const entry of ['', '10.0.0.0/33', 'a b', 'http://x', '10.0.0.0/', 'fd00::/129', '2852039166']) {
    assert.equal(parseDenied(entry), undefined, entry);
  }
});
