import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCommand } from '../support/command-run.ts';
import { startTestApp } from '../support/running-app.ts';

test('top in a pipe says the figures once; people see topics and alerts too, in their language', async (t) => {
  const { app, connect } = await startTestApp(t);
  const client = await connect({ clientId: 'pump-1' });
  await client.publishAsync('plant/pump-1/state', 'on', { retain: true });
  const environment = {
    TOCSIN_SERVER: `http://127.0.0.1:${app.ready.dashboard.port}`,
    TOCSIN_API_KEY: 'test:test-secret',
  };
  const piped = await runCommand(['top'], { environment });
  assert.equal(piped.code, 0, piped.error);
  assert.match(piped.out, /^live_connections\t1$/m);
  const figures = await runCommand(['top', '-o', 'json'], { environment });
  assert.equal((JSON.parse(figures.out) as { live_connections: number }).live_connections, 1);
  const spoken = await runCommand(['top', '-o', 'table'], { environment, language: 'zh' });
  assert.match(spoken.out, /^在线 +1$/m);
  assert.match(spoken.out, /^主题 .*\n(?:.*\n)*plant\/pump-1\/state/m);
});

test('nobody there is exit code 3', async () => {
  const { code, out, error } = await runCommand(['top'], {
    environment: { TOCSIN_SERVER: 'http://127.0.0.1:9' },
  });
  assert.deepEqual([code, out], [3, '']);
  assert.match(error, /^Nobody answers at .*\ntry: /);
});
