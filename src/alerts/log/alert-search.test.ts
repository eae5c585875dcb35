import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keptAlerts, newAlert } from '../../../test/support/kept-alerts.ts';
import { orderedId } from '../../lib/ids.ts';
import { finish } from '../../lib/steps.ts';
import type { AlertFilter } from './alert-filter.ts';
import { type AlertOrder, AlertSearch } from './alert-search.ts';

const NOON = Date.UTC(2026, 10, 28, 12);

const alerts = [
  newAlert({ key: 'dev-1', startsAt: NOON }),
  newAlert({ key: 'dev-2', startsAt: NOON + 1000, severity: 'warning', status: 'resolved' }),
  newAlert({
    key: 'dev-3',
    startsAt: NOON + 2000,
    severity: 'info',
    status: 'pending',
    title: { en: 'Gone "away"', zh: '设备离线' },
  }),
  newAlert({ key: 'dev-4', startsAt: NOON + 3000, status: 'acknowledged', labels: { site: 'hz_1' } }),
  newAlert({ key: 'cpu', startsAt: NOON + 4000, source: { kind: 'monitor', name: 'cpu_high' } }),
];

function search(filter: AlertFilter, order: AlertOrder = 'newest', page = { skip: 0, take: 10 }) {
  const store = keptAlerts(alerts);
  const found = finish(new AlertSearch(store).page(filter, page, order));
  const keyOf = new Map(alerts.map(({ id, key }) => [id, key]));
  return { ...found, rows: found.rows.map((id) => keyOf.get(id)) };
}

test('the newest comes first, or the worst', () => {
  assert.deepEqual(search({}).rows, ['cpu', 'dev-4', 'dev-3', 'dev-2', 'dev-1']);
  assert.deepEqual(search({}, 'worst').rows, ['cpu', 'dev-4', 'dev-1', 'dev-2', 'dev-3']);
  assert.deepEqual(search({ severity: ['info', 'warning'] }, 'worst').rows, ['dev-2', 'dev-3']);
});

test('what is asked for must all hold; of several values of one thing any', () => {
  const unresolved = ['pending', 'open', 'acknowledged'] as const;
  assert.deepEqual(search({ status: unresolved }).rows, ['cpu', 'dev-4', 'dev-3', 'dev-1']);
  assert.deepEqual(search({ status: ['resolved'] }).rows, ['dev-2']);
  assert.deepEqual(search({ status: ['resolved', 'open'] }).rows, ['cpu', 'dev-2', 'dev-1']);
  assert.deepEqual(search({ rule: ['offline'], status: unresolved }).rows, ['dev-4', 'dev-3', 'dev-1']);
  assert.deepEqual(search({ rule: ['offline'] }).rows.length, 4);
  assert.deepEqual(search({ monitor: ['cpu_high'] }).rows, ['cpu']);
  assert.deepEqual(search({ key: ['dev-1', 'dev-2'] }).rows, ['dev-2', 'dev-1']);
  assert.deepEqual(search({ group: ['rule:offline'] }).rows.length, 4);
  assert.deepEqual(search({ group: ['rule:offline'], severity: ['info'] }).rows, ['dev-3']);
  assert.deepEqual(search({ rule: ['other'] }).rows, []);
  assert.deepEqual(search({ since: NOON + 2000, until: NOON + 3000 }).rows, ['dev-4', 'dev-3']);
});

test('a text is looked for as it is written, in keys, titles and labels', () => {
  assert.deepEqual(search({ text: 'DEV-1' }).rows, ['dev-1']);
  assert.deepEqual(search({ text: '设备离线' }).rows, ['dev-3']);
  assert.deepEqual(search({ text: '"away"' }).rows, ['dev-3']);
  assert.deepEqual(search({ text: 'hz_1' }).rows, ['dev-4']);
  assert.deepEqual(search({ text: 'hz%' }).rows, []);
  assert.deepEqual(search({ text: 'cpu_hi' }).rows, ['cpu']);
});

test('pages count what matches on all of them', () => {
  const page = search({ rule: ['offline'] }, 'newest', { skip: 1, take: 2 });
  assert.deepEqual(page, { rows: ['dev-3', 'dev-2'], count: 4, hasMore: true });
  assert.deepEqual(search({}, 'newest', { skip: 10, take: 2 }), { rows: [], count: 5, hasMore: false });
});

test('many thousands of alerts are looked through in many steps', () => {
  const many = Array.from({ length: 5000 }, (_, n) =>
    newAlert({ id: orderedId(NOON + n), key: `dev-${n}`, startsAt: NOON + n }),
  );
  const steps = new AlertSearch(keptAlerts(many)).page({ text: 'dev-499' }, { skip: 0, take: 3 }, 'newest');
  let count = 0;
  for (;;) {
    const { done, value } = steps.next();
    if (!done) {
      count++;
      continue;
    }
    assert.deepEqual([value.rows.length, value.count, value.hasMore], [3, 11, true]);
    assert.equal(value.rows[0], many[4999]?.id);
    break;
  }
  assert.ok(count >= 10, `${count} steps`);
});
