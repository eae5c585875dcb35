import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowOf } from '../../../test/support/delivery-scenario.ts';
import type { MqttRequest } from '../../connectors/mqtt/mqtt.ts';
import { mqttAction } from './mqtt-action.ts';

function render(parameters: Record<string, unknown>, row: Record<string, unknown>): MqttRequest {
  const compiled = mqttAction.compile(mqttAction.parameters.parse(parameters), {} as never);
  return compiled(rowOf(row)) as MqttRequest;
}

test('topic, QoS, retain and payload are filled with the row; what is missing in a topic is nothing', () => {
  const parameters = {
    topic: 'site/${clientid}/${nothing}',
    qos: '${qos}',
    retain: '${flags.retain}',
    payload: '${payload}',
  };
  const row = { clientid: 'c', qos: 2, flags: { retain: true }, payload: 'p' };
  assert.deepEqual(render(parameters, row), { topic: 'site/c/', qos: 2, retain: true, payload: 'p' });
});

test('without a payload it is the whole row, with QoS 1 and not retained', () => {
  assert.deepEqual(render({ topic: 't' }, { a: 1 }), {
    topic: 't',
    qos: 1,
    retain: false,
    payload: '{"a":1}',
  });
});

test('a payload that is written as JSON stays JSON, whatever the values hold', () => {
  const { payload } = render({ topic: 't', payload: '{"id":"${id}","n":${n}}' }, { id: 'a"b\n', n: 4.5 });
  assert.deepEqual(JSON.parse(String(payload)), { id: 'a"b\n', n: 4.5 });
});

test('bytes that are no text go through as they are', () => {
  const parameters = { topic: 't', payload: '${payload}' };
  assert.deepEqual(render(parameters, { payload: Buffer.from([0, 255]) }).payload, { base64: 'AP8=' });
});

test('properties of the message go along when the row has them', () => {
  const pub_props = {
    'Content-Type': 'text/plain',
    'Message-Expiry-Interval': 60,
    'User-Property': { k: 'w' },
    'User-Property-Pairs': [
      { key: 'k', value: 'v' },
      { key: 'k', value: 'w' },
    ],
  };
  assert.deepEqual(render({ topic: 't' }, { pub_props }).properties, {
    contentType: 'text/plain',
    messageExpiryInterval: 60,
    userProperties: [
      ['k', 'v'],
      ['k', 'w'],
    ],
  });
});
