import assert from 'node:assert/strict';
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { connect as dialTls } from 'node:tls';
import { temporaryDirectory } from '../../demo/broker-process.ts';
import { loadConfig } from '../../src/cli/load-config.ts';
import { startTestApp } from '../support/running-app.ts';
import { needsOpenssl, readCertificate, TestAuthority } from '../support/test-certificates.ts';

const HTTPS = 'dashboard.listeners.https';
const KEY = { authorization: `Basic ${Buffer.from('test:test-secret').toString('base64')}` };
const ADMIN = { username: 'admin', password: 'Quiet-bell-7' };

interface Call {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly cert?: string;
  readonly key?: string;
}

/** The program with TLS for its dashboard, and a client that trusts the authority of its certificate and no other. */
async function start(t: TestContext, more: readonly string[] = []) {
  const ca = new TestAuthority(t);
  const server = ca.issue('server', { names: 'DNS:localhost,IP:127.0.0.1' });
  const app = await startTestApp(t, [
    `${HTTPS}.bind=127.0.0.1:0`,
    `${HTTPS}.ssl_options.certfile=${server.certfile}`,
    `${HTTPS}.ssl_options.keyfile=${server.keyfile}`,
    `dashboard.bootstrap_password=${ADMIN.password}`,
    ...more.map((assignment) => assignment.replaceAll('CA_FILE', ca.cacertfile)),
  ]);
  const port = app.app.ready.dashboard_https?.port ?? 0;
  const { cert: trust } = readCertificate({ certfile: ca.cacertfile, keyfile: server.keyfile });
  const open = (path: string, { method = 'GET', headers = KEY, body, cert, key }: Call = {}) =>
    new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
      const type = body && { 'content-type': 'application/json' };
      const tls = { ca: trust, cert, key, agent: false };
      request({ host: '127.0.0.1', port, path, method, headers: { ...headers, ...type }, ...tls }, resolve)
        .on('error', reject)
        .end(body && JSON.stringify(body));
    });
  const ask = async (path: string, call?: Call) => {
    const answer = await open(path, call);
    const text = await answer.setEncoding('utf8').reduce((all: string, part: string) => all + part, '');
    return { status: answer.statusCode, headers: answer.headers, text };
  };
  const shown = () =>
    new Promise<string>((resolve, reject) => {
      const socket = dialTls({ host: '127.0.0.1', port, ca: trust, servername: 'localhost' }, () => {
        resolve(String(socket.getPeerCertificate().subject.CN));
        socket.destroy();
      }).on('error', reject);
    });
  return { ...app, ca, server, open, ask, shown, port };
}

test(
  'the dashboard is there over TLS beside plain HTTP, with a cookie that is for TLS alone',
  needsOpenssl,
  async (t) => {
    const { ask, app, api } = await start(t);
    assert.ok(app.ready.dashboard.port > 0);
    assert.deepEqual(JSON.parse((await ask('/health/ready')).text), { status: 'ready', faults: [] });
    const signedIn = await ask('/api/v5/session', {
      method: 'POST',
      headers: { 'x-tocsin': '1' },
      body: ADMIN,
    });
    const cookie = String(signedIn.headers['set-cookie']);
    assert.match(cookie, /^__Secure-tocsin_\w+=[^;]+; Path=\/; HttpOnly; SameSite=Strict; Secure$/);
    const mine = { cookie: cookie.split(';', 1)[0] ?? '' };
    assert.equal((await ask('/api/v5/session', { headers: mine })).status, 200);
    // Browsers would go to the plain port over TLS too, if they were told that there is nothing else.
    assert.equal(signedIn.headers['strict-transport-security'], undefined);
    assert.ok(await api.must('GET', '/listeners'));
  },
);

test(
  'without plain HTTP, browsers are told to come over TLS only, and the set-up link does',
  needsOpenssl,
  async (t) => {
    const { ask, app } = await start(t, ['dashboard.listeners.http.bind=0']);
    assert.equal(app.ready.dashboard.port, 0);
    const { headers } = await ask('/');
    assert.equal(headers['strict-transport-security'], 'max-age=31536000');
    assert.match(String(headers['content-security-policy']), /^default-src 'none'/);
    assert.equal(
      (await ask('/api/v5/status', { headers: {} })).headers['strict-transport-security'],
      'max-age=31536000',
    );

    const directory = temporaryDirectory();
    const other = await startTestApp(
      t,
      [
        'dashboard.listeners.http.bind=0',
        `${HTTPS}.bind=0.0.0.0:0`,
        ...named(new TestAuthority(t).issue('broker', { names: 'DNS:*.example.com,DNS:broker.example.com' })),
      ],
      directory,
    );
    // The certificate is of another name than localhost, which browsers would refuse.
    assert.match(String(other.app.ready.setup_url), /^https:\/\/broker\.example\.com:\d+\/setup\?token=/);
  },
);

test('events stream over TLS, and new certificates leave the stream alone', needsOpenssl, async (t) => {
  const { ask, open, shown, ca, server, app } = await start(t);
  const stream = (await open('/api/v5/live?topics=figures')).setEncoding('utf8');
  const came = stream[Symbol.asyncIterator]();
  assert.match(String((await came.next()).value), /event|data|:/);

  const before = readCertificate(server);
  copyFileSync(ca.issue('other').keyfile, server.keyfile);
  const refused = await ask('/api/v5/listeners/https:dashboard/reload', { method: 'POST' });
  assert.equal(refused.status, 400);
  assert.match(
    refused.text,
    /dashboard\.listeners\.https\.ssl_options\.keyfile: .* is not the key of the certificate/,
  );
  const alarms = async () => JSON.parse((await ask('/api/v5/alarms')).text).data as { name: string }[];
  assert.ok((await alarms()).some(({ name }) => name === 'unusable_certificate/https:dashboard'));
  assert.equal(await shown(), 'server');
  writeFileSync(server.keyfile, before.key);

  ca.issue('server', { names: 'DNS:localhost,IP:127.0.0.1', subject: '/CN=renewed' });
  assert.equal((await ask('/api/v5/listeners/https:dashboard/reload', { method: 'POST' })).status, 200);
  assert.equal(await shown(), 'renewed');
  assert.ok(!(await alarms()).some(({ name }) => name.startsWith('unusable_certificate')));
  const [certificate] = JSON.parse((await ask('/api/v5/certificates')).text);
  assert.deepEqual([certificate.listener, certificate.subject], ['https:dashboard', 'CN=renewed']);
  assert.match(
    (await ask('/api/v5/prometheus/stats')).text,
    /emqx_cert_expiry_at\{listener_type="https",listener_name="dashboard"\} \d+/,
  );
  assert.equal((await came.next()).done, false, 'the stream goes on');
  const stopped = app.stop('the test is over');
  await assert.rejects(async () => {
    while (!(await came.next()).done);
    throw new Error('it ended');
  });
  await stopped;
});

test(
  'where clients must show a certificate, nobody comes without one of the authority',
  needsOpenssl,
  async (t) => {
    const { ask, ca } = await start(t, [
      `${HTTPS}.ssl_options.cacertfile=CA_FILE`,
      `${HTTPS}.ssl_options.verify=verify_peer`,
      `${HTTPS}.ssl_options.fail_if_no_peer_cert=true`,
    ]);
    const mine = readCertificate(ca.issue('ops'));
    assert.equal((await ask('/health/live', mine)).status, 200);
    await assert.rejects(ask('/health/live'));
    await assert.rejects(ask('/health/live', readCertificate(new TestAuthority(t, 'Foreign').issue('eve'))));
  },
);

test(
  'a certificate that is asked for and not demanded must be a good one if it is shown',
  needsOpenssl,
  async (t) => {
    const { ask } = await start(t, [
      `${HTTPS}.ssl_options.cacertfile=CA_FILE`,
      `${HTTPS}.ssl_options.verify=verify_peer`,
    ]);
    assert.equal((await ask('/health/live')).status, 200);
    await assert.rejects(ask('/health/live', readCertificate(new TestAuthority(t, 'Foreign').issue('eve'))));
  },
);

test('what cannot be used stops the start with the name of the setting', needsOpenssl, async (t) => {
  const ca = new TestAuthority(t);
  const good = ca.issue('server');
  const missing = join(ca.directory, 'missing.pem');
  const wrongs: ReadonlyArray<[files: { certfile: string; keyfile: string }, message: RegExp]> = [
    [
      { ...good, certfile: missing },
      /^dashboard\.listeners\.https\.ssl_options\.certfile: cannot read .*missing\.pem \(ENOENT\): give the path/,
    ],
    [
      { ...good, keyfile: ca.issue('other').keyfile },
      /ssl_options\.keyfile: .* is not the key of the certificate in/,
    ],
    [{ ...good, keyfile: good.certfile }, /ssl_options\.keyfile: .* is no private key/],
  ];
  for (const [files, message] of wrongs) {
    const directory = temporaryDirectory();
    await assert.rejects(startTestApp(t, [`${HTTPS}.bind=127.0.0.1:0`, ...named(files)], directory), {
      message,
    });
    rmSync(directory, { recursive: true, force: true });
  }
  const load = (...assignments: string[]) =>
    loadConfig({ file: undefined, environment: {}, assignments, dataDirectory: undefined });
  assert.throws(
    () => load(`${HTTPS}.bind=18084`),
    (error: Error & { problems?: unknown }) => {
      assert.match(
        JSON.stringify(error.problems),
        /set dashboard\.listeners\.https\.ssl_options\.certfile and keyfile/,
      );
      return true;
    },
  );
  const onPlainPort = named(good).concat(`${HTTPS}.bind=18083`);
  assert.throws(
    () => load(...onPlainPort),
    (error: Error & { problems?: unknown }) => {
      assert.match(JSON.stringify(error.problems), /port 18083 is the one without TLS/);
      return true;
    },
  );
  assert.throws(
    () => load('dashboard.listeners.http.bind=0'),
    (error: Error & { problems?: unknown }) => {
      assert.match(JSON.stringify(error.problems), /nobody could reach the dashboard/);
      return true;
    },
  );
});

function named({ certfile, keyfile }: { readonly certfile: string; readonly keyfile: string }): string[] {
  return [`${HTTPS}.ssl_options.certfile=${certfile}`, `${HTTPS}.ssl_options.keyfile=${keyfile}`];
}
