import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { startApi } from '../../test/support/api-scenario.ts';
import { Problem } from './contract.ts';

const head = 'GET /status HTTP/1.1\r\nHost: x\r\n';
const requests: [what: string, request: string, status: number, code: string][] = [
  ['no HTTP', 'garbage\r\n\r\n', 400, 'BAD_REQUEST'],
  ['a head of 20 kB', `${head}X: ${'a'.repeat(20_000)}\r\n\r\n`, 431, 'REQUEST_HEADER_TOO_LARGE'],
  ['two lengths', `${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n`, 400, 'BAD_REQUEST'],
];
for (const [what, request, status, code] of requests) {
  test(`${what} is refused like everything else`, async (t) => {
    const { server } = await startApi(t);
    const { port } = await server.listen('127.0.0.1', 0);
    const socket = connect(port, '127.0.0.1');
    t.after(() => socket.destroy());
    socket.write(request);
    const answer = await text(socket);
    assert.match(answer, new RegExp(`^HTTP/1\\.1 ${status} `));
    assert.equal(Problem.parse(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).code, code);
  });
}

test('a path parameter that is too long is the fault of the caller', async (t) => {
  const api = await startApi(t);
  const answer = await api.call({ method: 'GET', path: `/clients/${'a'.repeat(5000)}` });
  assert.equal(answer.status, 414);
});
