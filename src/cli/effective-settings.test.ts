import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { effectiveSettings } from './effective-settings.ts';
import { loadConfig } from './load-config.ts';

test('each setting is told as people write it, with where it comes from, and what waits for a restart', (t) => {
  const file = join(tmpdir(), `tocsin-settings-${process.pid}.yaml`);
  t.after(() => rmSync(file, { force: true }));
  writeFileSync(file, 'node:\n  name: plant@10.0.0.1\njournal:\n  retention: 3d\n');
  const sources = {
    file,
    environment: { TOCSIN__LOG__LEVEL: 'warn' },
    assignments: ['listeners.tcp.port=1999', 'dashboard.bootstrap_password=Quiet-bell-7'],
  };
  const config = loadConfig(sources);
  const settings = new Map(effectiveSettings(config, sources).map((one) => [one.path, one]));
  const told = (path: string) => {
    const { value, origin, place } = settings.get(path) ?? {};
    return [value, origin, place];
  };
  assert.deepEqual(told('node.name'), ['plant@10.0.0.1', 'file', `${file}:2`]);
  assert.deepEqual(told('journal.retention'), ['3d', 'file', `${file}:4`]);
  assert.deepEqual(told('log.level'), ['warn', 'environment', 'TOCSIN__LOG__LEVEL']);
  assert.deepEqual(told('listeners.tcp.port'), [1999, 'flag', '--set listeners.tcp.port']);
  assert.deepEqual(told('journal.max_size'), ['2GB', 'default', null]);
  assert.deepEqual(told('dashboard.bootstrap_password')[0], '******');
  writeFileSync(file, 'node:\n  name: plant@10.0.0.1\njournal:\n  retention: 5d\n');
  const changed = effectiveSettings(config, sources).filter(({ changed_since }) => changed_since);
  assert.deepEqual(
    changed.map(({ path, value }) => [path, value]),
    [['journal.retention', '3d']],
  );
});
