import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { parse } from 'yaml';

function read(path: string): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
}

const { version, engines } = JSON.parse(read('package.json')) as {
  version: string;
  engines: { node: string };
};

test('the chart is of this version, and its values fit their schema', () => {
  const chart = parse(read('deploy/helm/tocsin/Chart.yaml')) as { version: string; appVersion: string };
  assert.deepEqual([chart.version, chart.appVersion], [version, version]);
  const validate = new Ajv({ strict: false }).compile(
    JSON.parse(read('deploy/helm/tocsin/values.schema.json')) as object,
  );
  const values = parse(read('deploy/helm/tocsin/values.yaml')) as Record<string, unknown>;
  assert.ok(validate(values), JSON.stringify(validate.errors));
  assert.ok(!validate({ ...values, replicas: 2 }), 'a value that there is not is refused');
  assert.ok(!validate({ ...values, terminationGracePeriodSeconds: 5 }), 'it needs ten seconds to stop');
});

test('every value that a template reads is one of values.yaml', () => {
  const values = parse(read('deploy/helm/tocsin/values.yaml')) as Record<string, unknown>;
  const names = [
    '_names.tpl',
    'config.yaml',
    'ingress.yaml',
    'service-account.yaml',
    'services.yaml',
    'stateful-set.yaml',
  ];
  for (const name of names) {
    const text = read(`deploy/helm/tocsin/templates/${name}`);
    for (const [, path = ''] of text.matchAll(/\.Values\.([\w.]+)/g)) {
      let at: unknown = values;
      for (const part of path.split('.')) {
        assert.ok(typeof at === 'object' && at !== null && part in at, `${name}: ${path}`);
        at = (at as Record<string, unknown>)[part];
      }
    }
  }
});

test('the image runs as a user without rights, on the Node.js that is needed, and lets nobody in without a password', () => {
  const file = read('deploy/Dockerfile');
  const [, major = ''] = /^ARG NODE_IMAGE=node:(\d+)-/m.exec(file) ?? [];
  assert.ok(engines.node.startsWith(`>=${major}.`), engines.node);
  assert.match(file, /^USER tocsin$/m);
  assert.match(file, /TOCSIN__ACCESS__ALLOW_ANONYMOUS=false/);
  assert.match(file, /^HEALTHCHECK /m);
  assert.match(file, /\/health\/live/);
  const { services } = parse(read('deploy/compose.yaml')) as {
    services: { tocsin: { read_only: boolean; cap_drop: string[] } };
  };
  assert.deepEqual([services.tocsin.read_only, services.tocsin.cap_drop], [true, ['ALL']]);
});

test('the unit of systemd gives nothing that is not needed', () => {
  const unit = read('deploy/tocsin.service');
  for (const line of [
    'DynamicUser=yes',
    'NoNewPrivileges=yes',
    'ProtectSystem=strict',
    'LimitCORE=0',
    'CapabilityBoundingSet=',
  ])
    assert.ok(unit.split('\n').includes(line), line);
  assert.match(unit, /^LimitNOFILE=\d{6,}$/m);
});
