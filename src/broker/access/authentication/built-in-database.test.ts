import assert from 'node:assert/strict';
import { createHash, pbkdf2Sync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { builtInDatabase, createAuthenticators } from '../../../../test/support/access-scenario.ts';
import { FakeClock } from '../../../../test/support/fake-clock.ts';
import type { Authenticators } from './authenticators.ts';

const ID = 'password_based:built_in_database';

/** What the chain says of these credentials: `allow`, `allow superuser`, `ignore`, or the reason code of a refusal. */
async function login(
  chain: Authenticators,
  username: string | undefined,
  password: string | undefined,
  clientId = 'dev',
): Promise<string> {
  const judgement = await chain.check({
    clientId,
    username,
    password: password === undefined ? undefined : Buffer.from(password),
    peerHost: '10.0.0.1',
    certificate: undefined,
  });
  if (judgement.result === 'deny') return `0x${judgement.reasonCode.toString(16)}`;
  return judgement.result === 'allow' && judgement.isSuperuser ? 'allow superuser' : judgement.result;
}

async function startDatabase(t: TestContext, settings: object = {}): Promise<Authenticators> {
  const chain = createAuthenticators(new FakeClock());
  t.after(() => chain.close());
  await chain.create({ ...builtInDatabase, ...settings });
  return chain;
}

const algorithms = [
  { name: 'plain', salt_position: 'disable' },
  { name: 'md5', salt_position: 'prefix' },
  { name: 'sha', salt_position: 'suffix' },
  { name: 'sha256', salt_position: 'suffix' },
  { name: 'sha512', salt_position: 'disable' },
  { name: 'bcrypt', salt_rounds: 4 },
  { name: 'pbkdf2', mac_fun: 'sha512', iterations: 10 },
  { name: 'scrypt', cost: 16_384 },
  { name: 'argon2id', memory: 64, passes: 1 },
];

for (const algorithm of algorithms) {
  test(`with ${algorithm.name} the right password passes, another one does not, and a stranger is left to the next`, async (t) => {
    const chain = await startDatabase(t, { password_hash_algorithm: algorithm });
    await chain.users(ID).add('u', 'pässword', true);
    assert.equal(await login(chain, 'u', 'pässword'), 'allow superuser');
    assert.equal(await login(chain, 'u', 'pässword'), 'allow superuser', 'a second time');
    assert.equal(await login(chain, 'u', 'password'), '0x86');
    assert.equal(await login(chain, 'u', ''), '0x86');
    assert.equal(await login(chain, 'u', undefined), '0x86');
    assert.equal(await login(chain, 'stranger', 'pässword'), 'ignore');
    assert.equal(await login(chain, undefined, 'pässword'), 'ignore');
    await chain.users(ID).update('u', { password: 'new', isSuperuser: false });
    assert.equal(await login(chain, 'u', 'pässword'), '0x86', 'the old password');
    assert.equal(await login(chain, 'u', 'new'), 'allow');
    chain.users(ID).delete('u');
    assert.equal(await login(chain, 'u', 'new'), 'ignore');
  });
}

const hex = (name: string, text: string) => createHash(name).update(text).digest('hex');

const imports: readonly (readonly [algorithm: object, hash: string, salt: string, password: string])[] = [
  [{ name: 'sha256', salt_position: 'prefix' }, hex('sha256', 'saltsecret'), 'salt', 'secret'],
  [{ name: 'sha', salt_position: 'suffix' }, hex('sha1', 'secretsalt').toUpperCase(), 'salt', 'secret'],
  [{ name: 'plain', salt_position: 'disable' }, 'sécret', '', 'sécret'],
  [
    { name: 'pbkdf2', mac_fun: 'sha256', iterations: 4096, dk_length: 40 },
    pbkdf2Sync('secret', 'salt', 4096, 40, 'sha256').toString('hex'),
    'salt',
    'secret',
  ],
  // From the tests of crypt_blowfish and of the reference implementation of Argon2.
  [{ name: 'bcrypt' }, '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', '', 'U*U'],
  [
    { name: 'argon2id' },
    '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
    '',
    'password',
  ],
];

for (const [algorithm, hash, salt, password] of imports) {
  test(`a hash that another system made is taken over: ${JSON.stringify(algorithm)}`, async (t) => {
    const chain = await startDatabase(t, { password_hash_algorithm: algorithm });
    const rows = [{ user_id: 'u', password_hash: hash, salt }];
    assert.equal((await chain.users(ID).import('hash', rows, true)).success, 1);
    assert.equal(await login(chain, 'u', password), 'allow');
    assert.equal(await login(chain, 'u', `${password}x`), '0x86');
  });
}

test('passwords stay good when another algorithm is chosen', async (t) => {
  const chain = await startDatabase(t);
  await chain.users(ID).add('old', 'secret', false);
  await chain.update(ID, { ...builtInDatabase, password_hash_algorithm: { name: 'argon2id', memory: 64 } });
  await chain.users(ID).add('new', 'secret', false);
  assert.equal(await login(chain, 'old', 'secret'), 'allow');
  assert.equal(await login(chain, 'new', 'secret'), 'allow');
});

test('users may be known by their client id', async (t) => {
  const chain = await startDatabase(t, { user_id_type: 'clientid' });
  await chain.users(ID).add('dev-7', 'secret', false);
  assert.equal(await login(chain, 'anybody', 'secret', 'dev-7'), 'allow');
  assert.equal(await login(chain, 'dev-7', 'secret', 'dev-8'), 'ignore');
});

test('when more passwords wait than there is room for, further clients are told that the server is busy', async (t) => {
  const chain = await startDatabase(t, { password_hash_algorithm: { name: 'argon2id', memory: 64 } });
  await chain.users(ID).add('u', 'secret', false);
  const answers = await Promise.all(Array.from({ length: 50 }, () => login(chain, 'u', 'wrong')));
  assert.equal(answers.filter((answer) => answer === '0x89').length, 50 - 3 - 32);
  assert.equal(answers.filter((answer) => answer === '0x86').length, 3 + 32);
});

test('a reconnect storm of known passwords is not held up: they are remembered for a short time', async (t) => {
  const clock = new FakeClock();
  const chain = createAuthenticators(clock);
  t.after(() => chain.close());
  await chain.create({ ...builtInDatabase, password_hash_algorithm: { name: 'argon2id', memory: 64 } });
  await chain.users(ID).add('u', 'secret', false);
  await login(chain, 'u', 'secret');
  const check = () =>
    chain.check({
      clientId: 'dev',
      username: 'u',
      password: Buffer.from('secret'),
      peerHost: '',
      certificate: undefined,
    });
  assert.ok(!(check() instanceof Promise), 'answered at once');
  await clock.advance(6 * 60_000);
  assert.ok(check() instanceof Promise, 'checked again after a while');
});

test('a bootstrap file adds users who are not there yet', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-'));
  t.after(() => rmSync(directory, { recursive: true }));
  const file = join(directory, 'users.csv');
  writeFileSync(file, 'user_id,password,is_superuser\na,one,true\nb,"two,three",false\n');
  const chain = await startDatabase(t, { bootstrap_file: file });
  assert.equal(await login(chain, 'a', 'one'), 'allow superuser');
  assert.equal(await login(chain, 'b', 'two,three'), 'allow');
  writeFileSync(file, 'user_id,password\na,stolen\nc,four\n');
  await chain.update(ID, { ...builtInDatabase, bootstrap_file: file });
  assert.equal(await login(chain, 'a', 'stolen'), '0x86');
  assert.equal(await login(chain, 'c', 'four'), 'allow');
  await assert.rejects(
    chain.update(ID, { ...builtInDatabase, bootstrap_file: join(directory, 'none.csv') }),
    {
      code: 'BAD_REQUEST',
    },
  );
});
