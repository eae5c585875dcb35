import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { commandLineTexts } from '../../src/texts/command-line.ts';
import { tlsTroubleOf } from '../../src/texts/tls-trouble.ts';
import { startTestApp } from '../support/running-app.ts';
import { needsOpenssl, TestAuthority } from '../support/test-certificates.ts';

/** A broker over TLS with a certificate of an authority that the machine does not know, and the command line that asks it. */
async function start(t: TestContext) {
  const ca = new TestAuthority(t);
  const { certfile, keyfile } = ca.issue('server', { names: 'DNS:localhost' });
  const section = 'dashboard.listeners.https';
  const { app } = await startTestApp(t, [
    `${section}.bind=127.0.0.1:0`,
    `${section}.ssl_options.certfile=${certfile}`,
    `${section}.ssl_options.keyfile=${keyfile}`,
    'dashboard.bootstrap_password=Quiet-bell-7',
  ]);
  const port = app.ready.dashboard_https?.port;
  const run = async (words: readonly string[], more: Readonly<Record<string, string>> = {}) => {
    const result = { code: -1, out: '', error: '' };
    result.code = await runCommandLine(words, {
      environment: {
        TOCSIN_SERVER: `https://localhost:${port}`,
        TOCSIN_API_KEY: 'test:test-secret',
        TOCSIN_CONTEXTS: join(ca.directory, 'contexts.json'),
        ...more,
      },
      texts: commandLineTexts.en,
      version: '1.2.3',
      out: (text) => {
        result.out += text;
      },
      error: (text) => {
        result.error += text;
      },
    });
    return result;
  };
  return { ca, port, run, plainPort: app.ready.dashboard.port };
}

const LS = ['listeners', 'ls'];

test(
  'the command line comes over TLS with an authority of its own, or says what is the matter',
  needsOpenssl,
  async (t) => {
    const { ca, port, run, plainPort } = await start(t);
    const unknown = await run(LS);
    assert.equal(unknown.code, 3);
    assert.match(unknown.error, /authority that this machine does not know .*\ntry: --ca FILE/);
    assert.match((await run([...LS, '--ca', ca.cacertfile])).out, /^tcp:default\t/m);
    assert.equal((await run(LS, { TOCSIN_CA: ca.cacertfile })).code, 0);
    const named = await run([...LS, '--server', `https://127.0.0.1:${port}`, '--ca', ca.cacertfile]);
    assert.match(named.error, /is of another name \(ERR_TLS_CERT_ALTNAME_INVALID\)/);
    const plain = await run([...LS, '--server', `http://localhost:${port}`]);
    assert.match(plain.error, /closes at once .*\ntry: https:\/\//);
    const onPlain = await run([...LS, '--server', `https://127.0.0.1:${plainPort}`]);
    assert.match(onPlain.error, /Nobody speaks TLS at .*\ntry: http:\/\//);
  },
);

test('what is the matter with TLS is known by the code of the error', () => {
  const codes = {
    ERR_TLS_CERT_ALTNAME_INVALID: 'name',
    CERT_HAS_EXPIRED: 'time',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'authority',
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'authority',
    ERR_SSL_WRONG_VERSION_NUMBER: 'plain',
    ECONNREFUSED: undefined,
    ECONNRESET: undefined,
  } as const;
  for (const [code, trouble] of Object.entries(codes))
    assert.equal(tlsTroubleOf('https://h', code), trouble, code);
  assert.equal(tlsTroubleOf('http://h', 'UND_ERR_SOCKET'), 'secure');
});
