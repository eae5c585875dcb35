import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startApi } from './support/api-scenario.ts';

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string; readonly refId: string }[];
}

const dashboard = JSON.parse(
  readFileSync(join(import.meta.dirname, '../deploy/grafana-dashboard.json'), 'utf8'),
) as {
  readonly schemaVersion: number;
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string }[] };
};

test('the dashboard for Grafana asks only for figures that the broker has', async (t) => {
  const api = await startApi(t);
  await api.send('POST /connectors', { body: { type: 'http', name: 'web', url: 'http://up' } });
  const served = new Set<string>();
  for (const page of ['stats', 'auth', 'data_integration']) {
    const { text } = await api.send(`GET /prometheus/${page}`, { who: 'nobody' });
    for (const [, name = ''] of text.matchAll(/^# TYPE (\w+) /gm)) served.add(name);
  }
  const asked = dashboard.panels.flatMap(({ title, targets = [] }) =>
    targets.flatMap(({ expr }) =>
      [...expr.matchAll(/\b(?:emqx|tocsin)_\w+/g)].map(([name]) => ({ title, name })),
    ),
  );
  assert.ok(asked.length > 20);
  assert.deepEqual(
    asked.filter(({ name }) => !served.has(name)),
    [],
  );
});

test('its panels have ids of their own, lie beside each other, and use the variables that it has', () => {
  const { panels, templating, schemaVersion } = dashboard;
  assert.ok(schemaVersion >= 36);
  assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length);
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`),
  );
  assert.equal(new Set(cells).size, cells.length, 'no two lie on each other');
  assert.ok(panels.every(({ gridPos: { x, w } }) => x + w <= 24));
  const names = new Set(templating.list.map(({ name }) => name));
  for (const { targets = [] } of panels) {
    for (const { expr } of targets)
      for (const [, name = ''] of expr.matchAll(/\$(?!__)\{?(\w+)/g)) assert.ok(names.has(name), expr);
  }
});
