import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError, problemText } from '../cli/config-problem.ts';
import { loadConfig } from '../cli/load-config.ts';
import { commandLineTexts } from '../texts/command-line.ts';
import { baseListenersOf } from './base-listeners.ts';

const load = (...assignments: string[]) => loadConfig({ environment: {}, assignments });

function refusal(...assignments: string[]): string[] {
  try {
    load(...assignments);
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error));
    return error.problems.map((problem) => problemText(problem, commandLineTexts.en));
  }
  assert.fail('the configuration was accepted');
}

test('without a certificate the secure listeners are off, and on with one', () => {
  const enabled = (...assignments: string[]) =>
    baseListenersOf(load(...assignments)).map(({ type, settings }) => [type, settings.enable, settings.bind]);
  assert.deepEqual(enabled(), [
    ['tcp', true, '0.0.0.0:1883'],
    ['ssl', false, '0.0.0.0:8883'],
    ['ws', true, '0.0.0.0:8083'],
    ['wss', false, '0.0.0.0:8084'],
  ]);
  const [, ssl, , wss] = enabled(
    'listeners.ssl.ssl_options.certfile=a.pem',
    'listeners.wss.ssl_options.certfile=a.pem',
    'listeners.wss.enable=false',
  );
  assert.deepEqual([ssl?.[1], wss?.[1]], [true, false]);
});

test('settings of the sections reach the listener in the words of EMQX', () => {
  const [tcp, , ws] = baseListenersOf(
    load(
      'listeners.tcp.host=::1',
      'listeners.tcp.max_conn_rate=10/s',
      'listeners.tcp.enable_authn=quick_deny_anonymous',
      'listeners.tcp.access_rules=["allow 10.0.0.0/8", "deny all"]',
      'listeners.ws.path=/ws',
      'listeners.ws.websocket.check_origin_enable=true',
    ),
  );
  const { bind, max_conn_rate, enable_authn, access_rules } = tcp?.settings ?? assert.fail();
  assert.deepEqual([bind, max_conn_rate, enable_authn], ['[::1]:1883', '10/s', 'quick_deny_anonymous']);
  assert.deepEqual(access_rules, ['allow 10.0.0.0/8', 'deny all']);
  const { mqtt_path, check_origin_enable, idle_timeout } = ws?.settings.websocket ?? assert.fail();
  assert.deepEqual([mqtt_path, check_origin_enable, idle_timeout], ['/ws', true, '7200s']);
});

test('listeners more take bind, or host and port', () => {
  const more = JSON.stringify([
    { type: 'tcp', name: 'a', bind: 1884 },
    { type: 'ws', name: 'b', host: '::1', port: 9001, websocket: { mqtt_path: '/b' } },
  ]);
  const listeners = baseListenersOf(load(`listeners.more=${more}`)).slice(4);
  assert.deepEqual(
    listeners.map(({ type, name, settings, setting }) => [type, name, settings.bind, setting]),
    [
      ['tcp', 'a', '0.0.0.0:1884', 'listeners.more'],
      ['ws', 'b', '[::1]:9001', 'listeners.more'],
    ],
  );
});

const wrongs: ReadonlyArray<[assignment: string, sentence: string]> = [
  [
    'listeners.more=[{type: quic, name: a, bind: 1}]',
    '--set listeners.more: listeners.more.0.type: write one of tcp, ssl, ws, wss',
  ],
  [
    'listeners.more=[{type: tcp, name: a}]',
    '--set listeners.more: listeners.more.0.bind: write bind, such as "127.0.0.1:1884"',
  ],
  [
    'listeners.more=[{type: tcp, name: a, bind: 1, tcp_options: {no_delay: true}}]',
    '--set listeners.more: listeners.more.0.tcp_options.no_delay: there is no setting no_delay; did you mean nodelay?',
  ],
  [
    'listeners.more=[{type: tcp, name: default, bind: 1}]',
    '--set listeners.more: listeners.more.0.name: the listener "default" of each type has a section of its own, ' +
      'such as listeners.tcp',
  ],
  [
    'listeners.more=[{type: tcp, name: a, bind: 1}, {type: tcp, name: a, bind: 2}]',
    '--set listeners.more: listeners.more.1.name: tcp:a stands there twice',
  ],
  [
    'listeners.more=[{type: tcp, name: a, bind: 1, mountpoint: x/}]',
    '--set listeners.more: listeners.more.0.mountpoint: mount points are not supported: leave it empty, and put the ' +
      'prefix into the topics of the clients',
  ],
  [
    'listeners.tcp.max_conn_rate=10',
    '--set listeners.tcp.max_conn_rate: listeners.tcp.max_conn_rate must be a rate such as 1000/s, 10MB/s or 500/10s, ' +
      'or infinity, not 10',
  ],
  [
    'listeners.ssl.ssl_options.versions=[tlsv1.1]',
    '--set listeners.ssl.ssl_options.versions: listeners.ssl.ssl_options.versions.0: write tlsv1.3 or tlsv1.2: older ' +
      'versions are not safe and not offered',
  ],
];

for (const [assignment, sentence] of wrongs) {
  test(`refused: ${assignment}`, () => assert.deepEqual(refusal(assignment), [sentence]));
}
