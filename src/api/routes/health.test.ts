import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startApi } from '../../../test/support/api-scenario.ts';
import type { ListenerView } from '../../broker/door.ts';
import { Liveness, Readiness } from '../contract.ts';

test('anybody may ask whether the node lives and is ready, and hears what is not', async (t) => {
  const listener = { id: 'tcp:default', running: true, settings: { enable: true } } as ListenerView;
  const listeners: ListenerView[] = [listener];
  const database = { isFailing: true };
  const api = await startApi(t, {
    database,
    listeners: { list: () => listeners, certificates: () => [] } as never,
  });
  const ask = async (name: string) => {
    const { statusCode, body } = await api.server.inject({ method: 'GET', url: `/health/${name}` });
    return { status: statusCode, body: JSON.parse(body) as unknown };
  };
  const full = await ask('ready');
  assert.equal(full.status, 503);
  assert.match(Readiness.parse(full.body).faults[0]?.reason ?? '', /the disk is full or read-only/);
  assert.match((await api.send('GET /prometheus/stats')).text, /^tocsin_store_failing 1$/m);
  database.isFailing = false;
  assert.deepEqual(await ask('ready'), { status: 200, body: { status: 'ready', faults: [] } });

  api.broker.isFailing = true;
  listeners.push({ ...listener, id: 'ssl:default', running: false });
  listeners.push({ ...listener, id: 'ws:off', running: false, settings: { enable: false } } as ListenerView);
  const { status, body } = await ask('ready');
  assert.equal(status, 503);
  const { faults } = Readiness.parse(body);
  assert.deepEqual(
    faults.map(({ part }) => part),
    ['store', 'listeners'],
  );
  assert.match(faults[1]?.reason ?? '', /ssl:default$/, 'one that is switched off is not missed');
  assert.match((await api.send('GET /prometheus/stats')).text, /^tocsin_ready 0$/m);

  const alive = await ask('live');
  assert.deepEqual([alive.status, Liveness.parse(alive.body)], [200, { status: 'live' }]);
  assert.equal((await api.server.inject({ method: 'HEAD', url: '/health/ready' })).statusCode, 503);
});
