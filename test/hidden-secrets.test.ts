import assert from 'node:assert/strict';
import { test } from 'node:test';
import { temporaryDirectory } from '../demo/broker-process.ts';
import { createLogger } from '../src/lib/logger.ts';
import { HiddenThings, hideEverywhere } from './support/hidden-things.ts';
import { HttpReceiver } from './support/http-receiver.ts';
import { startTestApp } from './support/running-app.ts';

interface Entries {
  readonly data: readonly {
    readonly operation_id: string;
    readonly source: string;
    readonly source_ip: string;
  }[];
}

test('the audit log has each change once, and no secret is in it, in the log, in what the API shows or in a backup', async (t) => {
  const hidden = new HiddenThings();
  const receiver = await new HttpReceiver().open();
  t.after(() => receiver.close());
  let log = '';
  const destination = { write: (text: string) => (log += text) };
  const logger = createLogger({ level: 'debug', format: 'json', destination });
  const app = await startTestApp(
    t,
    [
      'dashboard.bootstrap_username=boss',
      `dashboard.bootstrap_password=${hidden.secret('dashboard password')}`,
      `opentelemetry.exporter.authorization=Bearer ${hidden.secret('collector token')}`,
    ],
    temporaryDirectory(),
    logger,
  );
  await hideEverywhere(t, app, { hidden, receiver });
  const { api } = app;

  const { data } = (await api.must('GET', '/audit?limit=1000')) as Entries;
  const made = (route: string) => data.filter(({ operation_id }) => operation_id === route).length;
  const routes = [
    '/connectors',
    '/actions',
    '/rules',
    '/authentication',
    '/authentication/:id/users',
    '/banned',
  ];
  assert.deepEqual(routes.map(made), [8, 1, 1, 1, 1, 1]);
  assert.ok(data.every(({ source, source_ip }) => source === 'test' && source_ip === '127.0.0.1'));

  const pages = [
    '/audit?limit=1000',
    '/connectors',
    '/actions',
    '/rules',
    '/settings',
    '/deliveries?limit=1000',
    '/events?limit=1000',
    '/alerts',
    '/alarms',
    '/system',
    '/system/doctor',
  ];
  for (const page of pages) {
    const text = JSON.stringify(await api.must('GET', page));
    assert.deepEqual(hidden.foundIn(text, { secretsOnly: true }), [], page);
  }
  const deliveries = (await api.must('GET', '/deliveries')) as { data: readonly { id: string }[] };
  assert.ok(deliveries.data.length > 0);
  for (const { id } of deliveries.data) {
    const text = JSON.stringify(await api.must('GET', `/deliveries/${id}`));
    assert.deepEqual(hidden.foundIn(text, { secretsOnly: true }), [], 'a delivery');
  }
  const backup = JSON.stringify(await api.must('GET', '/backup?format=json'));
  assert.deepEqual(hidden.foundIn(backup, { secretsOnly: true }), [], 'a backup');
  assert.match(log, /"level"/);
  assert.deepEqual(hidden.foundIn(log, { secretsOnly: true }), [], 'the log');
});
