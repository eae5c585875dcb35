import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { MqttClient } from 'mqtt';
import { temporaryDirectory } from '../../demo/broker-process.ts';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { commandLineTexts } from '../../src/texts/command-line.ts';
import { startTestApp } from '../support/running-app.ts';
import { needsOpenssl, TestAuthority } from '../support/test-certificates.ts';

/** A running broker, and a command line whose output is collected. */
async function start(t: TestContext, settings: readonly string[] = []) {
  const app = await startTestApp(t, settings);
  const { tcpPort } = app;
  const wsPort = app.app.ready.listeners.ws?.port ?? 0;
  const folder = temporaryDirectory();
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const run = async (words: readonly string[], isTerminal = false) => {
    const chunks: Buffer[] = [];
    let error = '';
    const code = await runCommandLine(words, {
      environment: { TOCSIN_MQTT_URL: `mqtt://127.0.0.1:${tcpPort}` },
      texts: commandLineTexts.en,
      version: '1.2.3',
      isTerminal,
      out: (text) => chunks.push(Buffer.from(text)),
      bytes: (bytes) => chunks.push(Buffer.from(bytes)),
      error: (text) => {
        error += text;
      },
    });
    const bytes = Buffer.concat(chunks);
    return { code, bytes, out: bytes.toString(), error };
  };
  return { ...app, tcpPort, wsPort, folder, run };
}

/** The payload of the next message that comes. */
function next(client: MqttClient): Promise<Buffer> {
  return new Promise((resolve) => {
    client.once('message', (_topic, payload) => resolve(payload));
  });
}

test('pub takes the options of mosquitto_pub: host, port, topic, message, QoS, retain, id, user, password', async (t) => {
  const { run, tcpPort, connect } = await start(t);
  const seen = await connect({ clientId: 'seen', protocolVersion: 5 });
  await seen.subscribeAsync('plant/#', { qos: 2 });
  const came = next(seen);
  const address = ['-h', '127.0.0.1', '-p', String(tcpPort)];
  const one = await run([
    'pub',
    ...address,
    '-t',
    'plant/1',
    '-m',
    'hello',
    '-q',
    '1',
    '-r',
    '-i',
    'me',
    '-u',
    'ann',
    '-P',
    'x',
  ]);
  assert.deepEqual([one.code, one.out, one.error], [0, 'published to plant/1\n', '']);
  assert.equal((await came).toString(), 'hello');
  const kept = await run(['sub', ...address, '-t', 'plant/#', '-C', '1', '-v']);
  assert.deepEqual([kept.code, kept.out], [0, 'plant/1 hello\n']);
  assert.equal((await run(['pub', '-t', 'plant/1', '-n', '-r'])).code, 0);
  const gone = await run(['sub', 'plant/#', '-n', '1', '-W', '0.3']);
  assert.deepEqual([gone.code, gone.out], [27, '']);
  const unheard = await run(['pub', '-L', `mqtt://127.0.0.1:${tcpPort}/else/1`, '-m', 'x', '-q', '2']);
  assert.equal(unheard.out, 'published to else/1; nobody subscribes to it\n');
  for (const version of ['3.1', '3.1.1', 'mqttv311', 'mqttv5'])
    assert.equal((await run(['pub', 'a', 'b', '-q', '1', '--mqtt-version', version])).code, 0, version);
});

test('payloads of any bytes and the properties of MQTT 5 go and come as they are', async (t) => {
  const { run, folder } = await start(t);
  const payload = Buffer.concat([Buffer.from([0, 0xff, 0x80]), randomBytes(2_000_000)]);
  const file = join(folder, 'payload');
  writeFileSync(file, payload);
  const properties = [
    '--content-type',
    'image/png',
    '--response-topic',
    'r',
    '--correlation-data',
    'c',
    '--expiry',
    '60',
  ];
  const sent = await run(['pub', 'bin', '-r', '-f', file, ...properties, '--user-property', 'a=b=c']);
  assert.equal(sent.code, 1);
  assert.match(sent.error, /^The connection ended: packet_too_large/);
  writeFileSync(file, payload.subarray(0, 500_000));
  assert.equal(
    (await run(['pub', 'bin', '-r', '-f', file, ...properties, '--user-property', 'a=b=c'])).code,
    0,
  );
  const read = async (...how: string[]) => run(['sub', 'bin', '-n', '1', ...how]);
  assert.deepEqual((await read('--raw')).bytes, payload.subarray(0, 500_000));
  assert.deepEqual((await read('-F', '%p')).bytes.subarray(0, -1), payload.subarray(0, 500_000));
  const told = JSON.parse((await read('-o', 'json')).out);
  assert.equal(told.payload_base64, payload.subarray(0, 500_000).toString('base64'));
  assert.deepEqual(told.properties, {
    message_expiry_interval: told.properties.message_expiry_interval,
    content_type: 'image/png',
    response_topic: 'r',
    correlation_data: 'c',
    user_properties: [['a', 'b=c']],
  });
  const line = await read('-F', '%t\\t%l %q %r %C %R %D %P 100%%');
  assert.equal(line.out, 'bin\t500000 0 1 image/png r c a:b=c 100%\n');
  // What would steer a terminal is written out there, and comes as it is in a pipe.
  await run(['pub', 'red', '-r', '-m', '\u001b[31mred']);
  const red = ['sub', 'red', '-n', '1', '-F', '%p'];
  assert.equal((await run(red, true)).out, '\\u001b[31mred\n');
  assert.equal((await run(red)).out, '\u001b[31mred\n');
  assert.match((await run(red.slice(0, 4), true)).out, /red {2}\\u001b\[31mred\n$/);
});

test(
  'pub and sub speak MQTT over WebSocket, and over TLS with an own authority and a certificate',
  needsOpenssl,
  async (t) => {
    const authority = new TestAuthority(t);
    const { certfile, keyfile } = authority.issue('localhost', { names: 'DNS:localhost,IP:127.0.0.1' });
    const own = authority.issue('meter-7');
    const asks = { cacertfile: authority.cacertfile, verify: 'verify_peer', fail_if_no_peer_cert: true };
    const more = (['wss', 'ssl'] as const).map((type) => ({
      type,
      name: 'own',
      bind: '127.0.0.1:0',
      ssl_options: { certfile, keyfile, ...(type === 'ssl' && asks) },
    }));
    const { run, wsPort, app } = await start(t, [`listeners.more=${JSON.stringify(more)}`]);
    const portOf = (type: string) => app.ready.listeners.more?.find((one) => one.type === type)?.port;
    const ws = `ws://127.0.0.1:${wsPort}`;
    assert.equal((await run(['pub', '-b', ws, 'a/ws', 'one', '-q', '2', '-r'])).code, 0);
    assert.equal((await run(['sub', '-b', `${ws}/mqtt`, 'a/ws', '-n', '1'])).out, 'a/ws\tone\n');
    assert.equal((await run(['pub', '-b', `${ws}/elsewhere`, 'a', 'b'])).code, 3);
    const wss = `wss://localhost:${portOf('wss')}`;
    const strict = await run(['sub', '-b', wss, 'a/ws', '-n', '1']);
    assert.equal(strict.code, 3);
    assert.match(strict.error, /Nobody answers at wss:.*(CERT|VERIFY|SIGN|ISSUER)/);
    for (const trust of [['--cafile', authority.cacertfile], ['--insecure']])
      assert.equal((await run(['sub', '-b', wss, 'a/ws', '-n', '1', ...trust])).out, 'a/ws\tone\n');
    const tls = ['-b', `mqtts://127.0.0.1:${portOf('ssl')}`, '--ca', authority.cacertfile, 'a/ws'];
    assert.notEqual((await run(['sub', ...tls, '-n', '1', '-W', '5'])).code, 0);
    const known = await run(['sub', ...tls, '-n', '1', '--cert', own.certfile, '--key', own.keyfile]);
    assert.deepEqual([known.code, known.out], [0, 'a/ws\tone\n']);
  },
);

test('a refusal is said with its reason: 4 not allowed, 3 nobody there, 1 failed, 2 wrongly called', async (t) => {
  const rules = '{deny, {clientid, "shy"}, all, ["secret/#"]}. {allow, all}.';
  const { run, api, folder } = await start(t, [
    `authorization.sources=${JSON.stringify([{ type: 'file', rules }])}`,
    'mqtt.max_qos_allowed=1',
  ]);
  await api.must('POST', '/banned', { as: 'clientid', who: 'thief' });
  const banned = await run(['pub', 'a', 'b', '-i', 'thief']);
  assert.equal(banned.code, 4);
  assert.match(banned.error, /^The broker does not let this client in: banned/);
  const shy = ['-i', 'shy', '-q', '1'];
  const denied = await run(['pub', 'secret/1', 'x', ...shy]);
  assert.equal(denied.code, 4);
  assert.match(denied.error, /^The broker refused secret\/1: not_authorized/);
  for (const version of ['5', '3.1.1'])
    assert.equal((await run(['sub', 'secret/1', ...shy, '--mqtt-version', version])).code, 4, version);
  assert.equal((await run(['pub', '-h', '127.0.0.1', '-p', '1', '-t', 'a', '-m', 'b'])).code, 3);
  const wildcard = await run(['pub', 'a/+', 'x']);
  assert.deepEqual([wildcard.code, /topic_name_invalid/.test(wildcard.error)], [1, true]);
  assert.equal((await run(['sub', 'a/#/b'])).code, 1);
  assert.equal((await run(['pub', 'a', 'b', '-q', '2'])).code, 1);
  const wrong = [
    ['pub'],
    ['pub', 'a'],
    ['pub', 'a', 'b', '-m', 'c'],
    ['pub', 'a', '-f', join(folder, 'nowhere')],
    ['pub', 'a', 'b', '-q', '3'],
    ['pub', 'a', 'b', '-p', 'x'],
    ['pub', 'a', 'b', '-b', 'http://x'],
    ['pub', 'a', 'b', '-b', 'x', '-h', 'y'],
    ['pub', 'a', 'b', '--user-property', 'x'],
    ['pub', 'a', 'b', '--expiry', '5', '--mqtt-version', '3.1.1'],
    ['sub'],
    ['sub', 'a', '-F', '%z'],
    ['sub', 'a', '-W', 'soon'],
  ];
  for (const words of wrong) assert.equal((await run(words)).code, 2, words.join(' '));
});

test('a session that is kept brings what came while nobody was there, and a will is published when the connection breaks', async (t) => {
  const { run, api, connect } = await start(t);
  const session = ['sub', 'q', '-c', '-i', 'keeper', '-q', '1'];
  assert.equal((await run([...session, '-W', '0.3'])).code, 0);
  for (const text of ['one', 'two']) await run(['pub', 'q', text, '-q', '1']);
  assert.equal((await run([...session, '-n', '2', '-W', '10'])).out, 'q\tone\nq\ttwo\n');
  const seen = await connect({ clientId: 'seen' });
  await seen.subscribeAsync('gone');
  const will = next(seen);
  const mortal = run(['sub', 'x', '-i', 'mortal', '--will-topic', 'gone', '--will-payload', 'bye']);
  while ((await api.call('GET', '/clients/mortal')).status !== 200)
    await new Promise((resolve) => setTimeout(resolve, 20));
  await connect({ clientId: 'mortal' });
  assert.equal((await will).toString(), 'bye');
  assert.equal((await mortal).code, 1);
});
