import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headLimit, pathParameterLimit } from './http-limits.ts';

test('the longest client id that may connect fits in an address, percent-encoded', () => {
  const names = { maximumTopicLength: 4096, settings: { maximumClientIdLength: 65_535 } };
  assert.equal(pathParameterLimit(names), 196_605);
  assert.ok(headLimit(names) > 196_605 + 1024);
  assert.equal(headLimit({ maximumTopicLength: 4096, settings: { maximumClientIdLength: 256 } }), 16_384);
});
