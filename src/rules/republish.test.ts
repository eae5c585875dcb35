import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { z } from 'zod';
import { mqtt } from '../../test/support/rule-scenario.ts';
import type { Row, Value } from '../sql/door.ts';
import { ValuesSource } from './event-source.ts';
import { Republish } from './republish.ts';
import { RowTemplate } from './row-template.ts';
import { republishArguments } from './rule-draft.ts';

type Arguments = z.input<typeof republishArguments>;

test('without arguments but the topic, the columns of the row decide', () => {
  const row = { topic: 'a/b', qos: 2, retain: true, payload: 'hello', user_properties: { k: 'v', n: 1 } };
  assert.deepEqual(draft({ topic: `out/\${topic}` }, row), {
    message: {
      topic: 'out/a/b',
      qos: 2,
      retain: true,
      payload: Buffer.from('hello'),
      properties: {
        userProperties: [
          ['k', 'v'],
          ['n', '1'],
        ],
      },
    },
    directDispatch: false,
  });
});

test('a row without those columns gives QoS 0, no retain, and the word undefined', () => {
  const { message } = draft({ topic: 'out' }, {});
  assert.deepEqual(message, {
    topic: 'out',
    qos: 0,
    retain: false,
    payload: Buffer.from('undefined'),
    properties: {},
  });
});

test('fixed arguments win, and may be of any form', () => {
  const { message, directDispatch } = draft(
    { topic: 'out', qos: 1, retain: true, payload: `t=\${t}`, direct_dispatch: `\${direct}` },
    { qos: 2, t: 21.5, direct: true },
  );
  assert.deepEqual([message.qos, message.retain, String(message.payload)], [1, true, 't=21.5']);
  assert.equal(directDispatch, true);
});

test('an empty payload template is the whole row', () => {
  const { message } = draft({ topic: 'out', payload: '' }, { a: 1, b: undefined });
  assert.equal(String(message.payload), '{"a":1,"b":"undefined"}');
});

test('bytes go through unchanged', () => {
  const payload = Buffer.from([0xff, 0x00, 0xfe]);
  assert.deepEqual(draft({ topic: 'out' }, { payload }).message.payload, payload);
});

test('a JSON text is looked into once', () => {
  const row = { payload: '{"a":{"b":"{\\"c\\":1}"}}' };
  const { message } = draft({ topic: 'out', payload: `\${payload.a.b} \${payload.a.b.c}` }, row);
  assert.equal(String(message.payload), '{"c":1} undefined');
});

test('user properties of the original keep their order and their duplicates', () => {
  const pairs = [
    { key: 'a', value: '1' },
    { key: 'a', value: '2' },
  ];
  const event = { pub_props: { 'User-Property': { a: '2' }, 'User-Property-Pairs': pairs } };
  const { message } = draft({ topic: 'out', user_properties: `\${pub_props.'User-Property'}` }, {}, event);
  assert.deepEqual(message.properties, {
    userProperties: [
      ['a', '1'],
      ['a', '2'],
    ],
  });
});

test('properties are filled from templates, and those that cannot be used are left out', () => {
  const mqtt_properties = {
    'Payload-Format-Indicator': `\${indicator}`,
    'Message-Expiry-Interval': `\${expiry}`,
    'Content-Type': 'application/json',
    'Response-Topic': `answers/\${who}`,
    'Correlation-Data': `\${who}`,
  };
  assert.deepEqual(
    draft({ topic: 'out', mqtt_properties }, { indicator: 1, expiry: '60', who: 'me' }).message.properties,
    {
      payloadFormatIndicator: 1,
      messageExpiryInterval: 60,
      contentType: 'application/json',
      responseTopic: 'answers/me',
      correlationData: Buffer.from('me'),
    },
  );
  assert.deepEqual(
    draft({ topic: 'out', mqtt_properties }, { indicator: 2, expiry: -1, who: '#' }).message.properties,
    {
      contentType: 'application/json',
      correlationData: Buffer.from('#'),
    },
  );
});

for (const topic of ['', 'a/#', 'a/+', 'a\0b']) {
  test(`a template that gives ${JSON.stringify(topic)} cannot be published to`, () => {
    assert.throws(() => draft({ topic: `\${to}` }, { to: topic }), /is not a topic name/);
  });
}

test('a value cannot lead into a tree of the broker, which the text of the rule may', () => {
  for (const topic of ['$SYS/brokers/x', '$events/client/connected', '$share/g/a', '$queue/a'])
    assert.throws(() => draft({ topic: `\${to}` }, { to: topic }), /is a tree of the broker/);
  assert.equal(draft({ topic: `$SYS/own/\${to}` }, { to: 'a' }).message.topic, '$SYS/own/a');
  assert.equal(draft({ topic: `\${to}` }, { to: '$mine/a' }).message.topic, '$mine/a');
});

test('a text that no packet can carry is no user property', () => {
  const row = { user_properties: { long: 'x'.repeat(65_536), nul: '\0', good: 'y' } };
  assert.deepEqual(draft({ topic: 'out' }, row).message.properties, { userProperties: [['good', 'y']] });
});

function draft(args: Arguments, row: Row, event: Record<string, Value> = {}) {
  const source = new ValuesSource(new Map(Object.entries(event)));
  return new Republish(republishArguments.parse(args), mqtt).draft(new RowTemplate(row), source);
}
