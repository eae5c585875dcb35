import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseServer, parseServers, serverField, serversField } from './server-address.ts';

const read: [text: string, host: string, port: number][] = [
  ['db.example', 'db.example', 5432],
  ['db.example:1', 'db.example', 1],
  [' 10.0.0.1:5433 ', '10.0.0.1', 5433],
  ['[::1]:5433', '::1', 5433],
  ['::1', '::1', 5432],
];
for (const [text, host, port] of read) {
  test(`${text} is the host ${host} and the port ${port}`, () =>
    assert.deepEqual(parseServer(text, 5432), { host, port }));
}

for (const text of ['', ':5432', 'a:0', 'a:65536', 'a:b', 'http://a', 'u@a:1', '[a]:1', 'a b']) {
  test(`"${text}" is no server`, () => assert.equal(parseServer(text, 5432), undefined));
}

test('several servers are read in their order', () =>
  assert.deepEqual(parseServers('a:1, b', 9092), [
    { host: 'a', port: 1 },
    { host: 'b', port: 9092 },
  ]));

for (const text of ['169.254.169.254:80', '0xa9fea9fe', '[fe80::1%eth0]:80', 'metadata.google.internal:80']) {
  test(`the server ${text} is refused when it is set`, () => {
    assert.match(serverField(80).safeParse(text).error?.message ?? '', /metadata address, are refused/);
    assert.match(
      serversField(80).safeParse(`a:1,${text}`).error?.message ?? '',
      /metadata address, are refused/,
    );
  });
}
