import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byteSizeField, durationField, durationOrInfinityField } from './zod-fields.ts';

test('durations and sizes are kept as they were given', () => {
  assert.equal(durationField.parse('1m30s'), '1m30s');
  assert.equal(durationField.parse(1500), 1500);
  assert.equal(durationOrInfinityField.parse('infinity'), 'infinity');
  assert.equal(byteSizeField.parse('256MB'), '256MB');
});

test('what is not a finite duration or size is refused with the way to write it', () => {
  for (const value of ['soon', 'infinity', -1, 1.5, true]) {
    assert.equal(durationField.safeParse(value).success, false, String(value));
  }
  assert.match(durationField.safeParse('soon').error?.issues[0]?.message ?? '', /15s, 500ms/);
  assert.match(byteSizeField.safeParse('big').error?.issues[0]?.message ?? '', /256MB, 4KB/);
  assert.equal(byteSizeField.safeParse('infinity').success, false);
});
