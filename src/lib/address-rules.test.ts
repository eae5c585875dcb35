import assert from 'node:assert/strict';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { isRefusedAddress, lookup } from './address-rules.ts';

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
