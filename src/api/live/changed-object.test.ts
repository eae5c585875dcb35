import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changedObject } from './changed-object.ts';

test('a call that changes what is configured is told with its kind, its id and what it did', () => {
  const rows = [
    ['POST /rules', {}, [{ id: 'r1' }, {}], { kind: 'rule', id: 'r1', what: 'created' }],
    ['PUT /rules/:id', { id: 'r1' }, [], { kind: 'rule', id: 'r1', what: 'updated' }],
    ['DELETE /rules/:id', { id: 'r1' }, [], { kind: 'rule', id: 'r1', what: 'deleted' }],
    ['PUT /rules/:id/metrics/reset', { id: 'r1' }, [], { kind: 'rule', id: 'r1', what: 'updated' }],
    [
      'POST /connectors',
      {},
      [{ type: 'http', name: 'a' }],
      { kind: 'connector', id: 'http:a', what: 'created' },
    ],
    ['POST /playbooks/:id/create', { id: 'p' }, [{ id: 'r2' }], { kind: 'rule', id: 'r2', what: 'created' }],
    ['POST /alerts/:id/silence', { id: 'a' }, [{ id: 's1' }], { kind: 'silence', id: 's1', what: 'created' }],
    ['DELETE /banned/:as/:who', { as: 'clientid', who: 'x' }, [], { kind: 'ban', id: 'x', what: 'deleted' }],
    ['DELETE /banned', {}, [], { kind: 'ban', id: '', what: 'deleted' }],
    ['PUT /alert_settings', {}, [], { kind: 'alert_settings', id: '', what: 'updated' }],
    ['POST /rules/:id/test', { id: 'r1' }, [], undefined],
    ['POST /silences/preview', {}, [], undefined],
    ['POST /publish', {}, [], undefined],
    ['DELETE /clients/:clientid', { clientid: 'c' }, [], undefined],
  ] as const;
  for (const [call, parameters, bodies, expected] of rows) {
    const [method = '', path = ''] = call.split(' ');
    assert.deepEqual(changedObject({ method, route: `/api/v5${path}`, parameters, bodies }), expected, call);
  }
});
