import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError } from '../cli/config-problem.ts';
import { loadConfig } from '../cli/load-config.ts';

const load = (...assignments: string[]) =>
  loadConfig({ environment: {}, assignments: assignments.map((one) => `dashboard.sso.oidc.${one}`) })
    .dashboard.sso.oidc;

function problemsOf(...assignments: string[]): string[] {
  try {
    load(...assignments);
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.problems.map((problem) =>
      'reason' in problem && 'path' in problem ? `${problem.path}: ${problem.reason}` : problem.kind,
    );
  }
}

test('signing in by a provider is off, and on with what it needs', () => {
  assert.equal(load().enable, false);
  const on = load(
    'enable=true',
    'issuer=https://sso.example.org/realms/plant',
    'clientid=tocsin',
    'dashboard_addr=https://mqtt.example.org/tocsin',
    'roles=[{"value":"mqtt-admins","role":"administrator"}]',
  );
  assert.deepEqual(on.roles, [{ value: 'mqtt-admins', role: 'administrator' }]);
  assert.equal(on.default_role, 'none');
});

test('what is missing is said with its name', () => {
  assert.deepEqual(problemsOf('enable=true', 'clientid=tocsin'), [
    'dashboard.sso.oidc.issuer: it is needed to sign in by OpenID Connect: set dashboard.sso.oidc.issuer',
    'dashboard.sso.oidc.dashboard_addr: it is needed to sign in by OpenID Connect: set dashboard.sso.oidc.dashboard_addr',
  ]);
});

test('addresses have no query and no password, and roles are those that there are', () => {
  assert.deepEqual(problemsOf('issuer=https://a:b@sso.example.org'), ['value']);
  assert.deepEqual(problemsOf('dashboard_addr=ftp://x'), ['value']);
  assert.equal(problemsOf('roles=[{"value":"a","role":"root"}]').length, 1);
});
