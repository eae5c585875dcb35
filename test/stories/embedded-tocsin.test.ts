import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { createTocsin } from '../../src/embedding/create-tocsin.ts';
import { defineConnector, type OwnOutcome } from '../../src/embedding/own-connector.ts';

async function until<Value>(read: () => Promise<Value | undefined>): Promise<Value> {
  for (;;) {
    const value = await read();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test('two of them run beside each other, and each has its own rules', async () => {
  await using one = await createTocsin({ logLevel: 'silent' });
  await using two = await createTocsin({ logLevel: 'silent' });
  await one.api.post('/rules', { id: 'r', sql: 'SELECT * FROM "#"', actions: [] });
  assert.notEqual(one.port, two.port);
  assert.equal((await one.api.get<{ data: unknown[] }>('/rules')).data.length, 1);
  assert.equal((await two.api.get<{ data: unknown[] }>('/rules')).data.length, 0);
  await one.api.put('/rules/r', { sql: 'SELECT topic FROM "#"', actions: [] });
  await one.api.delete('/rules/r');
  await assert.rejects(one.api.get('/rules/r'), { name: 'ApiCallError', status: 404 });
});

test('the dashboard and the API listen when they have a port, and ask who is there', async () => {
  await using tocsin = await createTocsin({ logLevel: 'silent', dashboardPort: 0 });
  const answer = await fetch(`${tocsin.dashboardUrl}/api/v5/rules`);
  assert.equal(answer.status, 401);
});

for (const [what, outcome, state] of [
  ['nothing', undefined, 'delivered'],
  ['that it is refused', { rejected: 'no room' }, 'failed'],
] as ReadonlyArray<[string, OwnOutcome, string]>) {
  test(`an own connector that answers ${what} makes a delivery ${state}`, async () => {
    const parcels: unknown[] = [];
    const type = `own_${state}`;
    const own = defineConnector({
      type,
      settings: { size: { type: 'number', default: 3 } },
      open: ({ size }, name) => ({
        send({ text, value }) {
          parcels.push({ size, name, text, value });
          return outcome;
        },
      }),
    });
    await using tocsin = await createTocsin({ logLevel: 'silent', connectors: [own] });
    await assert.rejects(tocsin.api.post('/connectors', { type, name: 'c', sise: 3 }), /sise/);
    await tocsin.api.post('/connectors', { type, name: 'c' });
    const parameters = { body: 'it is ${t}' };
    await tocsin.api.post('/actions', { type, name: 'a', connector: 'c', parameters });
    await tocsin.api.post('/rules', {
      id: 'r',
      sql: 'SELECT payload AS t FROM "t"',
      actions: [`${type}:a`],
    });
    tocsin.publish({ topic: 't', payload: 'warm' });
    const found = await until(async () => {
      const { data } = await tocsin.api.get<{ data: { status: string }[] }>('/deliveries');
      return data.find(({ status }) => status === state);
    });
    assert.equal(found.status, state);
    assert.deepEqual(parcels, [{ size: 3, name: 'c', text: 'it is warm', value: 'it is warm' }]);
    const types = await tocsin.api.get<{ type: string }[]>('/connector_types');
    assert.ok(types.some((described) => described.type === type));
  });
}

test('the type of an own connector is a word that Tocsin does not have', async () => {
  for (const [type, sentence] of [
    ['http', /has connectors of the type http/],
    ['Not A Word', /lower-case letters/],
  ] as const) {
    const own = defineConnector({ type, open: () => ({ send() {} }) });
    await assert.rejects(createTocsin({ connectors: [own] }), sentence);
  }
});

test('a process ends by itself when what it started is stopped, and leaves nothing behind', {
  timeout: 120_000,
}, () => {
  const program = `
    import { readdirSync } from 'node:fs';
    import { tmpdir } from 'node:os';
    import { createBroker, createTocsin } from ${JSON.stringify(join(import.meta.dirname, '../../src/tocsin.ts'))};
    const exits = process.listenerCount('exit');
    for (let i = 0; i < 2; i++) {
      await using broker = await createBroker();
      await using tocsin = await createTocsin({ dashboardPort: 0, settings: { journal: { enable: true } } });
      await tocsin.api.get('/rules');
    }
    console.log(process.listenerCount('exit') - exits <= 1, process.listenerCount('SIGTERM'));
    console.log(readdirSync(tmpdir()).filter((name) => name === 'tocsin-' + process.pid).length);`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
    timeout: 100_000,
  });
  assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: 'true 0\n0\n', stderr: '' });
});
