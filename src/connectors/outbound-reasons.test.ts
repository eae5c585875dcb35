import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeNetworkError } from '../lib/network-error.ts';
import { outboundReason } from '../texts/outbound-reasons.ts';

const CODES = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'UND_ERR_CLOSED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_SSL_WRONG_VERSION_NUMBER',
];

test('whatever went wrong on the way is said in Chinese, with the host', () => {
  for (const code of CODES) {
    const reason = describeNetworkError(Object.assign(new Error(code), { code }), 'bot.example:443');
    const said = outboundReason(reason, 'zh');
    assert.match(said, /[\u4e00-\u9fff]/, `${code}: ${reason}`);
    assert.equal(said.includes('bot.example:443'), reason.includes('bot.example:443'));
    assert.equal(outboundReason(reason, 'en'), reason);
  }
});

test('the words of the other side stay as they are', () => {
  assert.equal(
    outboundReason('deliveries are refused: Feishu 19021: sign match fail', 'zh'),
    '投递被拒绝：飞书 19021：sign match fail',
  );
  assert.equal(outboundReason('ORA-12541: no listener', 'zh'), 'ORA-12541: no listener');
});
