import assert from 'node:assert/strict';
import { test } from 'node:test';
import { momentField } from './contract.ts';
import { toTimestamp, toTimestampOfSeconds } from './timestamps.ts';

const moment = Date.UTC(2024, 0, 1, 4, 34, 56, 789);

test('a moment is written with the offset of the zone that the server is in', (t) => {
  const zone = process.env.TZ;
  t.after(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });
  const rows = [
    ['Asia/Shanghai', '2024-01-01T12:34:56.789+08:00'],
    ['UTC', '2024-01-01T04:34:56.789+00:00'],
    ['America/St_Johns', '2024-01-01T01:04:56.789-03:30'],
  ] as const;
  for (const [name, text] of rows) {
    process.env.TZ = name;
    assert.equal(toTimestamp(moment), text);
    assert.equal(Date.parse(text), moment);
    assert.equal(toTimestampOfSeconds(moment), text.replace('.789', ''));
  }
});

test('a moment is read as RFC 3339 and as Unix time', () => {
  const rows = [
    ['2024-01-01T12:34:56.789+08:00', moment],
    ['2024-01-01T04:34:56.789Z', moment],
    [String(moment), moment],
  ] as const;
  for (const [text, value] of rows) assert.equal(momentField('milliseconds').parse(text), value);
  assert.equal(momentField('seconds').parse('1700000000'), 1_700_000_000_000);
  for (const text of ['', 'now', '2024-01-01', '2024-13-01T00:00:00Z', '2024-01-01T12:34:56 08:00', '1e3']) {
    assert.ok(!momentField('milliseconds').safeParse(text).success, text);
  }
});
