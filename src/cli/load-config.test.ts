import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Config, configSchema } from '../config/config.ts';
import { commandLineTexts } from '../texts/command-line.ts';
import { environmentLayer, fileLayer, flagLayer } from './config-layer.ts';
import { ConfigError, problemLines, problemText } from './config-problem.ts';
import { loadConfig, resolve, settingPaths } from './load-config.ts';

interface Written {
  file?: string;
  environment?: Record<string, string>;
  set?: string[];
}

function configOf({ file = '', environment = {}, set = [] }: Written): Config {
  return resolve([fileLayer('tocsin.yaml', file), environmentLayer(environment), flagLayer(set)]);
}

/** The sentences in which a configuration is refused. */
function refusal(run: () => unknown, language: 'en' | 'zh' = 'en'): string[] {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error));
    return error.problems.map((problem) => problemText(problem, commandLineTexts[language]));
  }
  assert.fail('the configuration was accepted');
}

test('without any setting the defaults hold', () => {
  const config = configOf({});
  const { enable, host, port, max_connections, access_rules, proxy_protocol } = config.listeners.tcp;
  assert.deepEqual([enable, host, port, max_connections], [true, '0.0.0.0', 1883, Infinity]);
  assert.deepEqual([access_rules, proxy_protocol], [['allow all'], false]);
  assert.deepEqual(config.listeners.ssl.enable, undefined);
  assert.deepEqual(config.listeners.ws.path, '/mqtt');
  assert.equal(config.dashboard.port, 18_083);
  assert.equal(config.dashboard.bootstrap_password, undefined);
  assert.equal(config.access.allow_anonymous, 'loopback');
  assert.equal(config.mqtt.max_packet_size, 1_048_576);
  assert.equal(config.mqtt.idle_timeout, 10_000);
  assert.equal(config.mqtt.max_session_expiry_interval, Infinity);
});

test('a flag wins over the environment, the environment over the file, the file over the default', () => {
  const file =
    'listeners:\n  tcp: { port: 1001, host: 127.0.0.1 }\n  ws: { port: 2001 }\ndashboard: { port: 3001 }\n';
  const environment = {
    TOCSIN__LISTENERS__TCP__PORT: '1002',
    tocsin__listeners__ws__port: '2002',
    PATH: '/bin',
  };
  const { listeners, dashboard, mqtt } = configOf({ file, environment, set: ['listeners.tcp.port=1003'] });
  assert.deepEqual([listeners.tcp.port, listeners.ws.port, dashboard.port], [1003, 2002, 3001]);
  assert.deepEqual([listeners.tcp.host, mqtt.max_inflight], ['127.0.0.1', 1000]);
});

test('the text of a variable or flag is read as the setting wants it', () => {
  const { listeners, access, mqtt, dashboard, node } = configOf({
    environment: {
      TOCSIN__LISTENERS__WS: '{"enable": false, "port": 0}',
      TOCSIN__DASHBOARD__BOOTSTRAP_PASSWORD: '12345678!',
      TOCSIN__ACCESS__ALLOW_ANONYMOUS: 'true',
    },
    set: ['mqtt.await_rel_timeout=1500', 'mqtt.max_packet_size=2MB', 'node.name="a@b"', 'node.data_dir=123'],
  });
  assert.deepEqual([listeners.ws.enable, listeners.ws.port], [false, 0]);
  assert.equal(dashboard.bootstrap_password, '12345678!');
  assert.equal(access.allow_anonymous, true);
  assert.deepEqual([mqtt.await_rel_timeout, mqtt.max_packet_size], [1500, 2_097_152]);
  assert.deepEqual([node.name, node.data_dir], ['a@b', '123']);
});

test('priorities by topic are a map, in a file or as JSON', () => {
  const file = 'mqtt: { mqueue_priorities: { alarm/#1: 255, a.b/c: 1 } }\n';
  const expected = [
    ['alarm/#1', 255],
    ['a.b/c', 1],
  ];
  const { mqtt } = configOf({ file });
  assert.ok(mqtt.mqueue_priorities !== 'disabled');
  assert.deepEqual([...mqtt.mqueue_priorities], expected);
  const flag = configOf({ set: ['mqtt.mqueue_priorities={"alarm/#1": 255, "a.b/c": 1}'] });
  assert.deepEqual(flag.mqtt.mqueue_priorities, mqtt.mqueue_priorities);
  assert.equal(
    configOf({ file, set: ['mqtt.mqueue_priorities=disabled'] }).mqtt.mqueue_priorities,
    'disabled',
  );
});

test('a value may contain an equals sign', () => {
  assert.equal(configOf({ set: ['node.data_dir=/tmp/a=b'] }).node.data_dir, '/tmp/a=b');
});

test('an empty file and empty sections set nothing', () => {
  assert.equal(configOf({ file: '# nothing yet\n' }).listeners.tcp.port, 1883);
  assert.equal(configOf({ file: 'listeners:\n  tcp:\n    # port: 1\nmqtt: {}\n' }).listeners.tcp.port, 1883);
});

const refused: ReadonlyArray<[written: Written, ...sentences: string[]]> = [
  [
    { file: 'listeners:\n  tcp:\n    prot: 1884\n' },
    'tocsin.yaml:3:5: there is no setting listeners.tcp.prot; did you mean listeners.tcp.port?',
  ],
  [
    { file: 'node: { name: a@b }\n\nlisteners: { tcp: { port: 70000 } }\n' },
    'tocsin.yaml:3:27: listeners.tcp.port must be a whole number from 0 to 65535, not 70000',
  ],
  [
    { file: 'listeners:\n  tcp: { port: "1883" }' },
    'tocsin.yaml:2:16: listeners.tcp.port must be a whole number from 0 to 65535, not "1883"',
  ],
  [
    { environment: { Tocsin__Listeners__Tcp__Port: 'many' } },
    'environment variable Tocsin__Listeners__Tcp__Port: ' +
      'listeners.tcp.port must be a whole number from 0 to 65535, not "many"',
  ],
  [
    { environment: { TOCSIN__LISTENER__TCP__PORT: '1' } },
    'environment variable TOCSIN__LISTENER__TCP__PORT: there is no setting listener; did you mean listeners?',
  ],
  [
    { file: 'mqtt:\n  mqueue_priorities: { alarm: 256 }\n' },
    'tocsin.yaml:2:22: mqtt.mqueue_priorities must be disabled, or a map of topic names to priorities from 1 to 255, not {…}',
  ],
  [
    { set: ['mqtt.messages_rate=fast'] },
    '--set mqtt.messages_rate: mqtt.messages_rate must be a rate such as 1000/s, 10MB/s or 500/10s, or infinity, not "fast"',
  ],
  [{ set: ['port=1'] }, '--set port: there is no setting port; did you mean listeners.tcp.port?'],
  [
    { set: ['sso.oidc.issuer=x'] },
    '--set sso.oidc.issuer: there is no setting sso; did you mean dashboard.sso?',
  ],
  [{ set: ['colour=red'] }, '--set colour: there is no setting colour'],
  [
    { set: ['listeners.tcp.port'] },
    '--set listeners.tcp.port: write it as --set path=value, for example --set listeners.tcp.port=1884',
  ],
  [
    { set: ['mqtt.idle_timeout=soon'] },
    '--set mqtt.idle_timeout: mqtt.idle_timeout must be a duration such as 15s, 1m30s or 7d, from 1s to 10m, not "soon"',
  ],
  [
    { set: ['mqtt.idle_timeout=1h'] },
    '--set mqtt.idle_timeout: mqtt.idle_timeout must be a duration such as 15s, 1m30s or 7d, from 1s to 10m, not "1h"',
  ],
  [
    { set: ['mqtt.max_packet_size=1GB'] },
    '--set mqtt.max_packet_size: mqtt.max_packet_size must be a size such as 512KB or 4MB, from 1KB to 255MB, not "1GB"',
  ],
  [
    { set: ['access.allow_anonymous=yes'] },
    '--set access.allow_anonymous: access.allow_anonymous must be one of loopback, true, false, not "yes"',
  ],
  [
    { set: ['mqtt.max_qos_allowed=3'] },
    '--set mqtt.max_qos_allowed: mqtt.max_qos_allowed must be a whole number from 0 to 2, not 3',
  ],
  [
    { set: ['listeners.tcp.max_connections=0'] },
    '--set listeners.tcp.max_connections: listeners.tcp.max_connections must be a whole number from 1 or infinity, not 0',
  ],
  [
    { set: ['listeners.tcp=5'] },
    '--set listeners.tcp: listeners.tcp must be a section with settings of its own, not 5',
  ],
  [
    { file: 'listeners: { tcp: { port: [1, 2] } }' },
    'tocsin.yaml:1:27: listeners.tcp.port must be a whole number from 0 to 65535, not […]',
  ],
  [
    { file: 'listeners: { tcp: { port: { a: 1 } } }' },
    'tocsin.yaml:1:27: listeners.tcp.port must be a whole number from 0 to 65535, not {…}',
  ],
  [
    { file: 'dashboard: { bootstrap_password: hunter2 }' },
    'tocsin.yaml:1:34: dashboard.bootstrap_password must be 8 to 64 printable ASCII characters ' +
      'with at least two of: letters, digits, others',
  ],
  [{ file: '- a\n- b\n' }, 'tocsin.yaml:1:1: the file must consist of settings, each as name: value'],
  [{ file: 'hello' }, 'tocsin.yaml:1:1: the file must consist of settings, each as name: value'],
  [
    { file: 'log: &log { level: info }\nnode: *log\n' },
    'tocsin.yaml:2:1: YAML aliases (*name) are not supported here; write the value out',
  ],
  [{ file: '__proto__: { polluted: 1 }' }, 'tocsin.yaml:1:1: there is no setting __proto__'],
  [
    { environment: { TOCSIN__CONSTRUCTOR: '1' } },
    'environment variable TOCSIN__CONSTRUCTOR: there is no setting constructor',
  ],
];

for (const [written, ...sentences] of refused) {
  test(`refused: ${sentences.join(' | ')}`, () =>
    assert.deepEqual(
      refusal(() => configOf(written)),
      sentences,
    ));
}

test('text that is no YAML is refused with its line', () => {
  const [sentence = ''] = refusal(() => configOf({ file: 'listeners:\n  tcp: {\n' }));
  assert.match(sentence, /^tocsin\.yaml:\d:\d: this is not valid YAML: /);
  assert.match(
    refusal(() => configOf({ file: 'log:\n  level: info\nlog: {}\n' }))[0] ?? '',
    /^tocsin\.yaml:3:1: /,
  );
});

/** The same with the lines of the file. */
function pictures(file: string): string[] {
  try {
    configOf({ file });
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error));
    return error.problems.flatMap((problem) => problemLines(problem, commandLineTexts.en));
  }
  assert.fail('the configuration was accepted');
}

test('below each problem of a file stands its line, with carets under the name or the value that is meant', () => {
  const file =
    'listeners:\n  ws: { prot: 1, port: 70000 }\nauthorization:\n  sources:\n    - type: file\n      pathh: x\n';
  assert.deepEqual(pictures(file), [
    'tocsin.yaml:2:9: there is no setting listeners.ws.prot; did you mean listeners.ws.port?',
    '    ws: { prot: 1, port: 70000 }',
    '          ^^^^',
    'tocsin.yaml:2:24: listeners.ws.port must be a whole number from 0 to 65535, not 70000',
    '    ws: { prot: 1, port: 70000 }',
    '                         ^^^^^',
    'tocsin.yaml:6:7: there is no setting authorization.sources.0.pathh; did you mean authorization.sources.0.path?',
    '        pathh: x',
    '        ^^^^^',
  ]);
  assert.deepEqual(pictures('log:\n\tlevel: info\n').slice(1), ['    level: info', '  ^']);
});

test('the line of a secret is not shown, even where its name is misspelt', () => {
  for (const file of [
    'dashboard: { bootstrap_password: hunter2 }',
    'dashboard: { bootstrap_pasword: "hunter2", port: 1 }',
    'log: { level: loud, pasword: hunter2 }',
    'authentication: [{ mechanism: jwt, secert: hunter2 }]',
    'opentelemetry: { colour: "https://user:hunter2@example.org" }',
  ]) {
    const lines = pictures(file);
    assert.ok(lines.length > 0 && !lines.join().includes('hunter2'), lines.join('\n'));
  }
});

test('problems of a file come in its order', () => {
  const places = pictures('zz: 1\nmqtt: { max_inflight: 0 }\naa: 1\n').flatMap(
    (line) => /^tocsin.yaml:(\d)/.exec(line)?.[1] ?? [],
  );
  assert.deepEqual(places, ['1', '2', '3']);
});

test('all problems are told at once, from all places', () => {
  const sentences = refusal(() =>
    configOf({
      file: 'mqtt:\n  max_inflight: 0\n  colour: red\n',
      environment: { TOCSIN__LOG__LEVEL: 'loud' },
      set: ['rules.strict_quotes=maybe', 'nothing'],
    }),
  );
  assert.equal(sentences.length, 5);
  assert.ok(sentences.some((sentence) => sentence.startsWith('tocsin.yaml:2:17: mqtt.max_inflight must be')));
  assert.ok(
    sentences.some((sentence) => sentence.startsWith('tocsin.yaml:3:3: there is no setting mqtt.colour')),
  );
  assert.ok(
    sentences.some((sentence) =>
      /TOCSIN__LOG__LEVEL: log\.level must be one of trace, .*"loud"/.test(sentence),
    ),
  );
  assert.ok(
    sentences.some((sentence) => sentence.includes('rules.strict_quotes must be true or false, not "maybe"')),
  );
});

test('a value that breaks several limits at once is told once', () => {
  for (const set of ['dashboard.port=1e99', 'dashboard.bootstrap_password=x']) {
    assert.equal(refusal(() => configOf({ set: [set] })).length, 1, set);
  }
});

test('what a later layer overrides is not complained about', () => {
  assert.equal(
    configOf({ file: 'mqtt: { max_inflight: 0 }', set: ['mqtt.max_inflight=5'] }).mqtt.max_inflight,
    5,
  );
});

test('the refusal is told in Chinese too', () => {
  assert.deepEqual(
    refusal(() => configOf({ set: ['listeners.tcp.prot=1'] }), 'zh'),
    ['--set listeners.tcp.prot: 没有 listeners.tcp.prot 这个配置项，是否想写 listeners.tcp.port？'],
  );
});

test('every setting is described, and its default is within its own limits', () => {
  const { listeners } = configSchema.parse({});
  assert.ok(listeners);
  assert.ok(settingPaths().length > 40);
  const schema = configSchema.toJSONSchema({ io: 'input' });
  // What the items of a list hold is described in a page of its own; those with a name stand below `$defs`.
  const isItem = (key: string): boolean => key === 'items' || key === '$defs';
  const withoutItems = JSON.stringify(schema, (key, value) => (isItem(key) ? undefined : value));
  const described = withoutItems.match(/"description":/g) ?? [];
  assert.equal(described.length, settingPaths().length);
});

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'tocsin-config-'));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

test('a file is read from disk, and --data-dir stands above all', (t) => {
  const file = join(folder(t), 'tocsin.yaml');
  writeFileSync(file, 'node: { data_dir: /from/file }\nlog: { level: debug }\n');
  const config = loadConfig({
    file,
    environment: {},
    assignments: ['node.data_dir=/set'],
    dataDirectory: '/flag',
  });
  assert.equal(config.node.data_dir, '/flag');
  assert.equal(config.log.level, 'debug');
});

test('a configuration file that cannot be read is named with the reason', (t) => {
  const file = join(folder(t), 'missing.yaml');
  assert.deepEqual(
    refusal(() => loadConfig({ file, environment: {}, assignments: [] })),
    [`cannot read ${file} (ENOENT); check the path and its permissions`],
  );
});

test('the password of the first administrator may come from a file, without its last line end', (t) => {
  const file = join(folder(t), 'password');
  const load = () => loadConfig({ environment: { TOCSIN_ADMIN_PASSWORD_FILE: file }, assignments: [] });
  const variable = 'environment variable TOCSIN_ADMIN_PASSWORD_FILE';
  assert.deepEqual(refusal(load), [
    `${variable}: cannot read ${file} (ENOENT); check the path and its permissions`,
  ]);
  writeFileSync(file, '\n');
  assert.deepEqual(refusal(load), [`${variable}: ${file} is empty; write the password into it`]);
  writeFileSync(file, 'correct horse 7\n');
  assert.equal(load().dashboard.bootstrap_password, 'correct horse 7');
  writeFileSync(file, 'short');
  const [sentence = ''] = refusal(load);
  assert.match(
    sentence,
    /^environment variable TOCSIN_ADMIN_PASSWORD_FILE: dashboard\.bootstrap_password must be 8 to 64/,
  );
  assert.ok(!sentence.includes('"short"'));
});
