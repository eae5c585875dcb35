import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { FakeClock } from '../../../../test/support/fake-clock.ts';
import { nameOf, roleOf } from './claims.ts';
import { type AskProvider, OidcError, OidcProvider } from './oidc-provider.ts';
import type { OidcSettings } from './oidc-settings.ts';
import { challengeOf, PendingSignIns } from './pending-sign-in.ts';
import { readMetadata } from './provider-metadata.ts';

const ISSUER = 'https://sso.example.org/realms/plant';
const SECRET = 'a secret that signs with HS256 just as well';

const description = {
  issuer: ISSUER,
  authorization_endpoint: `${ISSUER}/auth`,
  token_endpoint: `${ISSUER}/token`,
  jwks_uri: `${ISSUER}/keys`,
  userinfo_endpoint: `${ISSUER}/me`,
};

const settings: OidcSettings = {
  issuer: ISSUER,
  clientId: 'tocsin',
  secret: () => SECRET,
  scopes: ['openid'],
  nameClaim: 'name',
  roles: { claim: 'groups', roles: [], otherwise: 'viewer' },
  dashboardAddress: 'https://mqtt.example.org',
  cacertfile: undefined,
};

const { publicKey, privateKey } = await generateKeyPair('RS256');
const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256' }] };

/** A provider that answers with this token, and what it was asked. */
function providerOf(
  token: string,
  { me = { sub: 'u-1' }, clock = new FakeClock() }: { me?: object; clock?: FakeClock } = {},
) {
  const asked: Parameters<AskProvider>[0][] = [];
  const answers: Record<string, object> = {
    [`${ISSUER}/.well-known/openid-configuration`]: description,
    [description.token_endpoint]: { id_token: token, access_token: 'at', token_type: 'Bearer' },
    [description.jwks_uri]: keys,
    [description.userinfo_endpoint]: me,
  };
  const ask: AskProvider = async (request) => {
    asked.push(request);
    return { status: 200, text: JSON.stringify(answers[request.url]) };
  };
  return { provider: new OidcProvider(settings, ask, clock), asked };
}

/** What a good token says of a sign-in that began now. */
function begun(clock = new FakeClock()) {
  const { pending } = new PendingSignIns(clock).begin('/');
  const now = Math.floor(clock.now() / 1000);
  const claims: JWTPayload = {
    iss: ISSUER,
    aud: 'tocsin',
    sub: 'u-1',
    name: 'alice',
    groups: ['a'],
    nonce: pending.nonce,
    iat: now,
    exp: now + 300,
  };
  return { pending, claims, now };
}

const sign = (claims: object) =>
  new SignJWT(claims as JWTPayload).setProtectedHeader({ alg: 'RS256', kid: 'k1' }).sign(privateKey);

test('a token of the provider for this client and this sign-in is good, and the code is exchanged with PKCE', async () => {
  const { pending, claims } = begun();
  const { provider, asked } = providerOf(await sign(claims));
  assert.equal((await provider.claimsOf('c-1', pending)).sub, 'u-1');
  const exchange = asked.find(({ url }) => url === description.token_endpoint);
  const form = new URLSearchParams(exchange?.body);
  assert.equal(form.get('code'), 'c-1');
  assert.equal(form.get('code_verifier'), pending.verifier);
  const expected = createHash('sha256').update(pending.verifier).digest('base64url');
  assert.equal(challengeOf(pending.verifier), expected);
  assert.match(exchange?.headers?.authorization ?? '', /^Basic /);
  assert.equal(form.get('client_secret'), null);
});

test('a token that is forged, of somebody else, for somebody else, of another sign-in or too old is refused', async () => {
  const { pending, claims, now } = begun();
  const other = await generateKeyPair('RS256');
  const forged: ReadonlyArray<readonly [string, string]> = [
    ['no signature', new UnsecuredJWT(claims).encode()],
    [
      'signed with the secret',
      await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(SECRET)),
    ],
    [
      'signed with the public key as a secret',
      await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
        .sign(Buffer.from(JSON.stringify(keys))),
    ],
    [
      'another key',
      await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k1' }).sign(other.privateKey),
    ],
    ['another issuer', await sign({ ...claims, iss: 'https://evil.example' })],
    ['another audience', await sign({ ...claims, aud: 'other' })],
    ['several, for another', await sign({ ...claims, aud: ['tocsin', 'other'], azp: 'other' })],
    ['several, for none', await sign({ ...claims, aud: ['tocsin', 'other'] })],
    ['another nonce', await sign({ ...claims, nonce: 'x' })],
    ['no nonce', await sign({ ...claims, nonce: undefined })],
    ['expired', await sign({ ...claims, iat: now - 500, exp: now - 61 })],
    ['made long ago', await sign({ ...claims, iat: now - 700 })],
    ['of tomorrow', await sign({ ...claims, iat: now + 86_400, exp: now + 90_000 })],
    ['nobody', await sign({ ...claims, sub: undefined })],
    ['no end', await sign({ ...claims, exp: undefined })],
    ['no token', 'x.y.z'],
  ];
  for (const [what, token] of forged)
    await assert.rejects(providerOf(token).provider.claimsOf('c', pending), OidcError, what);
});

test('what the token does not say is asked for, and must be about the same person', async () => {
  const { pending, claims } = begun();
  const token = await sign({ ...claims, groups: undefined });
  const { provider } = providerOf(token, { me: { sub: 'u-1', groups: ['ops'], name: 'bob' } });
  const told = await provider.claimsOf('c', pending);
  assert.deepEqual(told.groups, ['ops']);
  assert.equal(told.name, 'alice', 'what is signed counts');
  const liar = providerOf(token, { me: { sub: 'u-2', groups: ['ops'] } });
  await assert.rejects(liar.provider.claimsOf('c', pending), /somebody else/);
});

test('a description of another issuer, or with endpoints that are not of TLS, is refused', () => {
  assert.equal(readMetadata(JSON.stringify(description), ISSUER).issuer, ISSUER);
  for (const change of [
    { issuer: 'https://evil.example' },
    { token_endpoint: 'http://sso.example.org/token' },
    { end_session_endpoint: 'javascript:alert(1)' },
    { jwks_uri: undefined },
  ])
    assert.throws(() => readMetadata(JSON.stringify({ ...description, ...change }), ISSUER));
  assert.throws(() => readMetadata('<html>', ISSUER), /lacks/);
});

test('the highest role counts; claims lie also inside of others, and what objects have by themselves is none', () => {
  const roles = [
    { value: 'a', role: 'viewer' as const },
    { value: 'b', role: 'administrator' as const },
    { value: 'c', role: 'operator' as const },
  ];
  const of = (claims: object, claim = 'groups', otherwise?: 'viewer') =>
    roleOf(claims as Record<string, unknown>, { claim, roles, otherwise });
  assert.equal(of({ groups: ['c', 'b', 'a'] }), 'administrator');
  assert.equal(of({ groups: 'c' }), 'operator');
  assert.equal(of({ realm_access: { roles: ['a'] } }, 'realm_access.roles'), 'viewer');
  assert.equal(of({ 'https://x.example/roles': ['c'] }, 'https://x.example/roles'), 'operator');
  assert.equal(of({ groups: ['d', 7, null] }), undefined);
  assert.equal(of({ groups: ['d'] }, 'groups', 'viewer'), 'viewer');
  assert.equal(of({}, 'constructor.name'), undefined);
});

test('a name that could be taken for another one on a screen is no name', () => {
  assert.equal(nameOf({ sub: 'u', name: 'alice' }, 'name'), 'alice');
  assert.equal(nameOf({ sub: 'u', email: 'a@b.example' }, 'name'), 'a@b.example');
  assert.equal(nameOf({ sub: 'u' }, 'name'), 'u');
  for (const name of ['a\u202eb', 'a\nb', 'a/b', 'a\\b', 'x'.repeat(101)])
    assert.equal(nameOf({ sub: 'u', name }, 'name'), undefined);
});
