import assert from 'node:assert/strict';
import { test } from 'node:test';
import { notesAt, unionOf } from './chart-data.ts';

const band = (from: number, to: number, tone: 'critical' | 'warning' = 'critical') => ({
  from,
  to,
  tone,
  label: `${from}`,
});

test('bands that overlap are drawn once, for each tone', () => {
  assert.deepEqual(unionOf([band(5, 9), band(0, 6), band(20, 30), band(7, 8, 'warning'), band(1, 2)]), [
    { from: 0, to: 9, tone: 'critical' },
    { from: 20, to: 30, tone: 'critical' },
    { from: 7, to: 8, tone: 'warning' },
  ]);
});

test('at a point there stand the bands that cover it and the marks beside it', () => {
  const data = {
    times: [0, 10, 20, 30],
    series: [],
    bands: [band(8, 12), band(26, 40)],
    marks: [
      { at: 11, label: 'deploy' },
      { at: 29, label: 'change' },
    ],
  };
  assert.deepEqual(notesAt(data, 1), ['8', 'deploy']);
  assert.deepEqual(notesAt(data, 2), []);
  assert.deepEqual(notesAt(data, 3), ['26', 'change']);
  assert.deepEqual(notesAt(data, 9), []);
});
