import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { startApi } from './support/api-scenario.ts';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: {
    readonly summary: string;
    readonly description: string;
    readonly runbook_url: string;
  };
}

const file = parse(readFileSync(join(import.meta.dirname, '../deploy/prometheus-rules.yml'), 'utf8')) as {
  readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[];
};
const rules = file.groups.flatMap((group) => group.rules);

test('the rules for Prometheus ask only for figures that the broker has', async (t) => {
  const api = await startApi(t);
  await api.send('POST /connectors', { body: { type: 'http', name: 'web', url: 'http://up' } });
  const served = new Set<string>();
  for (const page of ['stats', 'auth', 'data_integration']) {
    const { text } = await api.send(`GET /prometheus/${page}`, { who: 'nobody' });
    for (const [, name = ''] of text.matchAll(/^# TYPE (\w+) /gm)) served.add(name);
  }
  const asked = rules.flatMap(({ alert, expr }) =>
    [...expr.matchAll(/\b(?:emqx|tocsin)_\w+/g)].map(([name]) => ({ alert, name })),
  );
  assert.ok(asked.length > 20);
  assert.deepEqual(
    asked.filter(({ name }) => !served.has(name)),
    [],
  );
});

test('each has a name of its own, a severity that alerts have, and says what to do', () => {
  assert.equal(new Set(rules.map(({ alert }) => alert)).size, rules.length);
  for (const { alert, labels, annotations } of rules) {
    assert.match(labels.severity, /^(critical|warning)$/, alert);
    assert.ok(annotations.summary && annotations.description, alert);
  }
});

test('each leads to what to do, in English and in Chinese', () => {
  for (const page of ['docs/operations.md', 'docs/zh/operations.md']) {
    const text = readFileSync(join(import.meta.dirname, '..', page), 'utf8');
    const headings = [...text.matchAll(/^### (Tocsin\w+)$/gm)].map(([, name]) => name);
    assert.deepEqual(
      headings,
      rules.map(({ alert }) => alert),
      page,
    );
  }
  for (const { alert, annotations } of rules)
    assert.equal(annotations.runbook_url, `docs/operations.md#${alert.toLowerCase()}`);
});
