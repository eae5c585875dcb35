import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ApiScenario, checkTable, startApi } from '../../../test/support/api-scenario.ts';
import { NotDelivered, Published, PublishedOrNot } from '../contract.ts';
import { publishBodyLimit } from '../http-limits.ts';

function withSubscriber({ broker }: ApiScenario): void {
  broker.add('a');
  broker.subscribe('a', {
    filter: 't/#',
    qos: 1,
    noLocal: false,
    retainAsPublished: false,
    retainHandling: 0,
  });
}

const payload = 'hello';
const refused = (reason_code: number) => ({
  status: 400,
  answer: NotDelivered,
  check: (body: NotDelivered) => assert.equal(body.reason_code, reason_code),
});
const nobody = { reason_code: 16, message: 'no_matching_subscribers' };

test('a message is published, and the answer says whether anybody got it', async (t) => {
  const api = await startApi(t);
  withSubscriber(api);
  await checkTable(api, [
    {
      request: 'POST /publish',
      who: 'publisherKey',
      body: { topic: 't/1', payload },
      status: 200,
      answer: Published,
    },
    {
      request: 'POST /publish',
      body: { topic: 'x', payload, retain: true },
      status: 202,
      check: (body: NotDelivered) => assert.deepEqual(body, nobody),
    },
    { request: 'POST /publish', body: { topic: 't/+', payload }, ...refused(144) },
    { request: 'POST /publish', body: { topic: '', payload }, ...refused(144) },
    { request: 'POST /publish', body: { topic: 'a\0b', payload }, ...refused(144) },
    {
      request: 'POST /publish',
      body: { topic: 't', payload: 'a?', payload_encoding: 'base64' },
      ...refused(131),
    },
    { request: 'POST /publish', body: { payload }, status: 400, code: 'BAD_REQUEST' },
    { request: 'POST /publish', body: { topic: 't' }, status: 400, code: 'BAD_REQUEST' },
    { request: 'POST /publish', body: { topic: 't', payload, qos: 3 }, status: 400, code: 'BAD_REQUEST' },
    { request: 'POST /publish', body: [{ topic: 't', payload }], status: 400, code: 'BAD_REQUEST' },
  ]);
  assert.deepEqual(
    api.broker.published.map(({ topic, retain }) => [topic, retain]),
    [
      ['t/1', false],
      ['x', true],
    ],
  );
});

test('payload and properties reach the broker, whose events name the HTTP API as the publisher', async (t) => {
  const api = await startApi(t);
  await api.send('POST /publish', {
    body: {
      topic: 't',
      payload: Buffer.from([0, 255]).toString('base64'),
      encoding: 'base64',
      qos: 2,
      clientid: 'ignored',
      properties: {
        payload_format_indicator: 0,
        message_expiry_interval: 60,
        response_topic: 'r',
        correlation_data: 'c',
        content_type: 'x/y',
        user_properties: { a: '1', b: '2' },
      },
    },
  });
  const [message] = api.broker.published;
  assert.partialDeepStrictEqual(message, {
    topic: 't',
    qos: 2,
    payload: Buffer.from([0, 255]),
    from: { clientId: 'http_api', username: undefined },
    properties: {
      payloadFormatIndicator: 0,
      messageExpiryInterval: 60,
      responseTopic: 'r',
      correlationData: Buffer.from('c'),
      contentType: 'x/y',
      userProperties: [
        ['a', '1'],
        ['b', '2'],
      ],
    },
  });
});

test('of many messages all are published or none', async (t) => {
  const api = await startApi(t);
  withSubscriber(api);
  const request = 'POST /publish/bulk';
  const good = { topic: 't/1', payload };
  await checkTable(api, [
    { request, who: 'publisherKey', body: [good, good], status: 200, answer: Published.array().length(2) },
    {
      request,
      body: [good, { topic: 'x', payload }],
      status: 202,
      answer: PublishedOrNot.array(),
      check: (body: unknown[]) => assert.deepEqual(body[1], nobody),
    },
    { request, body: [good, { topic: '#', payload }], ...refused(144) },
    { request, body: [good, { topic: 't' }], status: 400, code: 'BAD_REQUEST' },
    { request, body: [], status: 400, code: 'BAD_REQUEST' },
  ]);
  assert.equal(api.broker.published.length, 4);
});

test('a message that is larger than an MQTT packet may be is refused as such, and base64 of a smaller one is not', async (t) => {
  const api = await startApi(t);
  withSubscriber(api);
  const megabyte = 1024 * 1024;
  const encoded = Buffer.alloc(megabyte - 100, 0xff).toString('base64');
  await checkTable(api, [
    { request: 'POST /publish', body: { topic: 't/1', payload: 'x'.repeat(megabyte) }, ...refused(151) },
    {
      request: 'POST /publish',
      body: { topic: 't/1', payload: encoded, payload_encoding: 'base64' },
      status: 200,
      answer: Published,
    },
    {
      request: 'POST /publish',
      body: { topic: 't/1', payload: 'x'.repeat(2 * megabyte) },
      status: 413,
      code: 'PAYLOAD_TOO_LARGE',
    },
  ]);
});

test('properties that no MQTT packet can carry are refused', async (t) => {
  const api = await startApi(t);
  withSubscriber(api);
  const publish = (properties: object) => ({
    request: 'POST /publish',
    body: { topic: 't/1', payload, properties },
  });
  const invalid = { status: 400, code: 'BAD_REQUEST' };
  const wide = 'ü'.repeat(40_000); // 80,000 bytes
  await checkTable(api, [
    { ...publish({ response_topic: 'r/+' }), ...refused(144) },
    { ...publish({ response_topic: '' }), ...refused(144) },
    { ...publish({ content_type: wide }), ...invalid },
    { ...publish({ correlation_data: wide }), ...invalid },
    { ...publish({ user_properties: { a: wide } }), ...invalid },
    { ...publish({ user_properties: { [wide]: 'a' } }), ...invalid },
    { ...publish({ content_type: 'a\0' }), ...invalid },
    { ...publish({ user_properties: { 'a\0': 'b' } }), ...invalid },
    { ...publish({ correlation_data: 'a\0', response_topic: 'r/1' }), status: 200, answer: Published },
  ]);
});

test('the limit of a packet can be configured', async (t) => {
  const api = await startApi(t);
  api.broker.maximumPacketSize = 1024;
  withSubscriber(api);
  await checkTable(api, [
    { request: 'POST /publish', body: { topic: 't/1', payload: 'x'.repeat(1024) }, ...refused(151) },
    { request: 'POST /publish', body: { topic: 't/1', payload: 'x'.repeat(1000) }, status: 200 },
  ]);
});

test('while nothing can be stored, QoS 1 and 2 and what is to be retained are refused', async (t) => {
  const api = await startApi(t);
  withSubscriber(api);
  api.broker.isFailing = true;
  const body = (qos: number) => ({ topic: 't/1', payload, qos });
  await checkTable(api, [
    { request: 'POST /publish', body: body(0), status: 200 },
    { request: 'POST /publish', body: body(1), status: 503 },
    {
      request: 'POST /publish',
      body: { ...body(0), retain: true },
      status: 503,
      code: 'SERVICE_UNAVAILABLE',
    },
    { request: 'POST /publish/bulk', body: [body(0), body(2)], status: 503 },
  ]);
  assert.equal(api.broker.published.length, 1);
});

test('a message may have as many user properties as a packet', async (t) => {
  const api = await startApi(t);
  withSubscriber(api);
  const userProperties = (count: number, value: string) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, value]));
  const body = (user_properties: Record<string, string>) => ({
    topic: 't/1',
    payload,
    properties: { user_properties },
  });
  await checkTable(api, [
    { request: 'POST /publish', body: body(userProperties(64, 'v')), status: 200 },
    { request: 'POST /publish', body: body(userProperties(65, 'v')), ...refused(151) },
    { request: 'POST /publish', body: body(userProperties(2, 'v'.repeat(9000))), ...refused(151) },
  ]);
});

test('a body may be as large as the largest packet in base64', () => {
  const megabyte = 1024 * 1024;
  assert.deepEqual([1024, 10 * megabyte].map(publishBodyLimit), [megabyte, 20 * megabyte]);
});
