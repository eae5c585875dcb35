import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { silentLogger } from '../../lib/logger.ts';
import { EventPort } from '../event-ports.ts';
import type { Arrival } from './arrival.ts';
import { proxyEntrance } from './proxy-entrance.ts';
import { Refusals } from './refusals.ts';

/** What becomes of a connection of a proxy at this address that sends this header. */
async function passedOn(proxyAddress: string, header: string): Promise<Arrival | 'refused'> {
  const clock = new FakeClock();
  const refusals = new Refusals('tcp:default', clock, silentLogger, new EventPort());
  const socket = new PassThrough() as unknown as Socket;
  let passed: Arrival | undefined;
  const enter = proxyEntrance({ timeout: 3000, clock, refusals }, (_socket, arrival) => {
    passed = arrival;
  });
  enter(socket, {
    socket,
    connectBy: clock.now() + 10_000,
    remoteAddress: proxyAddress,
    remotePort: 1,
    localAddress: '192.0.2.1',
    localPort: 1883,
    isSecure: false,
    peerCertificate: undefined,
  });
  socket.write(header);
  await new Promise((resolve) => setImmediate(resolve));
  await clock.advance(10_000);
  return passed ?? (refusals.counts.proxy_protocol === 1 ? 'refused' : assert.fail('neither'));
}

const addressOf = (passed: Arrival | 'refused'): string =>
  passed === 'refused' ? passed : `${passed.remoteAddress}:${passed.remotePort}`;

const cases: ReadonlyArray<[proxy: string, header: string, client: string]> = [
  ['10.0.0.2', 'PROXY TCP4 203.0.113.7 192.0.2.1 5000 1883\r\n', '203.0.113.7:5000'],
  // From another machine this is a lie, or the loopback of that one.
  ['10.0.0.2', 'PROXY TCP4 127.0.0.1 192.0.2.1 5000 1883\r\n', 'refused'],
  ['10.0.0.2', 'PROXY TCP6 ::ffff:127.0.0.1 ::1 5000 1883\r\n', 'refused'],
  ['10.0.0.2', 'PROXY TCP6 0:0:0:0:0:0:0:1 ::1 5000 1883\r\n', 'refused'],
  ['127.0.0.1', 'PROXY TCP4 127.0.0.1 192.0.2.1 5000 1883\r\n', '127.0.0.1:5000'],
  ['10.0.0.2', 'PROXY UNKNOWN\r\n', '10.0.0.2:1'],
  ['127.0.0.1', 'PROXY UNKNOWN\r\n', '0.0.0.0:0'],
  ['::1', 'PROXY UNKNOWN\r\n', '0.0.0.0:0'],
];

for (const [proxy, header, client] of cases) {
  test(`${header.trim()} from ${proxy}: ${client}`, async () =>
    assert.equal(addressOf(await passedOn(proxy, header)), client));
}

test('half a header is refused when its time is over', async () =>
  assert.equal(await passedOn('10.0.0.2', 'PROXY TCP4 203.0'), 'refused'));
