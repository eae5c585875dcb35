import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SignJWT } from 'jose';
import mqtt, { type IClientOptions } from 'mqtt';
import { temporaryDirectory } from '../../demo/broker-process.ts';
import { startTestApp, type TestApp } from '../support/running-app.ts';
import { ScramClient } from '../support/scram-client.ts';

const METHOD = 'SCRAM-SHA-256';
const DATABASE = 'password_based:built_in_database';

interface Outcome {
  /** The reason or return code with which the client was refused; 0 when it was let in. */
  readonly code: number;
  readonly proof: Buffer | undefined;
}

/** Connects with MQTT.js, once. */
async function outcomeOf(app: TestApp, options: IClientOptions, scram?: ScramClient): Promise<Outcome> {
  const client = mqtt.connect({ port: app.tcpPort, reconnectPeriod: 0, ...options });
  client.handleAuth = ({ properties }, answer) => {
    const authenticationData = scram?.final(properties?.authenticationData);
    const next = { authenticationMethod: METHOD, ...(authenticationData && { authenticationData }) };
    answer(undefined, { cmd: 'auth', reasonCode: 0x18, properties: next });
  };
  try {
    return await new Promise<Outcome>((resolve) => {
      client.on('connect', ({ properties }) => resolve({ code: 0, proof: properties?.authenticationData }));
      client.on('error', (error) =>
        resolve({ code: (error as unknown as { code: number }).code, proof: undefined }),
      );
    });
  } finally {
    await client.endAsync(true);
  }
}

async function codeOf(app: TestApp, options: IClientOptions): Promise<number> {
  return (await outcomeOf(app, options)).code;
}

test('a user of the built-in database gets in with MQTT 3.1.1 and 5, also after a restart, and nobody else does', async (t) => {
  const directory = temporaryDirectory();
  const before = await startTestApp(t, [], directory);
  await before.api.must('POST', '/authentication', {
    mechanism: 'password_based',
    backend: 'built_in_database',
    password_hash_algorithm: { name: 'argon2id' },
  });
  await before.api.must('POST', `/authentication/${DATABASE}/users`, {
    user_id: 'meter-7',
    password: 'a-good-one',
  });
  await before.stop();
  const app = await startTestApp(t, [], directory);
  for (const protocolVersion of [4, 5] as const) {
    const about = { protocolVersion, clientId: `c${protocolVersion}` };
    const wrong = protocolVersion === 5 ? 0x86 : 4;
    const stranger = protocolVersion === 5 ? 0x87 : 5;
    assert.equal(await codeOf(app, { ...about, username: 'meter-7', password: 'a-good-one' }), 0);
    assert.equal(await codeOf(app, { ...about, username: 'meter-7', password: 'another' }), wrong);
    assert.equal(await codeOf(app, { ...about, username: 'meter-8', password: 'a-good-one' }), stranger);
    assert.equal(await codeOf(app, about), stranger);
  }
  await app.api.must('POST', '/banned', { as: 'username', who: 'meter-7' });
  const banned: IClientOptions = { clientId: 'b', username: 'meter-7', password: 'a-good-one' };
  assert.equal(await codeOf(app, { ...banned, protocolVersion: 5 }), 0x8a);
  assert.equal(await codeOf(app, { ...banned, protocolVersion: 4 }), 5);
});

test('the file can say who checks clients, and a token is enough', async (t) => {
  const secret = 'a-secret-of-at-least-32-characters';
  const chain = [
    { mechanism: 'jwt', algorithm: 'hmac-based', secret, verify_claims: { cid: '${clientid}' } },
  ];
  const app = await startTestApp(t, [`authentication=${JSON.stringify(chain)}`]);
  const token = await new SignJWT({ cid: 'dev-7' })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('1m')
    .sign(Buffer.from(secret));
  assert.equal(await codeOf(app, { clientId: 'dev-7', username: 'x', password: token }), 0);
  assert.equal(await codeOf(app, { clientId: 'dev-8', username: 'x', password: token }), 4);
  assert.equal(await codeOf(app, { clientId: 'dev-7', username: 'x', password: 'token' }), 5);
});

test('MQTT.js authenticates by SCRAM-SHA-256', async (t) => {
  const app = await startTestApp(t);
  await app.api.must('POST', '/authentication', { mechanism: 'scram', backend: 'built_in_database' });
  await app.api.must('POST', '/authentication/scram:built_in_database/users', {
    user_id: 'ann',
    password: 'pencil',
  });
  for (const [password, code] of [
    ['pencil', 0],
    ['wrong', 0x86],
  ] as const) {
    const scram = new ScramClient('ann', password);
    const outcome = await outcomeOf(
      app,
      {
        protocolVersion: 5,
        clientId: 'dev',
        properties: { authenticationMethod: METHOD, authenticationData: scram.first() },
      },
      scram,
    );
    assert.equal(outcome.code, code, password);
    if (code === 0) assert.equal(outcome.proof?.toString(), scram.expected);
  }
});
