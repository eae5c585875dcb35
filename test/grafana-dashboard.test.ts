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

/** What the dashboards of EMQX for Grafana ask the broker itself for: the one in its source, and those beside its exporter. */
const ASKED_BY_EMQX =
  'bytes_received bytes_sent client_auth_anonymous client_authenticate client_authorize client_connected client_disconnected ' +
  'client_subscribe client_unsubscribe cluster_nodes_running cluster_nodes_stopped connections_count live_connections_count ' +
  'messages_dropped messages_qos0_received messages_qos1_received messages_qos2_received messages_received messages_sent ' +
  'packets_connack_auth_error packets_connack_error packets_connack_sent packets_connect packets_disconnect_received ' +
  'packets_disconnect_sent packets_publish_auth_error packets_publish_dropped packets_publish_error packets_publish_received ' +
  'packets_publish_sent packets_suback_sent packets_subscribe_auth_error packets_subscribe_error packets_subscribe_received ' +
  'packets_unsubscribe_error packets_unsubscribe_received routes_count sessions_count suboptions_count subscriptions_count ' +
  'subscriptions_shared_count topics_count';

test('the dashboards of EMQX for Grafana find each figure that they ask the broker for', async (t) => {
  const api = await startApi(t);
  const { text } = await api.send('GET /prometheus/stats', { who: 'nobody' });
  const missing = ASKED_BY_EMQX.split(' ').filter((name) => !new RegExp(`^emqx_${name} \\d`, 'm').test(text));
  assert.deepEqual(missing, []);
});
