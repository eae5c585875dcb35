import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { temporaryDirectory } from '../../demo/broker-process.ts';
import { startFailureText } from '../../src/cli/start-failure.ts';
import { commandLineTexts } from '../../src/texts/command-line.ts';
import { startTestApp, type TestApp } from '../support/running-app.ts';

type Answer = Readonly<Record<string, unknown>>;

const channels = `# The people of the plant
channels:
  - type: preview
    name: ops
connectors:
  - { type: http, name: erp, url: "http://127.0.0.1:9/", headers: { authorization: "Bearer s3cret-of-erp" } }
actions:
  - { type: http, name: tell, connector: erp, parameters: { path: /x } }
silences:
  - { id: move, matchers: { rule: hot }, until_resolved: true, reason: rack move }
maintenance_windows:
  - { id: night, name: night, matchers: { rule: hot }, schedule: "sat 22:00-23:00 Asia/Shanghai" }
rules:
  - id: hot
    sql: SELECT * FROM "t/#"
    actions: [http:tell]
  - { id: cold, sql: SELECT * FROM "c/#" }
`;

function write(directory: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
}

function folderOf(t: TestContext, files: Readonly<Record<string, string>>): string {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-object-files-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  write(directory, files);
  return directory;
}

function start(t: TestContext, folder: string, data = temporaryDirectory()): Promise<TestApp> {
  return startTestApp(t, [`include=["${folder}/**/*.yaml"]`], data);
}

async function failureOf(t: TestContext, folder: string, data?: string): Promise<string> {
  const error = await start(t, folder, data).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return startFailureText(error, commandLineTexts.en);
}

/** Waits until what the API answers fits. */
async function until(fits: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await fits())) {
    if (Date.now() > end) throw new Error('it did not come to that');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const reasonOf = async ({ api }: TestApp) =>
  ((await api.call('GET', '/silences/move')).body as Answer).reason;

const alarmOf = async ({ api }: TestApp): Promise<string | undefined> =>
  ((await api.must('GET', '/alarms')) as { data: { name: string; message: string }[] }).data.find(
    ({ name }) => name === 'object_files',
  )?.message;

test('objects of files are there from the start, say their file, and nobody else changes them', async (t) => {
  const folder = folderOf(t, { 'channels/ops.yaml': channels });
  const { api } = await start(t, folder);
  const file = join(folder, 'channels/ops.yaml');
  for (const [path, change] of [
    ['/connectors/preview:ops', ['PUT', {}]],
    ['/connectors/http:erp', ['DELETE', undefined]],
    ['/actions/http:tell', ['PUT', { connector: 'erp', parameters: {} }]],
    ['/silences/move', ['PUT', { matchers: { rule: 'x' }, until_resolved: true }]],
    ['/maintenance_windows/night', ['DELETE', undefined]],
    ['/rules/hot', ['PUT', { sql: 'SELECT * FROM "x"' }]],
  ] as const) {
    assert.equal(((await api.must('GET', path)) as Answer).file, file, path);
    const { status, body } = await api.call(change[0], path, change[1]);
    assert.equal(status, 409, path);
    assert.match(String((body as Answer).message), /lies in the file .*ops\.yaml: change it there/);
  }
  assert.equal((await api.call('PUT', '/connectors/http:erp/enable/false')).status, 409);
  assert.equal((await api.call('POST', '/silences/move/expire')).status, 409);
  const listed = (await api.must('GET', '/connectors')) as Answer[];
  assert.deepEqual(
    listed.map((connector) => connector.file),
    [file, file],
  );
  // What nobody changes by it goes on.
  assert.equal((await api.call('POST', '/connectors/preview:ops/test')).status, 200);
  await api.must('POST', '/connectors', { type: 'http', name: 'mine', url: 'http://127.0.0.1:9/' });
  await api.must('DELETE', '/connectors/http:mine');
});

test('a change of a file is taken over, a broken one changes nothing and says where, and what is in no file goes', async (t) => {
  const folder = folderOf(t, { 'ops.yaml': channels });
  const app = await start(t, folder);
  const { api } = app;
  write(folder, { 'ops.yaml': channels.replace('rack move', 'rack moved') });
  await until(async () => (await reasonOf(app)) === 'rack moved');

  const broken = channels.replace('rack move', 'again').replace('url: "http', 'urll: "http');
  write(folder, { 'ops.yaml': broken });
  await until(async () => (await alarmOf(app)) !== undefined);
  assert.match(String(await alarmOf(app)), /ops\.yaml:6:30: there is no member urll; did you mean url\?/);
  assert.equal(await reasonOf(app), 'rack moved');
  assert.equal((await api.call('GET', '/connectors/http:erp')).status, 200);

  write(folder, {
    'ops.yaml': channels.replace('rack move', 'again').replace('connector: erp', 'connector: no'),
  });
  await until(async () => /its connector does not exist/.test(String(await alarmOf(app))));
  assert.equal(await reasonOf(app), 'rack moved', 'all of it, or nothing');

  write(folder, { 'ops.yaml': channels.replace('rack move', 'mended') });
  await until(async () => (await reasonOf(app)) === 'mended');
  assert.equal(await alarmOf(app), undefined);

  renameSync(join(folder, 'ops.yaml'), join(folder, 'people.yaml'));
  await until(async () =>
    String(((await api.must('GET', '/connectors/http:erp')) as Answer).file).endsWith('people.yaml'),
  );

  // A rule of somebody else needs the action: everything stays.
  await api.must('POST', '/rules', { id: 'mine', sql: 'SELECT * FROM "m"', actions: ['http:tell'] });
  rmSync(join(folder, 'people.yaml'));
  await until(async () => /cannot be taken away: it is used by rules\/mine/.test(String(await alarmOf(app))));
  assert.equal((await api.call('GET', '/rules/hot')).status, 200);
  assert.equal(await reasonOf(app), 'mended');
  await api.must('DELETE', '/rules/mine');
  write(folder, { 'empty.yaml': '# nothing any more\n' });
  await until(async () => (await api.call('GET', '/silences/move')).status === 404);
  for (const path of [
    '/connectors/http:erp',
    '/actions/http:tell',
    '/rules/hot',
    '/maintenance_windows/night',
  ])
    assert.equal((await api.call('GET', path)).status, 404, path);
});

test('a watched peer of a file says its file in the list of peers, and within its monitor', async (t) => {
  const folder = folderOf(t, {
    'peers.yaml': 'monitor_peers:\n  - { name: scada, type: tcp, address: "127.0.0.1:9" }\n',
  });
  const { api } = await start(t, folder);
  const file = join(folder, 'peers.yaml');
  await api.must('POST', '/monitors/peer_down/peers', { name: 'mine', type: 'tcp', address: '127.0.0.1:9' });
  const filesOf = (peers: unknown) => (peers as Answer[]).map(({ name, file: of }) => [name, of]);
  const expected = [
    ['mine', undefined],
    ['scada', file],
  ];
  const monitor = (await api.must('GET', '/monitors/peer_down')) as Answer;
  const listed = (await api.must('GET', '/monitors')) as Answer[];
  for (const peers of [
    await api.must('GET', '/monitors/peer_down/peers'),
    monitor.peers,
    listed.find(({ name }) => name === 'peer_down')?.peers,
  ])
    assert.deepEqual(filesOf(peers).sort(), expected);
  assert.equal((await api.call('DELETE', '/monitors/peer_down/peers/scada')).status, 409);
});

test('an import of MQTT users leaves alone whom a file has, and says which file', async (t) => {
  const database = 'password_based:built_in_database';
  const folder = folderOf(t, {
    'access.yaml': `mqtt_users:\n  - { authenticator: "${database}", user_id: pump, password: of-the-file }\n`,
  });
  const { api, connect } = await startTestApp(t, [
    `include=["${folder}/**/*.yaml"]`,
    'authentication=[{"mechanism":"password_based","backend":"built_in_database"}]',
  ]);
  const path = `/authentication/${database}/import_users?type=plain`;
  const { status, body } = await api.call('POST', path, [
    { user_id: 'valve', password: 'another-one' },
    { user_id: 'pump', password: 'of-somebody' },
  ]);
  assert.equal(status, 409);
  assert.match(
    String((body as Answer).message),
    /^mqtt_users\/password_based:built_in_database:pump lies in the file .*access\.yaml: change it there$/,
  );
  assert.equal(String((body as Answer).file), join(folder, 'access.yaml'));
  assert.equal(
    (await api.call('GET', `/authentication/${database}/users/valve`)).status,
    404,
    'all, or none',
  );
  await connect({ clientId: 'p', username: 'pump', password: 'of-the-file' });
  await api.must('POST', path, [{ user_id: 'valve', password: 'another-one' }]);
  await connect({ clientId: 'v', username: 'valve', password: 'another-one' });
});

test('what a file loses while the broker is stopped is gone at the next start, and the secret is not asked for again', async (t) => {
  const folder = folderOf(t, { 'ops.yaml': channels });
  const data = temporaryDirectory();
  const first = await start(t, folder, data);
  await first.stop();
  write(folder, { 'ops.yaml': channels.replace(/silences:[\s\S]*?maintenance/, 'maintenance') });
  const second = await start(t, folder, data);
  assert.equal((await second.api.call('GET', '/silences/move')).status, 404);
  const connector = (await second.api.must('GET', '/connectors/http:erp')) as Answer;
  assert.deepEqual(connector.headers, { authorization: '******' });
});

test('what a file and the dashboard both have refuses the start, and at a change keeps everything as it was', async (t) => {
  const folder = folderOf(t, { 'ops.yaml': '# nothing yet\n' });
  const data = temporaryDirectory();
  const app = await start(t, folder, data);
  await app.api.must('POST', '/connectors', { type: 'http', name: 'erp', url: 'http://127.0.0.1:8/' });
  write(folder, { 'ops.yaml': channels });
  await until(async () => (await alarmOf(app)) !== undefined);
  assert.match(String(await alarmOf(app)), /ops\.yaml:6:5: connectors\/http:erp is here and in the database/);
  const { url } = (await app.api.must('GET', '/connectors/http:erp')) as Answer;
  assert.equal(url, 'http://127.0.0.1:8/');
  await app.stop();
  assert.match(
    await failureOf(t, folder, data),
    /^What is configured in files has a problem:\n.*ops\.yaml:6:5: connectors\/http:erp is here and in the database.*tocsin adopt connectors\/http:erp/,
  );
});

for (const [text, sentence] of [
  [
    'channels:\n  - { type: http, name: x, url: "http://a/" }',
    /:2:13: http is no channel; write it below connectors/,
  ],
  ['conectors: []\nrules: []', /:1:1: there is no member conectors; did you mean connectors\?/],
  ['connectors: { a: 1 }', /:1:1: connectors must be a list/],
  ['connectors:\n  - { type: http, name: a }', /:2:5: url is missing; write it as url: …/],
  ['silences:\n  - { id: a, matchers: {}, until_resolved: true }', /:2:\d+: /],
  [
    'rules:\n  - { id: a, sql: SELECT * FROM "t" }\n  - { id: a, sql: SELECT * FROM "t" }',
    /:3:11: the rule a stands in .* already/,
  ],
  [
    'connectors:\n  - { type: preview, name: a }\n  - { type: preview, name: a }',
    /:3:5: connectors\/preview:a stands in .* already/,
  ],
] as const) {
  test(`a start is refused, with the place, for ${JSON.stringify(text).slice(0, 70)}`, async (t) => {
    assert.match(await failureOf(t, folderOf(t, { 'a.yaml': text })), sentence);
  });
}

test('the line of a secret is not shown when something is wrong with it', async (t) => {
  const text = 'connectors:\n  - type: wecom\n    name: a\n    url: "ftp://x/send?key=s3cret-key-of-wecom"\n';
  const failure = await failureOf(t, folderOf(t, { 'a.yaml': text }));
  assert.match(failure, /a\.yaml:4:10: url: /);
  assert.doesNotMatch(failure, /s3cret-key/);
});
