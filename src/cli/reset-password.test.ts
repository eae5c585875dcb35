import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { PasswordHasher } from '../api/authentication/password-hasher.ts';
import { factorStateOf, SecondFactors } from '../api/authentication/second-factor/second-factors.ts';
import { Users } from '../api/authentication/users.ts';
import { systemClock } from '../lib/clock.ts';
import { silentLogger } from '../lib/logger.ts';
import { Definitions } from '../store/definitions.ts';
import { Store } from '../store/store.ts';
import { commandLineTexts } from '../texts/command-line.ts';
import { resetPassword } from './reset-password.ts';

async function inStore<Result>(
  directory: string,
  use: (definitions: Definitions) => Promise<Result>,
): Promise<Result> {
  const store = Store.open({ directory, durability: 'normal', logger: silentLogger });
  try {
    return await use(new Definitions(store, systemClock));
  } finally {
    store.close();
  }
}

test('who forgot the password gets another one, which ends the sessions that there are', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-reset-'));
  t.after(() => rmSync(directory, { recursive: true }));
  const hasher = new PasswordHasher({ memory: 8, passes: 1 });
  await inStore(directory, async (definitions) => {
    await new Users(definitions, hasher).createFirst('admin', 'correct-horse-1');
    new SecondFactors(definitions, systemClock).require('admin');
    definitions.put('session', 'a', { username: 'admin', expiresAt: Date.now() + 1e6, writtenAt: 0 });
  });
  const said: string[] = [];
  const context = {
    environment: {},
    texts: commandLineTexts.en,
    version: '0',
    out: (text: string) => said.push(text),
    error: (text: string) => said.push(text),
  };
  assert.equal(await resetPassword('nobody', { dataDir: directory }, context), 1);
  assert.match(said.pop() ?? '', /There is no user nobody; there are admin\./);
  assert.equal(await resetPassword('admin', { dataDir: directory }, context), 0);
  await inStore(directory, async (definitions) =>
    assert.equal(factorStateOf(definitions, 'admin'), 'totp', 'a new password alone keeps it'),
  );
  assert.equal(await resetPassword('admin', { dataDir: directory, totp: true }, context), 0);
  const [, password = ''] = /password of admin is (\S+)/.exec(said.pop() ?? '') ?? [];
  await inStore(directory, async (definitions) => {
    assert.equal(await new Users(definitions, hasher).verify('admin', password), true);
    assert.deepEqual(definitions.list('session'), []);
    assert.equal(factorStateOf(definitions, 'admin'), 'disabled');
  });
});
