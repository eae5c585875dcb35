import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { runCommand } from '../support/command-run.ts';
import { startTestApp } from '../support/running-app.ts';

function written(t: TestContext, text: string): { folder: string; file: string } {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-config-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'tocsin.yaml');
  writeFileSync(file, text);
  return { folder, file };
}

test('a good file is fine, in words and as JSON', async (t) => {
  const { file } = written(t, 'listeners: { tcp: { port: 1884 } }\n');
  assert.deepEqual(await runCommand(['config', 'check', '-c', file]), {
    code: 0,
    out: `${file} is fine\n`,
    error: '',
  });
  const { out } = await runCommand(['config', 'check', '-c', file, '-o', 'json']);
  assert.deepEqual(JSON.parse(out), { file, problems: [] });
  assert.equal(
    (await runCommand(['config', 'check', '-c', file], { language: 'zh' })).out,
    `${file} 没有问题\n`,
  );
});

test('what is wrong is told with line, column and a caret; variables and flags by their names', async (t) => {
  const { file } = written(t, 'listeners:\n  tcp: { prot: 1884 }\n');
  const call = ['config', 'check', '-c', file, '-s', 'mqtt.max_inflight=0'];
  const environment = { TOCSIN__LOG__LEVEL: 'loud' };
  const { code, out, error } = await runCommand(call, { environment });
  assert.deepEqual([code, out], [1, '']);
  assert.equal(
    error,
    [
      'The configuration has 3 problems:',
      `  ${file}:2:10: there is no setting listeners.tcp.prot; did you mean listeners.tcp.port?`,
      '      tcp: { prot: 1884 }',
      '             ^^^^',
      '  environment variable TOCSIN__LOG__LEVEL: log.level must be one of trace, debug, info, warn, error, fatal, silent, not "loud"',
      '  --set mqtt.max_inflight: mqtt.max_inflight must be a whole number from 1 to 65535, not 0',
      '',
    ].join('\n'),
  );
  const zh = await runCommand(call, { environment, language: 'zh' });
  assert.match(zh.error, /^配置有 3 个问题：\n.*:2:10: 没有 listeners\.tcp\.prot 这个配置项，是否想写/);
});

test('files that the configuration includes are looked at as a start would', async (t) => {
  const { folder, file } = written(t, 'include: [rules/*.yaml]\n');
  mkdirSync(join(folder, 'rules'));
  const rule = join(folder, 'rules', 'a.yaml');
  writeFileSync(rule, 'id: a\nsql: SELEC * FROM "t"\n');
  const { code, error } = await runCommand(['config', 'check', '-c', folder]);
  assert.equal(code, 1);
  assert.ok(
    error.includes(`${rule}:2:6: expected SELECT or FOREACH, found SELEC; did you mean SELECT?`),
    error,
  );
  writeFileSync(rule, 'id: a\nsql: SELECT * FROM "t"\n');
  assert.equal((await runCommand(['config', 'check', '-c', folder])).out, `${file} is fine\n`);
});

test('a file that is not there is said, with what to look at', async () => {
  const { code, error } = await runCommand(['config', 'check', '-c', '/nowhere/tocsin.yaml']);
  assert.deepEqual(
    [code, error],
    [
      1,
      'The configuration has a problem:\n  cannot read /nowhere/tocsin.yaml (ENOENT); check the path and its permissions\n',
    ],
  );
});

test('show says what holds, and --origin where it comes from', async (t) => {
  const { file } = written(t, 'listeners:\n  tcp:\n    port: 1884\n');
  const show = (path: string, environment = {}) =>
    runCommand(['config', 'show', path, '--origin', '-c', file, '-s', 'dashboard.port=1'], { environment });
  assert.equal((await show('listeners.tcp.port')).out, `listeners.tcp.port\t1884\tfile\t${file}:3\n`);
  assert.equal(
    (await show('listeners.tcp.port', { TOCSIN__LISTENERS__TCP__PORT: '1885' })).out,
    'listeners.tcp.port\t1885\tenvironment\tTOCSIN__LISTENERS__TCP__PORT\n',
  );
  assert.equal((await show('dashboard.port')).out, 'dashboard.port\t1\tflag\t--set dashboard.port\n');
  assert.equal((await show('mqtt.max_inflight')).out, 'mqtt.max_inflight\t1000\tdefault\t\n');
  const { code, error } = await show('listeners.tpc');
  assert.deepEqual(
    [code, error],
    [2, 'There is no setting listeners.tpc; did you mean listeners.tcp?\ntry: tocsin config show\n'],
  );
});

test('set keeps comments and order, and writes nothing that could not be started with', async (t) => {
  const text = '# ours\nlisteners:\n  tcp:\n    port: 1884 # not 1883: the old broker\n\n# the end\n';
  const { file } = written(t, text);
  const { code, out } = await runCommand([
    'config',
    'set',
    '-c',
    file,
    'listeners.tcp.port=1885',
    'log.level=warn',
  ]);
  assert.equal(code, 0);
  assert.match(out, /^listeners\.tcp\.port, log\.level written to .*; a running broker takes it over/);
  const now = readFileSync(file, 'utf8');
  assert.match(now, /^# ours\nlisteners:\n {2}tcp:\n {4}port: 1885 # not 1883: the old broker\n/);
  assert.match(now, /# the end/);
  assert.match(now, /log:\n {2}level: warn\n/);
  const refused = await runCommand(['config', 'set', '-c', file, 'listeners.tcp.port=99999']);
  assert.equal(refused.code, 1);
  assert.match(refused.error, /tocsin\.yaml:4:11: listeners\.tcp\.port must be a whole number/);
  const unknown = await runCommand(['config', 'set', '-c', file, 'listeners.tcp.prot=1']);
  assert.deepEqual([unknown.code, readFileSync(file, 'utf8')], [2, now]);
  assert.match(unknown.error, /did you mean listeners\.tcp\.port\?/);
});

test('diff says what a running broker does otherwise than the file, and ends with 5', async (t) => {
  const { app } = await startTestApp(t, ['mqtt.max_inflight=7']);
  const environment = {
    TOCSIN_SERVER: `http://127.0.0.1:${app.ready.dashboard.port}`,
    TOCSIN_API_KEY: 'test:test-secret',
  };
  const { file } = written(t, 'mqtt: { max_inflight: 9 }\n');
  const { code, out } = await runCommand(['config', 'diff', '-c', file], { environment });
  assert.equal(code, 5);
  assert.match(out, /^mqtt\.max_inflight\t7\t9\t.*tocsin\.yaml:1$/m);
  const nobody = { TOCSIN_SERVER: 'http://127.0.0.1:9' };
  assert.equal((await runCommand(['config', 'diff', '-c', file], { environment: nobody })).code, 3);
});

test('the schemas for editors are JSON', async () => {
  const { code, out } = await runCommand(['config', 'schema']);
  assert.equal(code, 0);
  assert.ok(Object.hasOwn((JSON.parse(out) as { properties: object }).properties, 'listeners'));
});
