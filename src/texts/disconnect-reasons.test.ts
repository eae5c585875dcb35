import assert from 'node:assert/strict';
import { test } from 'node:test';
import { disconnectReasonText } from './disconnect-reasons.ts';

test('a reason is told in the reader’s language', () => {
  assert.equal(disconnectReasonText('keepalive_timeout', 'zh'), '心跳超时（1.5 倍心跳时间内没有收到报文）');
  assert.equal(disconnectReasonText('kicked', 'en'), 'kicked by an administrator');
});

test('the close code of a WebSocket is part of its text', () => {
  assert.equal(disconnectReasonText('ws_close_1001', 'en'), 'WebSocket closed by peer (code 1001)');
});

test('an unknown reason stands for itself', () => {
  assert.equal(disconnectReasonText('enobufs', 'en'), 'enobufs');
  assert.equal(disconnectReasonText('constructor', 'zh'), 'constructor');
});
