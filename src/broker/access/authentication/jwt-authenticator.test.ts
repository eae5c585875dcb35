import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import {
  exportJWK,
  exportPKCS8,
  exportSPKI,
  generateKeyPair,
  type JWK,
  type JWTPayload,
  SignJWT,
} from 'jose';
import { createAuthenticators } from '../../../../test/support/access-scenario.ts';
import { FakeClock } from '../../../../test/support/fake-clock.ts';
import { silentLogger } from '../../../lib/logger.ts';
import type { Judgement } from './authenticator.ts';
import { JwtAuthenticator } from './jwt-authenticator.ts';
import { jwtSettings } from './jwt-settings.ts';

const SECRET = 'a-secret-of-at-least-32-characters';
const hmac = { mechanism: 'jwt', algorithm: 'hmac-based', secret: SECRET };

const clock = new FakeClock();
const nowSeconds = () => Math.floor(clock.now() / 1000);

async function openAuthenticator(t: TestContext, settings: object, time = clock): Promise<JwtAuthenticator> {
  const authenticator = await JwtAuthenticator.open(jwtSettings.parse(settings), {
    clock: time,
    logger: silentLogger,
  });
  t.after(() => authenticator.close());
  return authenticator;
}

function sign(
  payload: JWTPayload,
  key: Parameters<SignJWT['sign']>[0],
  header: { alg: string; kid?: string },
) {
  return new SignJWT(payload).setProtectedHeader(header).sign(key);
}

const signed = (payload: JWTPayload, secret = SECRET, alg = 'HS256') =>
  sign(payload, Buffer.from(secret), { alg });

function check(
  authenticator: JwtAuthenticator,
  token: string | undefined,
  about: { clientId?: string; username?: string; inUsername?: boolean } = {},
): Judgement | Promise<Judgement> {
  const { clientId = 'dev-7', username, inUsername = false } = about;
  return authenticator.check({
    clientId,
    username: inUsername ? token : username,
    password: inUsername || token === undefined ? undefined : Buffer.from(token),
    peerHost: '192.0.2.7',
    certificate: undefined,
  });
}

test('a good token lets in, with all that it says', async (t) => {
  const authenticator = await openAuthenticator(t, hmac);
  const acl = { pub: ['t/${clientid}'], sub: ['#'] };
  const exp = nowSeconds() + 60;
  const token = await signed({ sub: 'dev', exp, is_superuser: true, client_attrs: { site: 'x' }, acl });
  assert.deepEqual(await check(authenticator, token), {
    result: 'allow',
    isSuperuser: true,
    attributes: { site: 'x' },
    acl,
    expiresAt: exp * 1000,
    identity: 'dev',
  });
});

test('what is no token, or signed by somebody else, is left to the next authenticator', async (t) => {
  const authenticator = await openAuthenticator(t, hmac);
  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{}').toString('base64url')}.`;
  const { privateKey } = await generateKeyPair('RS256');
  for (const token of [
    undefined,
    'a password',
    'eyJ.not.really',
    unsigned,
    await signed({}, 'another-secret-of-32-characters!!'),
    await sign({}, privateKey, { alg: 'RS256' }),
    'x'.repeat(10_000),
  ]) {
    assert.deepEqual(await check(authenticator, token), { result: 'ignore' }, token?.slice(0, 40));
  }
});

test('a token that is not good any more, or not yet, is refused', async (t) => {
  const authenticator = await openAuthenticator(t, hmac);
  for (const claims of [{ exp: nowSeconds() - 1 }, { nbf: nowSeconds() + 60 }, { acl: ['t/#'] }]) {
    const judgement = await check(authenticator, await signed(claims));
    assert.deepEqual(judgement, { result: 'deny', reasonCode: 0x86 }, JSON.stringify(claims));
  }
});

test('claims must be what the settings say, with the client id and user name of this client', async (t) => {
  const authenticator = await openAuthenticator(t, {
    ...hmac,
    verify_claims: [
      { name: 'cid', value: '${clientid}' },
      { name: 'name', value: '${username}' },
      { name: 'aud', value: 'mqtt' },
    ],
  });
  const good = { cid: 'dev-7', name: 'ann', aud: ['web', 'mqtt'] };
  const result = async (claims: JWTPayload, username?: string) =>
    (await check(authenticator, await signed(claims), { ...(username !== undefined && { username }) }))
      .result;
  assert.equal(await result(good, 'ann'), 'allow');
  assert.equal(await result(good), 'deny');
  assert.equal(await result({ ...good, name: '' }), 'deny', 'no user name is not an empty one');
  assert.equal(await result({ ...good, cid: 'dev-8' }, 'ann'), 'deny');
  assert.equal(await result({ ...good, aud: 'web' }, 'ann'), 'deny');
  assert.equal(await result({ cid: 'dev-7', name: 'ann' }, 'ann'), 'deny');
});

test('the token may stand in the user name, and need not end the connection', async (t) => {
  const authenticator = await openAuthenticator(t, {
    ...hmac,
    from: 'username',
    disconnect_after_expire: false,
    acl_claim_name: 'rights',
  });
  const token = await signed({ exp: nowSeconds() + 60, rights: { all: ['a'] }, acl: 'nonsense' });
  const judgement = await check(authenticator, token, { inUsername: true });
  assert.ok(judgement.result === 'allow');
  assert.equal(judgement.expiresAt, undefined);
  assert.equal(judgement.identity, undefined);
  assert.deepEqual(judgement.acl, { all: ['a'] });
});

for (const alg of ['RS256', 'PS512', 'ES256', 'ES384', 'EdDSA']) {
  test(`a public key checks ${alg}, and nothing that was signed with the key itself as a secret`, async (t) => {
    const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
    const pem = await exportSPKI(publicKey);
    const settings = { mechanism: 'jwt', algorithm: 'public-key', public_key: pem };
    const authenticator = await openAuthenticator(t, settings);
    assert.equal((await check(authenticator, await sign({}, privateKey, { alg }))).result, 'allow');
    assert.equal((await check(authenticator, await signed({}, pem))).result, 'ignore');
    await assert.rejects(
      openAuthenticator(t, { ...settings, public_key: await exportPKCS8(privateKey) }),
      /public_key: this is a private key/,
    );
  });
}

test('a key that cannot be used is refused, not skipped', async (t) => {
  const open = (settings: object) => openAuthenticator(t, { mechanism: 'jwt', ...settings });
  const publicKey = {
    algorithm: 'public-key',
    public_key: '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----',
  };
  await assert.rejects(open(publicKey), /public_key: not the PEM text/);
  await assert.rejects(open({ ...publicKey, public_key: '/nowhere.pem' }), /cannot be read \(ENOENT\)/);
  await assert.rejects(
    open({ algorithm: 'hmac-based', secret: '?', secret_base64_encoded: true }),
    /not base64/,
  );
  await assert.rejects(open({ ...hmac, verify_claims: { a: '${password}' } }), /\$\{password\} is not known/);
  for (const [draft, path] of [
    [{ mechanism: 'jwt' }, 'algorithm'],
    [{ mechanism: 'jwt', algorithm: 'hmac-based' }, 'secret'],
    [{ mechanism: 'jwt', algorithm: 'public-key' }, 'public_key'],
    [{ mechanism: 'jwt', use_jwks: true }, 'endpoint'],
  ] as const) {
    assert.equal(jwtSettings.safeParse(draft).error?.issues[0]?.path[0], path);
  }
});

test('a secret is shown as ****** and stays when that is sent back', async (t) => {
  const chain = createAuthenticators(clock);
  t.after(() => chain.close());
  const shown = await chain.create(hmac);
  assert.equal((shown as { secret?: string }).secret, '******');
  await chain.update('jwt', { ...shown, from: 'username' });
  const judgement = await chain.check({
    clientId: 'c',
    username: await signed({}),
    password: undefined,
    peerHost: '',
    certificate: undefined,
  });
  assert.equal(judgement.result, 'allow');
});

/** An endpoint whose keys and health a test changes. */
async function startKeyServer(t: TestContext) {
  const state = { keys: [] as JWK[], status: 200, requests: 0 };
  const server = createServer((_request, response) => {
    state.requests++;
    response.writeHead(state.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ keys: state.keys }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`;
  return { state, endpoint };
}

async function createKey(kid: string) {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid, alg: 'ES256' };
  return { jwk, token: () => sign({}, privateKey, { alg: 'ES256', kid }) };
}

test('keys are fetched when the first token comes, again after a while or for a new key, and the last good ones stay', async (t) => {
  const time = new FakeClock();
  const { state, endpoint } = await startKeyServer(t);
  const [first, second] = [await createKey('one'), await createKey('two')];
  state.keys = [first.jwk];
  const authenticator = await openAuthenticator(
    t,
    { mechanism: 'jwt', use_jwks: true, endpoint, refresh_interval: 300 },
    time,
  );
  assert.equal(state.requests, 0, 'lazily');
  const results = await Promise.all(
    [1, 2, 3].map(async () => (await check(authenticator, await first.token())).result),
  );
  assert.deepEqual(results, ['allow', 'allow', 'allow']);
  assert.equal(state.requests, 1, 'once for all');

  assert.equal((await check(authenticator, await second.token())).result, 'ignore');
  assert.equal(state.requests, 1, 'not for every unknown key');
  state.keys = [first.jwk, second.jwk];
  await time.advance(31_000);
  assert.equal((await check(authenticator, await second.token())).result, 'allow');

  state.status = 500;
  await time.advance(600_000);
  assert.equal((await check(authenticator, await first.token())).result, 'allow');
  assert.equal((await check(authenticator, await first.token())).result, 'allow');
});

test('without any key no token is good', async (t) => {
  const time = new FakeClock();
  const { state, endpoint } = await startKeyServer(t);
  state.status = 503;
  const { token } = await createKey('one');
  const authenticator = await openAuthenticator(t, { mechanism: 'jwt', use_jwks: true, endpoint }, time);
  assert.deepEqual(await check(authenticator, await token()), { result: 'ignore' });
});
