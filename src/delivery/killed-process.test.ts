import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { idsOf, startDelivery } from '../../test/support/delivery-scenario.ts';
import { HttpReceiver } from '../../test/support/http-receiver.ts';

/** Queues ten rows, two of which are in flight, and is killed. */
const PROGRAM = `
  const [scenario, directory, url] = process.argv.slice(1);
  const { startDelivery } = await import(scenario);
  const { connectors, actions, run, store } = startDelivery({ after() {} }, { directory });
  await connectors.create({ type: 'http', name: 'web', url, pool_size: 2 });
  actions.create({ type: 'http', name: 'web', connector: 'web', parameters: { body: '{"id":"\${id}"}' } });
  for (let n = 0; n < 10; n++) run('http:web', 'c' + n);
  store.commit();
  setInterval(() => {}, 1000);`;

test('kill -9 loses no delivery that was committed, whether it was waiting or in flight', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  const receiver = await new HttpReceiver().open();
  t.after(() => receiver.close());
  receiver.answer = () => undefined;

  const scenario = new URL('../../test/support/delivery-scenario.ts', import.meta.url).href;
  const url = `http://127.0.0.1:${receiver.port}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM, scenario, directory, url], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  await receiver.received(2);
  child.kill('SIGKILL');
  await once(child, 'exit');

  const inFlight = receiver.requests.splice(0).map(({ headers }) => headers['idempotency-key']);
  receiver.answer = (_request, response) => void response.end('ok');
  const { untilSettled } = startDelivery(t, { directory });
  await untilSettled(10);
  assert.deepEqual(
    idsOf(receiver).sort(),
    Array.from({ length: 10 }, (_, n) => `c${n}`),
  );
  const repeated = receiver.requests.map(({ headers }) => headers['idempotency-key']);
  assert.deepEqual(
    inFlight.filter((id) => !repeated.includes(id)),
    [],
    'repeats carry the id of the first try',
  );
});
