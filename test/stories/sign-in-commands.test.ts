import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { temporaryDirectory } from '../../demo/broker-process.ts';
import { totpCode, totpStep } from '../../src/api/authentication/second-factor/totp.ts';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { commandLineTexts } from '../../src/texts/command-line.ts';
import { startTestApp } from '../support/running-app.ts';
import { needsOpenssl, readCertificate, TestAuthority } from '../support/test-certificates.ts';

const PASSWORD = 'a-long-passw0rd';

/** A running broker with the administrator ann, and a command line with contexts of its own. */
async function start(t: TestContext) {
  const settings = ['dashboard.bootstrap_username=ann', `dashboard.bootstrap_password=${PASSWORD}`];
  const { app } = await startTestApp(t, settings);
  const folder = temporaryDirectory();
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, `${PASSWORD}\n`);
  const server = `http://127.0.0.1:${app.ready.dashboard.port}`;
  /** @param typed what is typed, in turn; nobody is there without */
  const run = async (words: readonly string[], typed?: (string | (() => string))[]) => {
    const result = { code: -1, out: '', error: '', asked: [] as string[] };
    result.code = await runCommandLine(words, {
      environment: { TOCSIN_CONTEXTS: join(folder, 'contexts.json') },
      texts: commandLineTexts.en,
      version: '1.2.3',
      out: (text) => {
        result.out += text;
      },
      error: (text) => {
        result.error += text;
      },
      ...(typed && {
        ask: async (question: string) => {
          result.asked.push(question);
          const next = typed.shift() ?? '';
          return typeof next === 'string' ? next : next();
        },
      }),
    });
    return result;
  };
  const login = [
    'ctx',
    'login',
    'plant',
    '--server',
    server,
    '--user',
    'ann',
    '--password-file',
    passwordFile,
  ];
  const now = () => totpStep(Date.now());
  return { run, login, server, folder, now };
}

test('a user with an authenticator app is asked for the code, and told the recovery codes the first time', async (t) => {
  const { run, login, now } = await start(t);
  assert.equal((await run(login)).code, 0);
  assert.equal((await run(['users', 'totp', 'require', 'ann'])).code, 0);
  const nobody = await run(login);
  assert.equal(nobody.code, 2);
  assert.match(nobody.error, /Give --otp CODE/);
  const secret = /authenticator app:\n {2}([A-Z2-7]+)\n {2}otpauth:/.exec(nobody.error)?.[1] ?? '';
  const typed = await run(login, ['000000', () => ` ${totpCode(secret, now() - 1)} `]);
  assert.equal(typed.code, 0, typed.error);
  assert.deepEqual(typed.asked, Array(2).fill('Code of the authenticator app of ann: '));
  assert.match(typed.error, /The code is wrong or was used already/);
  const recovery = /not shown again:\n(\S+)\n/.exec(typed.error)?.[1] ?? '';
  assert.equal((await run([...login, '--otp', totpCode(secret, now())])).code, 0);
  const byRecovery = await run([...login, '--otp', recovery]);
  assert.deepEqual([byRecovery.code, byRecovery.error], [0, '']);
  const again = await run([...login, '--otp', recovery]);
  assert.equal(again.code, 4);
  assert.match(again.error, /the code is wrong or was used already/);
  assert.equal((await run(['users', 'ls', '-o', 'name'])).out, 'ann\n');
});

test('a wrong password, a login that is over, a key that nobody knows and one where a person is wanted end with 4 and one thing to do', async (t) => {
  const { run, login, server, folder } = await start(t);
  const wrong = join(folder, 'wrong');
  writeFileSync(wrong, 'no\n');
  const refused = await run([...login.slice(0, -1), wrong]);
  assert.deepEqual([refused.code, /Auth failed/.test(refused.error)], [4, true]);
  assert.equal((await run(login)).code, 0);
  const users = await run(['users', 'ls', '-o', 'json']);
  assert.equal(JSON.parse(users.out)[0].username, 'ann');
  const passwordOf = await run([
    'users',
    'passwd',
    'ann',
    '--old-password-file',
    login.at(-1) ?? '',
    '--password-file',
    login.at(-1) ?? '',
  ]);
  assert.equal(passwordOf.code, 0, passwordOf.error);
  const over = await run(['users', 'ls']);
  assert.equal(over.code, 4);
  assert.match(over.error, /^The login at http:\S+ is over.*\ntry: tocsin ctx login plant\n$/);
  const unknown = await run(['rules', 'ls', '--server', server, '--key', 'test:wrong']);
  assert.deepEqual([unknown.code, /does not know this API key/.test(unknown.error)], [4, true]);
  const key = await run(['users', 'ls', '--server', server, '--key', 'test:test-secret']);
  assert.deepEqual([key.code, key.error.split('\n')[1]], [4, 'try: tocsin ctx login']);
});

test(
  'a server with a certificate of an own authority is trusted by --ca, which its context keeps',
  needsOpenssl,
  async (t) => {
    const { run, login, server, folder } = await start(t);
    const authority = new TestAuthority(t);
    const certificate = readCertificate(authority.issue('localhost', { names: 'DNS:localhost' }));
    const proxy = createServer(certificate, (incoming, outgoing) => {
      const { method = 'GET', url = '/', headers } = incoming;
      const forward = request(`${server}${url}`, { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      incoming.pipe(forward);
    });
    await new Promise<void>((resolve) => proxy.listen(0, resolve));
    t.after(() => {
      proxy.closeAllConnections();
      proxy.close();
    });
    const url = `https://localhost:${(proxy.address() as AddressInfo).port}`;
    const strict = await run(['ctx', 'login', 'tls', '--server', url, ...login.slice(5)]);
    assert.equal(strict.code, 3);
    assert.match(strict.error, /certificate of https:.*\ntry: --ca FILE/);
    const nothing = join(folder, 'nothing.pem');
    writeFileSync(nothing, 'nothing');
    assert.equal((await run(['rules', 'ls', '--server', url, '--ca', nothing])).code, 2);
    const trusting = await run([
      'ctx',
      'login',
      'tls',
      '--server',
      url,
      ...login.slice(5),
      '--ca',
      authority.cacertfile,
    ]);
    assert.equal(trusting.code, 0, trusting.error);
    assert.equal((await run(['users', 'ls', '--ctx', 'tls', '-o', 'name'])).out, 'ann\n');
  },
);
