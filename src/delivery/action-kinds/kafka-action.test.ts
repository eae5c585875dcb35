import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowOf } from '../../../test/support/delivery-scenario.ts';
import type { KafkaRequest } from '../../connectors/kafka/kafka.ts';
import { kafkaAction } from './kafka-action.ts';

function render(parameters: Record<string, unknown>, row: Record<string, unknown>): KafkaRequest {
  const compiled = kafkaAction.compile(kafkaAction.parameters.parse(parameters), {} as never);
  return compiled(rowOf(row)) as KafkaRequest;
}

test('without a message the key is the client, the value the whole row and the time that of the event', () => {
  const { produce, ...record } = render({ topic: 't' }, { clientid: 'c', timestamp: 1_700_000_000_000 });
  assert.deepEqual(record, {
    topic: 't',
    key: 'c',
    value: '{"clientid":"c","timestamp":1700000000000}',
    timestamp: 1_700_000_000_000,
  });
  assert.deepEqual(produce, {
    partition: 'random',
    compression: 'none',
    acks: 'all_isr',
    maxBytes: 896 * 1024,
    refresh: 60_000,
  });
});

test('a missing key is no key, and a time that is none is left to the moment of sending', () => {
  const { key, timestamp } = render({ topic: 't' }, { timestamp: 'soon' });
  assert.deepEqual([key, timestamp], [undefined, undefined]);
});

test('values cannot leave the name of a topic', () => {
  assert.equal(render({ topic: 'up.${clientid}' }, { clientid: '../a b/设' }).topic, 'up..._a_b__');
});

test('headers come from an object, from a list of pairs, and from templates', () => {
  const ext = [{ kafka_ext_header_key: 'x-${n}', kafka_ext_header_value: '${v}' }];
  const parameters = { topic: 't', kafka_headers: '${h}', kafka_ext_headers: ext };
  assert.deepEqual(render(parameters, { h: { a: '1', b: { c: 2 } }, n: 'n', v: 'v' }).headers, [
    ['a', '1'],
    ['b', '{"c":2}'],
    ['x-n', 'v'],
  ]);
  const list = [{ key: 'a', value: 'x' }, { key: 'a', value: 'y' }, 7];
  assert.deepEqual(
    render({ ...parameters, kafka_header_value_encode_mode: 'json' }, { h: list, v: 1 }).headers,
    [
      ['a', '"x"'],
      ['a', '"y"'],
      ['x-undefined', '"1"'],
    ],
  );
});

test('a template of headers that is not one placeholder is refused', () => {
  assert.equal(kafkaAction.parameters.safeParse({ topic: 't', kafka_headers: 'a ${b}' }).success, false);
});
