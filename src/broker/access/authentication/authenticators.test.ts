import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtInDatabase, createAuthenticators } from '../../../../test/support/access-scenario.ts';
import { FakeClock } from '../../../../test/support/fake-clock.ts';
import { silentLogger } from '../../../lib/logger.ts';
import { Definitions } from '../../../store/definitions.ts';
import { Store } from '../../../store/store.ts';
import { readAuthenticator } from './authenticator-settings.ts';

const ID = 'password_based:built_in_database';

/** Starts again and again over one database, as a process does. */
function createStarts() {
  const clock = new FakeClock();
  const store = Store.open({ directory: ':memory:', durability: 'normal', logger: silentLogger });
  const definitions = new Definitions(store, clock);
  return async (...fromFile: object[]) => {
    const chain = createAuthenticators(clock, {
      store,
      definitions,
      fromFile: fromFile.map((draft) => readAuthenticator(draft).settings),
    });
    await chain.open();
    return chain;
  };
}

test('the file is the base, and what the API changed or deleted holds over a restart, whatever the file says', async () => {
  const start = createStarts();
  const byFile = await start(builtInDatabase);
  assert.equal(byFile.get(ID).enable, true);
  const otherFile = await start({ ...builtInDatabase, enable: false });
  assert.equal(otherFile.get(ID).enable, false, 'an edited file holds while the API changed nothing');
  await otherFile.update(ID, { ...builtInDatabase, enable: true });
  const changed = await start({ ...builtInDatabase, enable: false });
  assert.equal(changed.get(ID).enable, true);
  await changed.delete(ID);
  const deleted = await start(builtInDatabase);
  assert.deepEqual(deleted.list(), []);
  assert.equal(deleted.isEnabled, false);
});

test('an authenticator that is switched off is not asked', async () => {
  const start = createStarts();
  const chain = await start({ ...builtInDatabase, enable: false });
  assert.equal(chain.isEnabled, false);
  await chain.update(ID, builtInDatabase);
  assert.equal(chain.isEnabled, true);
});

test('a stored authenticator that cannot do its work any more refuses everybody, and one of the file stops the start', async () => {
  const start = createStarts();
  const broken = { ...builtInDatabase, bootstrap_file: '/nowhere/users.csv' };
  await assert.rejects(start(broken), /bootstrap_file .nowhere.users.csv cannot be read \(ENOENT\)/);

  const clock = new FakeClock();
  const store = Store.open({ directory: ':memory:', durability: 'normal', logger: silentLogger });
  const definitions = new Definitions(store, clock);
  definitions.put('authenticator', ID, broken);
  const chain = createAuthenticators(clock, { store, definitions });
  await chain.open();
  assert.equal(chain.status(ID).status, 'disconnected');
  const about = { clientId: 'c', username: 'u', password: undefined, peerHost: '', certificate: undefined };
  assert.deepEqual(chain.check(about), { result: 'deny', reasonCode: 0x88 });
});

test('an authenticator counts what it decided', async () => {
  const start = createStarts();
  const chain = await start(builtInDatabase);
  await chain.users(ID).add('u', 'secret', false);
  for (const [username, password] of [
    ['u', 'secret'],
    ['u', 'wrong'],
    ['v', 'secret'],
  ]) {
    await chain.check({
      clientId: 'c',
      username,
      password: Buffer.from(password ?? ''),
      peerHost: '',
      certificate: undefined,
    });
  }
  const { total, success, failed, nomatch } = chain.status(ID).metrics;
  assert.deepEqual({ total, success, failed, nomatch }, { total: 3, success: 1, failed: 1, nomatch: 1 });
});
