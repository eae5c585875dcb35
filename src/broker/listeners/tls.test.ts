import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, readFileSync, statSync } from 'node:fs';
import { connect as dialTcp } from 'node:net';
import { type TestContext, test } from 'node:test';
import { type ConnectionOptions, connect as dialTls, type TLSSocket } from 'node:tls';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { baseListener, startListeners } from '../../../test/support/listener-scenario.ts';
import { needsOpenssl, readCertificate, TestAuthority } from '../../../test/support/test-certificates.ts';

const LOCALHOST = 'DNS:localhost,IP:127.0.0.1';

/** The certificate that a listener shows for a name. */
async function shownTo(port: number, options: ConnectionOptions = {}): Promise<X509Certificate> {
  const socket: TLSSocket = dialTls({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options });
  await once(socket, 'secureConnect');
  const certificate = socket.getPeerX509Certificate();
  socket.destroy();
  assert.ok(certificate);
  return certificate;
}

/** Connects, and waits for the end that must come without an answer. */
async function refused(port: number, options: ConnectionOptions): Promise<void> {
  const socket = dialTls({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options });
  socket.on('error', () => {}).on('data', () => assert.fail('it was answered'));
  socket.resume();
  await new Promise((resolve) => socket.once('close', resolve));
}

function authority(t: TestContext) {
  const ca = new TestAuthority(t);
  return { ca, server: ca.issue('server', { names: LOCALHOST }), trust: readFileSync(ca.cacertfile) };
}

test('MQTT over TLS and over secure WebSocket, checked by the client', needsOpenssl, async (t) => {
  const { server, trust } = authority(t);
  const { connect, broker } = await startListeners(t, [
    baseListener('ssl:default', { ssl_options: server }),
    baseListener('wss:default', { ssl_options: server }),
  ]);
  for (const id of ['ssl:default', 'wss:default']) {
    const client = await connect(id, { clientId: id, ca: trust });
    await client.subscribeAsync('t', { qos: 1 });
    const arrived = new Promise((resolve) =>
      client.once('message', (_topic, payload) => resolve(payload.length)),
    );
    await client.publishAsync('t', Buffer.alloc(300_000, 'x'), { qos: 1 });
    assert.equal(await arrived, 300_000);
    assert.equal(broker.client(id)?.listener, id);
  }
});

test('a client that goes without a word has the reason of a connection over TLS', needsOpenssl, async (t) => {
  const { server } = authority(t);
  const { port, broker, until } = await startListeners(t, [
    baseListener('ssl:default', { ssl_options: server }),
  ]);
  const reasons: string[] = [];
  broker.events['client.disconnected'].listen(({ reason }) => reasons.push(reason));
  for (const end of ['end', 'resetAndDestroy'] as const) {
    const raw = dialTcp(port('ssl:default'), '127.0.0.1').on('error', () => {});
    const socket = dialTls({ socket: raw, rejectUnauthorized: false }).on('error', () => {});
    socket.write(Buffer.from('101000044d5154540402003c000474657374', 'hex'));
    await once(socket, 'data');
    if (end === 'end') socket.end();
    else raw.resetAndDestroy();
    await until(() => reasons.length === (end === 'end' ? 1 : 2));
  }
  assert.deepEqual(reasons, ['ssl_closed', 'ssl_closed']);
});

test('a client certificate tells who it is, on TLS and secure WebSocket', needsOpenssl, async (t) => {
  const { ca, server, trust } = authority(t);
  const device = readCertificate(ca.issue('meter-7', { subject: '/C=DE/O=Example/CN=meter-7' }));
  const ssl_options = {
    ...server,
    cacertfile: ca.cacertfile,
    verify: 'verify_peer',
    fail_if_no_peer_cert: true,
  };
  const { connect, broker, port, listeners, until } = await startListeners(t, [
    baseListener('ssl:default', { ssl_options }),
    baseListener('wss:default', { ssl_options }),
  ]);
  for (const id of ['ssl:default', 'wss:default']) {
    await connect(id, { clientId: id, ca: trust, ...device });
    const certificate = broker.sessions.client(id)?.info.certificate;
    assert.deepEqual(
      [certificate?.commonName, certificate?.subject],
      ['meter-7', 'C=DE,O=Example,CN=meter-7'],
    );
    assert.equal(new X509Certificate(certificate?.der ?? '').subject, 'C=DE\nO=Example\nCN=meter-7');
    const { encryption } = broker.connection(id) ?? {};
    assert.match(`${encryption?.version} ${encryption?.cipher}`, /^TLSv1\.3 TLS_AES_\d+_/);

    const stranger = readCertificate(new TestAuthority(t, 'Other CA').issue('meter-7'));
    await refused(port(id), stranger);
    await refused(port(id), {});
    await until(() => listeners.get(id).refused.tls_handshake === 2);
  }
});

test('without fail_if_no_peer_cert a certificate may be missing, but not wrong', needsOpenssl, async (t) => {
  const { ca, server, trust } = authority(t);
  const ssl_options = { ...server, cacertfile: ca.cacertfile, verify: 'verify_peer' };
  const { connect, broker, port, listeners, until } = await startListeners(t, [
    baseListener('ssl:default', { ssl_options }),
  ]);
  await connect('ssl:default', { clientId: 'none', ca: trust });
  assert.equal(broker.sessions.client('none')?.info.certificate, undefined);
  await refused(port('ssl:default'), readCertificate(new TestAuthority(t, 'Other CA').issue('meter-7')));
  await until(() => listeners.get('ssl:default').refused.tls_handshake === 1);
});

test(
  'a revoked certificate is refused once the list is read, also in a session that was resumed',
  needsOpenssl,
  async (t) => {
    const { ca, server, trust } = authority(t);
    const good = ca.issue('good');
    const bad = ca.issue('bad');
    const crlfile = ca.revoke();
    const ssl_options = { ...server, cacertfile: ca.cacertfile, verify: 'verify_peer', crlfile };
    const { connect, port, listeners } = await startListeners(t, [
      baseListener('ssl:default', { ssl_options }),
    ]);
    const socket = dialTls({
      port: port('ssl:default'),
      host: '127.0.0.1',
      ca: trust,
      ...readCertificate(bad),
    });
    const [session] = (await once(socket, 'session')) as [Buffer];
    socket.destroy();
    ca.revoke(bad.certfile);
    await listeners.reload('ssl:default');
    await refused(port('ssl:default'), readCertificate(bad));
    await refused(port('ssl:default'), { ...readCertificate(bad), session });
    await connect('ssl:default', { ca: trust, ...readCertificate(good) });
  },
);

test('the name that a client asks for picks the certificate', needsOpenssl, async (t) => {
  const { ca, server } = authority(t);
  const sni = [
    { server_name: 'mqtt.example.com', ...ca.issue('exact') },
    { server_name: '*.plant.example.com', ...ca.issue('wild') },
  ];
  const { port, listeners } = await startListeners(t, [
    baseListener('ssl:default', { ssl_options: { ...server, sni } }),
  ]);
  const names: ReadonlyArray<[servername: string, subject: string]> = [
    ['mqtt.example.com', 'CN=exact'],
    ['MQTT.Example.COM', 'CN=exact'],
    ['a.plant.example.com', 'CN=wild'],
    ['a.b.plant.example.com', 'CN=server'],
    ['other.example.com', 'CN=server'],
  ];
  for (const [servername, subject] of names) {
    assert.equal((await shownTo(port('ssl:default'), { servername })).subject, subject, servername);
  }
  assert.equal((await shownTo(port('ssl:default'))).subject, 'CN=server');
  assert.deepEqual(
    listeners.certificates().map(({ serverName, subject }) => [serverName, subject]),
    [
      [undefined, 'CN=server'],
      ['mqtt.example.com', 'CN=exact'],
      ['*.plant.example.com', 'CN=wild'],
    ],
  );
});

test(
  'certificates are read again while clients stay, and one that cannot be used changes nothing',
  needsOpenssl,
  async (t) => {
    const { ca, server, trust } = authority(t);
    const { connect, port, listeners } = await startListeners(t, [
      baseListener('ssl:default', { ssl_options: server }),
    ]);
    const client = await connect('ssl:default', { ca: trust });
    const before = await shownTo(port('ssl:default'));
    ca.issue('server', { names: LOCALHOST, subject: '/CN=renewed' });
    await listeners.reload('ssl:default');
    const after = await shownTo(port('ssl:default'));
    assert.deepEqual([before.subject, after.subject], ['CN=server', 'CN=renewed']);
    await client.publishAsync('t', 'still here', { qos: 1 });

    const other = ca.issue('other');
    await assert.rejects(
      listeners.update('ssl:default', { ssl_options: { keyfile: other.keyfile } }),
      /is not the key of the certificate/,
    );
    await assert.rejects(
      listeners.update('ssl:default', { ssl_options: { certfile: '/nowhere.pem' } }),
      /ssl_options\.certfile: cannot read \/nowhere\.pem \(ENOENT\)/,
    );
    assert.equal((await shownTo(port('ssl:default'))).fingerprint, after.fingerprint);
    await client.publishAsync('t', 'still here', { qos: 1 });
  },
);

test('what is shown of a certificate tells when it ends', needsOpenssl, async (t) => {
  const { server } = authority(t);
  const { listeners } = await startListeners(t, [baseListener('ssl:default', { ssl_options: server })]);
  const [shown] = listeners.get('ssl:default').certificates;
  const certificate = new X509Certificate(readFileSync(server.certfile));
  assert.ok(shown);
  assert.deepEqual(
    [shown.listener, shown.issuer, shown.serial, shown.fingerprint, shown.daysLeft, shown.file],
    ['ssl:default', 'CN=Test CA', certificate.serialNumber, certificate.fingerprint256, 29, server.certfile],
  );
  assert.deepEqual(shown.alternativeNames, ['DNS:localhost', 'IP Address:127.0.0.1']);
  assert.deepEqual(
    [shown.notBefore, shown.notAfter],
    [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)],
  );
});

test('certificates that are given as text are kept in files for this user alone', needsOpenssl, async (t) => {
  const { ca, trust } = authority(t);
  const files = ca.issue('text', { names: LOCALHOST, password: 'geheim' });
  const texts = readCertificate(files);
  const { listeners, connect, documents, directory } = await startListeners(t, []);
  const made = await listeners.create({
    type: 'ssl',
    name: 'made',
    bind: '127.0.0.1:0',
    ssl_options: { certfile: texts.cert, keyfile: texts.key, password: 'geheim' },
  });
  const { certfile = '', keyfile = '', password } = made.settings.ssl_options ?? {};
  assert.ok(certfile.startsWith(directory) && keyfile.startsWith(directory));
  assert.equal(statSync(keyfile).mode & 0o777, 0o600);
  assert.equal(readFileSync(keyfile, 'utf8'), texts.key);
  assert.equal(password, '******');
  await connect('ssl:made', { ca: trust });

  // What was shown can be sent back.
  await listeners.update('ssl:made', { ssl_options: { certfile, keyfile, password: '******' } });
  await connect('ssl:made', { ca: trust });
  assert.ok(!JSON.stringify(documents.list('listener')).includes('PRIVATE KEY'));
  await listeners.delete('ssl:made');
  assert.throws(() => statSync(keyfile), /ENOENT/);
});

test(
  'who does not speak TLS is counted as a failed handshake, and who says nothing at all is not',
  needsOpenssl,
  async (t) => {
    const { server } = authority(t);
    const { listeners, port, until } = await startListeners(t, [
      baseListener('ssl:default', { ssl_options: { ...server, handshake_timeout: '300ms' } }),
    ]);
    const { refused: counts } = { refused: () => listeners.get('ssl:default').refused.tls_handshake };
    const mqtt = dialTcp(port('ssl:default'), '127.0.0.1');
    mqtt.on('error', () => {}).resume();
    mqtt.write(Buffer.from('101000044d5154540402003c0004746573740000', 'hex'));
    await new Promise((resolve) => mqtt.once('close', resolve));
    await until(() => counts() === 1);
    const silent = dialTcp(port('ssl:default'), '127.0.0.1');
    await once(silent, 'connect');
    silent.destroy();
    // This one comes after it, so that it must have been looked at; it never ends its handshake.
    const slow = dialTcp(port('ssl:default'), '127.0.0.1');
    slow.on('error', () => {}).resume();
    slow.write(Buffer.from('16030100', 'hex'));
    await new Promise((resolve) => slow.once('close', resolve));
    await until(() => counts() === 2);
  },
);

test('settings that would let in anybody, or nobody, are refused', needsOpenssl, async (t) => {
  const { server } = authority(t);
  const { listeners } = await startListeners(t, []);
  const wrongs: ReadonlyArray<[ssl_options: Record<string, unknown>, message: RegExp]> = [
    [{ verify: 'verify_peer' }, /verify_peer needs ssl_options\.cacertfile/],
    [{ fail_if_no_peer_cert: true }, /fail_if_no_peer_cert needs/],
    [{ certfile: server.keyfile }, /ssl_options\.certfile: this holds no certificate/],
    [{ keyfile: server.certfile }, /ssl_options\.keyfile: .* is no private key/],
    [{ ciphers: ['NONSENSE'] }, /OpenSSL refuses the settings/],
  ];
  for (const [ssl_options, message] of wrongs) {
    const body = { type: 'ssl', name: 'x', bind: '127.0.0.1:0', ssl_options: { ...server, ...ssl_options } };
    await assert.rejects(listeners.create(body), message);
  }
});

test(
  'files that change are read within a minute; those that cannot be used leave the old ones in place',
  needsOpenssl,
  async (t) => {
    const { ca, server, trust } = authority(t);
    const clock = new FakeClock();
    const { listeners, connect, port, until, broker } = await startListeners(
      t,
      [baseListener('ssl:default', { ssl_options: server })],
      { clock },
    );
    const client = await connect('ssl:default', { ca: trust, keepalive: 0 });
    const shown = () => listeners.certificates()[0]?.subject;
    ca.issue('server', { names: LOCALHOST, subject: '/CN=renewed' });
    await clock.advance(59_000);
    assert.equal(shown(), 'CN=server');
    await clock.advance(1000);
    await until(() => shown() === 'CN=renewed');
    assert.equal((await shownTo(port('ssl:default'))).subject, 'CN=renewed');

    const { keyfile } = ca.issue('other');
    copyFileSync(keyfile, server.keyfile);
    await clock.advance(60_000);
    // Changes wait for each other, so that the look at the files is over when this one is refused.
    await assert.rejects(listeners.reload('ssl:default'), /is not the key/);
    assert.equal((await shownTo(port('ssl:default'))).subject, 'CN=renewed');
    const [alarm] = broker.alarms.active();
    assert.equal(alarm?.name, 'unusable_certificate/ssl:default');
    assert.match(alarm.message, /those of before stay: ssl_options\.keyfile: .* is not the key of/);
    ca.issue('server', { names: LOCALHOST, subject: '/CN=mended' });
    await clock.advance(60_000);
    await until(() => shown() === 'CN=mended');
    assert.deepEqual(broker.alarms.active(), []);
    await client.publishAsync('t', 'still here', { qos: 1 });
  },
);
