import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowOf } from '../../../test/support/delivery-scenario.ts';
import { rowMessage } from './row-message.ts';

const departure = {
  reason: 'tcp_closed',
  clientid: 'd-17',
  peername: '10.0.0.7:48118',
  peerhost: '10.0.0.7',
  proto_name: 'MQTT',
  proto_ver: 4,
  disconnected_at: 1_700_000_000_000,
  connected_at: 1_699_999_909_700,
  duration_ms: 90_300,
  sequence: 1,
  event: 'client.disconnected',
  timestamp: 1_700_000_000_000,
  node: 'tocsin@127.0.0.1',
};
const audience = { language: 'en', zone: 'UTC' } as const;

test('a whole event says what matters, and each thing once', () => {
  const { title, fields } = rowMessage(rowOf({ ...departure, metadata: { rule_id: 'r' } }), audience, 'r');
  assert.equal(title, 'd-17 disconnected: connection closed by peer');
  assert.deepEqual(
    fields?.map(({ name, value }) => `${name}: ${value}`),
    [
      'Reason: connection closed by peer (tcp_closed)',
      'Client: d-17',
      'Address: 10.0.0.7:48118',
      'Disconnected at: 2023-11-14 22:13:20 +00:00',
      'Connected for: 1m30s',
      'Node: tocsin@127.0.0.1',
    ],
  );
});

test('columns that somebody selected are all shown', () => {
  const { fields } = rowMessage(rowOf({ clientid: 'd-17', proto_ver: 4, sequence: 1 }), audience, 'r');
  assert.deepEqual(
    fields?.map(({ name }) => name),
    ['Client', 'Protocol version', 'sequence'],
  );
});
