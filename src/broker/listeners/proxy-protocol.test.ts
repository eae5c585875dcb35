import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type ProxiedPeer, type ProxyHeader, parseProxyHeader } from './proxy-protocol.ts';

const SIGNATURE = '0d0a0d0a000d0a515549540a';

function peerOf(header: ProxyHeader): ProxiedPeer {
  assert.equal(header.kind, 'complete', JSON.stringify(header));
  return (header as { peer: ProxiedPeer }).peer;
}

function hex(text: string): Buffer {
  return Buffer.from(text.replace(/\s/g, ''), 'hex');
}

/** A header of version 2 with the length that fits. */
function binary(command: string, family: string, rest: string): Buffer {
  const variable = hex(rest);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(variable.length);
  return Buffer.concat([hex(SIGNATURE + command + family), length, variable]);
}

const line4 = 'PROXY TCP4 203.0.113.7 192.0.2.1 56324 1883\r\n';

test('a line of version 1 tells both ends, and what follows is not part of it', () => {
  const header = parseProxyHeader(Buffer.from(`${line4}\x10rest`, 'latin1'));
  assert.deepEqual(peerOf(header), {
    source: { address: '203.0.113.7', port: 56_324 },
    destination: { address: '192.0.2.1', port: 1883 },
    isLocal: false,
    commonName: undefined,
  });
  assert.equal((header as { length: number }).length, line4.length);
  const six = parseProxyHeader(Buffer.from('PROXY TCP6 2001:db8::7 ::1 1 65535\r\n'));
  assert.deepEqual(peerOf(six).source, { address: '2001:db8::7', port: 1 });
});

test('UNKNOWN has no addresses, whatever stands behind it', () => {
  for (const line of ['PROXY UNKNOWN\r\n', 'PROXY UNKNOWN ff:: 127.0.0.1 x\r\n']) {
    const peer = peerOf(parseProxyHeader(Buffer.from(line)));
    assert.deepEqual([peer.source, peer.isLocal], [undefined, false]);
  }
});

test('every beginning of a header is incomplete, so that it may come byte by byte', () => {
  const whole = binary('21', '11', 'cb007107 c0000201 dc04 075b');
  for (const bytes of [Buffer.from(line4), whole]) {
    for (let length = 0; length < bytes.length; length++) {
      assert.equal(parseProxyHeader(bytes.subarray(0, length)).kind, 'incomplete', `after ${length} bytes`);
    }
    assert.equal(parseProxyHeader(bytes).kind, 'complete');
  }
});

test('version 2 tells IPv4 and IPv6 addresses, the latter in their canonical form', () => {
  const four = peerOf(parseProxyHeader(binary('21', '11', 'cb007107 c0000201 dc04 075b')));
  assert.deepEqual(four.source, { address: '203.0.113.7', port: 56_324 });
  assert.deepEqual(four.destination, { address: '192.0.2.1', port: 1883 });
  const six = binary(
    '21',
    '21',
    '20010db8000000000000000000000007 00000000000000000000000000000001 0001 ffff',
  );
  assert.deepEqual(peerOf(parseProxyHeader(six)).source, { address: '2001:db8::7', port: 1 });
});

test('an address is told in one form, however the proxy writes it', () => {
  const sources = ['0:0:0:0:0:0:0:1', '2001:DB8::0007', '::ffff:127.0.0.1', '::ffff:7f00:1'].map(
    (address) => peerOf(parseProxyHeader(Buffer.from(`PROXY TCP6 ${address} ::1 1 2\r\n`))).source?.address,
  );
  assert.deepEqual(sources, ['::1', '2001:db8::7', '127.0.0.1', '127.0.0.1']);
});

test('LOCAL is the proxy itself; UNIX sockets and UNSPEC have no address', () => {
  assert.equal(peerOf(parseProxyHeader(binary('20', '00', ''))).isLocal, true);
  assert.equal(peerOf(parseProxyHeader(binary('20', '11', 'cb007107 c0000201 dc04 075b'))).source, undefined);
  const unix = peerOf(parseProxyHeader(binary('21', '31', '00'.repeat(216))));
  assert.deepEqual([unix.source, unix.isLocal], [undefined, false]);
  assert.equal(peerOf(parseProxyHeader(binary('21', '00', 'ffff'))).source, undefined);
});

/** `meter-7` in PP2_SUBTYPE_SSL_CN below PP2_TYPE_SSL. */
const ssl = (client: string, verify: string) => `20 000f ${client} ${verify} 22 0007 6d657465722d37`;

test('the common name of a certificate counts when the proxy has checked it', () => {
  const names = (['05 00000000', '02 00000000', '01 00000000', '05 00000001'] as const).map((head) => {
    const [client = '', verify = ''] = head.split(' ');
    const bytes = binary('21', '11', `cb007107 c0000201 dc04 075b 01 0004 6d717474 ${ssl(client, verify)}`);
    return peerOf(parseProxyHeader(bytes)).commonName;
  });
  assert.deepEqual(names, ['meter-7', 'meter-7', undefined, undefined]);
});

const wrongs: ReadonlyArray<[what: string, bytes: Buffer]> = [
  ['MQTT without a header', Buffer.from('101000044d515454', 'hex')],
  ['a line that never ends', Buffer.from(`PROXY TCP4 ${'1'.repeat(100)}`)],
  ['a line of another protocol', Buffer.from('PROXY UDP4 1.1.1.1 2.2.2.2 1 2\r\n')],
  ['an address of the other family', Buffer.from('PROXY TCP6 1.1.1.1 2.2.2.2 1 2\r\n')],
  ['an address with a zone', Buffer.from('PROXY TCP6 fe80::1%eth0 ::1 1 2\r\n')],
  ['a port out of range', Buffer.from('PROXY TCP4 1.1.1.1 2.2.2.2 65536 2\r\n')],
  ['a port with a leading zero', Buffer.from('PROXY TCP4 1.1.1.1 2.2.2.2 01 2\r\n')],
  ['a missing port', Buffer.from('PROXY TCP4 1.1.1.1 2.2.2.2 1\r\n')],
  ['two spaces', Buffer.from('PROXY TCP4  1.1.1.1 2.2.2.2 1 2\r\n')],
  ['version 3', binary('31', '11', 'cb007107 c0000201 dc04 075b')],
  ['an unknown command', binary('22', '11', 'cb007107 c0000201 dc04 075b')],
  ['an unknown family', binary('21', '41', 'cb007107 c0000201 dc04 075b')],
  ['datagrams', binary('21', '12', 'cb007107 c0000201 dc04 075b')],
  ['addresses that are cut short', binary('21', '11', 'cb007107')],
  ['an extension longer than the header', binary('21', '11', 'cb007107 c0000201 dc04 075b 20 00ff 00')],
  ['half an extension', binary('21', '11', 'cb007107 c0000201 dc04 075b 20 00')],
  ['a length beyond reason', hex(`${SIGNATURE} 21 11 ffff`)],
];

for (const [what, bytes] of wrongs) {
  test(`refused: ${what}`, () => {
    const header = parseProxyHeader(bytes);
    assert.equal(header.kind, 'wrong');
    assert.ok((header as { reason: string }).reason.length > 10);
  });
}

test('no bytes make the parser throw', () => {
  const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));
  const signed = bytes.map((rest) => Buffer.concat([hex(`${SIGNATURE} 21`), rest]));
  fc.assert(
    fc.property(fc.oneof(bytes, signed), (input) => {
      const header = parseProxyHeader(input);
      if (header.kind === 'complete') assert.ok(header.length <= input.length);
    }),
    { seed: 7, numRuns: 3000 },
  );
});
