import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnose, type Findings } from './doctor.ts';

const DAY = 86_400_000;
const NOW = 1_800_000_000_000;
const GB = 1024 ** 3;

const WELL: Findings = {
  listeners: [{ id: 'tcp:default', enabled: true, running: true }],
  openListeners: [],
  disk: { free: 60 * GB, total: 100 * GB },
  files: { open: 40, maximum: 65_536 },
  loopDelay: 1.4,
  certificates: [],
  reaches: [],
  now: NOW,
};

function stateOf(found: Partial<Findings>) {
  return Object.fromEntries(diagnose({ ...WELL, ...found }).map(({ name, state }) => [name, state]));
}

function sentenceOf(name: string, found: Partial<Findings>): string {
  return diagnose({ ...WELL, ...found }).find((check) => check.name === name)?.en.sentence ?? '';
}

test('a node that is well needs nothing, and what cannot be known is no fault', () => {
  assert.deepEqual(stateOf({}), {
    ports: 'fine',
    access: 'fine',
    disk: 'fine',
    clock: 'unknown',
    certificates: 'unknown',
    outbound: 'unknown',
    files: 'fine',
    loop: 'fine',
  });
});

test('everything that needs somebody says what to do, in both languages', () => {
  const checks = diagnose({
    ...WELL,
    listeners: [{ id: 'tcp:default', enabled: true, running: false }],
    openListeners: ['ws:default'],
    disk: { free: GB, total: 100 * GB },
    files: { open: 1000, maximum: 1024 },
    loopDelay: 800,
    certificates: [{ listener: 'ssl:a', subject: 'CN=mqtt', notBefore: 0, notAfter: NOW + 3 * DAY }],
    reaches: [{ id: 'wecom:ops', failure: 'ENOTFOUND', clockAhead: 700_000 }],
  });
  for (const { state, en, zh } of checks) {
    assert.equal(state, 'wrong', en.sentence);
    assert.ok(en.fix && zh.fix && en.fix !== zh.fix && en.sentence !== zh.sentence, en.sentence);
  }
});

test('of several clocks the nearest decides: one that is wrong itself does not blame this machine', () => {
  const reach = (id: string, clockAhead: number | undefined) => ({ id, failure: undefined, clockAhead });
  assert.equal(stateOf({ reaches: [reach('a', 900_000), reach('b', -2_000)] }).clock, 'fine');
  assert.equal(stateOf({ reaches: [reach('a', 40_000), reach('b', undefined)] }).clock, 'look');
  assert.equal(sentenceOf('clock', { reaches: [reach('a', 40_000)] }), 'It is 40 s behind the clock of a.');
});

test('certificates are told 30 days before, when they have expired, and when they are not valid yet', () => {
  const one = (notBefore: number, notAfter: number) => ({
    certificates: [{ listener: 'ssl:a', subject: 'O=x, CN=mqtt.example.com', notBefore, notAfter }],
  });
  assert.equal(stateOf(one(0, NOW + 31 * DAY)).certificates, 'fine');
  assert.equal(stateOf(one(0, NOW + 29 * DAY)).certificates, 'look');
  assert.match(sentenceOf('certificates', one(0, NOW - DAY)), /mqtt\.example\.com of ssl:a has expired/);
  assert.match(sentenceOf('certificates', one(NOW + DAY, NOW + 99 * DAY)), /not valid yet/);
});

test('what cannot be reached is named with its reason, and a long list is cut', () => {
  const reaches = Array.from({ length: 8 }, (_, index) => ({
    id: `http:n${index}`,
    failure: index === 0 ? undefined : 'connection refused',
    clockAhead: undefined,
  }));
  assert.match(
    sentenceOf('outbound', { reaches }),
    /^Not reached: http:n1 \(connection refused\); .* \+ 2\.$/,
  );
});
