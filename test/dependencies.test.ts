import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { auditVerdict } from '../scripts/audit-verdict.ts';

function read(path: string): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
}

interface LockedPackage {
  readonly hasInstallScript?: boolean;
  readonly integrity?: string;
  readonly link?: boolean;
}

const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, LockedPackage> };
const locked = Object.entries(packages).filter(([path]) => path !== '');

test('no dependency has an install script, and none could run one', () => {
  assert.ok(locked.length > 300);
  assert.deepEqual(
    locked.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path),
    [],
  );
  assert.match(read('.npmrc'), /^strict-allow-scripts=true$/m);
});

test('every dependency is of one exact version, and has a checksum in the lock file', () => {
  for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
    for (const [name, version] of Object.entries(manifest[kind] ?? {}))
      assert.match(version, /^\d+\.\d+\.\d+(-[\w.]+)?$/, name);
  }
  for (const [path, { integrity }] of locked) assert.match(integrity ?? '', /^sha512-/, path);
});

test('CI asks for known holes of the dependencies, and a high one stops it', () => {
  assert.match(read('.ci/run'), /^npm run audit$/m);
  const answer = (severity: string) => ({
    vulnerabilities: { left: { severity, range: '<2', via: [{ title: 'It reads too far' }, 'other'] } },
  });
  assert.deepEqual(auditVerdict(answer('moderate')), {
    lines: ['moderate: left <2 (It reads too far)'],
    isBad: false,
  });
  assert.equal(auditVerdict(answer('high')).isBad, true);
  assert.equal(auditVerdict(answer('critical')).isBad, true);
  assert.deepEqual(auditVerdict({ vulnerabilities: {} }), {
    lines: ['audit: no known holes in the dependencies'],
    isBad: false,
  });
});

test('a registry that cannot be asked is said, and stops nothing', () => {
  assert.deepEqual(auditVerdict({}), {
    lines: ['audit skipped: the registry of packages cannot be asked'],
    isBad: false,
  });
});
