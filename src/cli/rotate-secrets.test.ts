import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { silentLogger } from '../lib/logger.ts';
import { Definitions } from '../store/definitions.ts';
import { sealAll } from '../store/sealing.ts';
import { Store } from '../store/store.ts';
import { commandLineTexts } from '../texts/command-line.ts';
import { runCommandLine } from './command-line.ts';

function temporary(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-rotate-'));
  t.after(() => rmSync(directory, { recursive: true }));
  return directory;
}

async function rotate(directory: string, environment: Record<string, string> = {}) {
  const said = { out: '', error: '' };
  const code = await runCommandLine(['secrets', 'rotate', '--data-dir', directory], {
    environment,
    texts: commandLineTexts.en,
    version: '1.2.3',
    out: (text) => {
      said.out += text;
    },
    error: (text) => {
      said.error += text;
    },
  });
  return { ...said, code };
}

function open(directory: string, environment: Record<string, string> = {}): Store {
  return Store.open({ directory, durability: 'normal', logger: silentLogger, environment });
}

async function fill(directory: string, environment: Record<string, string> = {}): Promise<void> {
  const store = open(directory, environment);
  await sealAll(store, silentLogger);
  new Definitions(store, new FakeClock()).put('connector', 'http:a', { token: 'kept' });
  store.close();
}

const tokenIn = (store: Store): unknown =>
  new Definitions(store, new FakeClock()).get<{ token: string }>('connector', 'http:a')?.body.token;

test('secrets rotate makes a new key, seals all with it, and the old one opens nothing any more', async (t) => {
  const directory = temporary(t);
  await fill(directory);
  const file = join(directory, 'secret.key');
  const before = readFileSync(file, 'utf8');
  const { code, out } = await rotate(directory);
  assert.equal(code, 0);
  assert.match(out, /A new key is in .*secret\.key: 1 settings and 0 deliveries/);
  const [, old = ''] = before.split('\n');
  assert.equal(readFileSync(file, 'utf8').includes(old), false);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const store = open(directory);
  assert.equal(tokenIn(store), 'kept');
  store.close();
  const withOld = open(directory, { TOCSIN_SECRET_KEY: old });
  assert.throws(() => tokenIn(withOld), /another key/);
  withOld.close();
});

test('a rotation that was cut off is finished by the next start', async (t) => {
  const directory = temporary(t);
  await fill(directory);
  const cut = open(directory);
  cut.secrets.addKey();
  cut.close();
  const store = open(directory);
  await sealAll(store, silentLogger);
  assert.equal(tokenIn(store), 'kept');
  assert.equal(store.sealedWith(), store.secrets.currentKey());
  store.close();
  const lines = readFileSync(join(directory, 'secret.key'), 'utf8').trim().split('\n');
  assert.equal(lines.length, 2);
});

test('a key of the operator, a database in use and a directory without one are told', async (t) => {
  const directory = temporary(t);
  const environment = { TOCSIN_SECRET_KEY: '42'.repeat(32) };
  await fill(directory, environment);
  const operators = await rotate(directory, environment);
  assert.deepEqual([operators.code, /comes from TOCSIN_SECRET_KEY/.test(operators.error)], [1, true]);
  const running = open(directory, environment);
  const inUse = await rotate(directory, environment);
  running.close();
  assert.deepEqual([inUse.code, /in use by another process/.test(inUse.error)], [1, true]);
  const nothing = await rotate(join(directory, 'nothing'));
  assert.deepEqual([nothing.code, /There is no database/.test(nothing.error)], [1, true]);
  const lost = await rotate(directory);
  assert.deepEqual([lost.code, /their key is gone/.test(lost.error)], [1, true]);
});
