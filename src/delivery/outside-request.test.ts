import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HttpReceiver } from '../../test/support/http-receiver.ts';
import { requestOutside } from './outside-request.ts';

test('2xx is yes; anything else, and silence, is an error with a sentence', async (t) => {
  const receiver = await new HttpReceiver().open();
  t.after(() => receiver.close());
  const url = `http://127.0.0.1:${receiver.port}/ping/a?b=c`;
  await requestOutside({ url, method: 'GET', timeout: 5000 });
  assert.deepEqual(
    receiver.requests.map(({ method, url: target }) => `${method} ${target}`),
    ['GET /ping/a?b=c'],
  );
  receiver.answer = (_request, response) => void response.writeHead(302, { location: '/' }).end();
  await assert.rejects(requestOutside({ url, method: 'POST', timeout: 5000 }), /answered HTTP 302/);
  receiver.answer = () => undefined;
  await assert.rejects(requestOutside({ url, method: 'GET', timeout: 50 }), /no answer within 0.05 s/);
});

test('an address that is refused to connectors is refused here', async () => {
  const url = 'http://169.254.169.254/latest';
  await assert.rejects(requestOutside({ url, method: 'GET', timeout: 5000 }), /169\.254\.169\.254/);
});
