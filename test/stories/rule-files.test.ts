import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { startFailureText } from '../../src/cli/start-failure.ts';
import { commandLineTexts } from '../../src/texts/command-line.ts';
import { startTestApp } from '../support/running-app.ts';

type Answer = Readonly<Record<string, unknown>>;
type Refusal = { status: number; body: Answer };

function directoryOf(t: TestContext, files: Readonly<Record<string, string>>): string {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-rule-files-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  return directory;
}

const copy = `id: copy
sql: SELECT payload.x as x FROM "up/#"
actions:
  - { function: republish, args: { topic: down, payload: '\${x}' } }
`;

test('rules in files work from the start on, and only their files can change them', async (t) => {
  const directory = directoryOf(t, {
    'copy.yaml': copy,
    'copy.test.yaml': 'tests: []',
    'notes.txt': 'no rule',
    'with-action.yaml': 'id: with-action\nsql: SELECT * FROM "t/#"\nactions: [http:chat]\n',
  });
  const { api, connect } = await startTestApp(t, [`rules.directory=${directory}`]);
  const client = await connect({ clientId: 'c1' });
  await client.subscribeAsync('down');
  const received = new Promise<string>((resolve) => {
    client.on('message', (_topic, payload) => resolve(payload.toString()));
  });
  await client.publishAsync('up/1', '{"x":7}');
  assert.equal(await received, '7');

  const file = join(directory, 'copy.yaml');
  const shown = (await api.must('GET', '/rules/copy')) as Answer;
  assert.equal(shown.file, file);
  assert.deepEqual([shown.enable, shown.from], [true, ['up/#']]);
  const refusal = { code: 'CONFLICT', file };
  for (const [method, body] of [
    ['PUT', { sql: 'SELECT * FROM "t/#"' }],
    ['PUT', { ...shown, enable: false }],
    ['DELETE', undefined],
  ] as const) {
    const { status, body: answer } = (await api.call(method, '/rules/copy', body)) as Refusal;
    assert.equal(status, 409);
    assert.deepEqual({ code: answer.code, file: answer.file }, refusal);
    assert.match(String(answer.message), /^the rule copy lies in the file .*copy\.yaml: change it there/);
  }
  assert.equal((await api.call('POST', '/rules', { id: 'copy', sql: 'SELECT * FROM "t/#"' })).status, 400);
  assert.equal(((await api.must('GET', '/rules/copy')) as Answer).enable, true);
});

test('an action is not taken out of a rule that lies in a file', async (t) => {
  const directory = directoryOf(t, {
    'a.yaml': 'id: a\nsql: SELECT * FROM "t/#"\nactions: [http:chat]\n',
  });
  const { api } = await startTestApp(t, [`rules.directory=${directory}`]);
  await api.must('POST', '/connectors', { type: 'http', name: 'chat', url: 'http://127.0.0.1:1' });
  await api.must('POST', '/actions', { type: 'http', name: 'chat', connector: 'chat', parameters: {} });
  await api.must('POST', '/rules', { id: 'b', sql: 'SELECT * FROM "t/#"', actions: ['http:chat'] });
  const { status, body } = (await api.call(
    'DELETE',
    '/actions/http:chat?also_delete_dep_actions=true',
  )) as Refusal;
  assert.equal(status, 409);
  assert.match(String(body.message), /the rule a lies in the file/);
  assert.deepEqual(
    ((await api.must('GET', '/rules/b')) as Answer).actions,
    ['http:chat'],
    'nothing was changed',
  );
});

test('a rule that a file and the dashboard both have refuses the start, and both places are named', async (t) => {
  const data = directoryOf(t, {});
  const first = await startTestApp(t, [], data);
  await first.api.must('POST', '/rules', { id: 'copy', sql: 'SELECT 1 as one FROM "stored"' });
  await first.stop();
  const directory = directoryOf(t, { 'copy.yaml': copy });
  const error = await startTestApp(t, [`rules.directory=${directory}`], data).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.match(
    startFailureText(error, commandLineTexts.en),
    /copy\.yaml:1:5: rules\/copy is here and in the database, where the dashboard or the API put it \(last changed 20.*tocsin adopt rules\/copy/,
  );
  const third = await startTestApp(t, [], data);
  assert.deepEqual(((await third.api.must('GET', '/rules/copy')) as Answer).from, ['stored']);
});

const badFiles: ReadonlyArray<[text: string, en: RegExp, zh: RegExp]> = [
  [
    'id: a\nsql: |\n  SELECT uper(clientid) as c\n  FROM "t/#"\n',
    /^What is configured in files has a problem:\n {2}.*a\.yaml:3:10: unknown function uper\(\); did you mean upper\?\n {6}SELECT uper\(clientid\) as c\n {13}\^{4}$/,
    /^文件中的配置.*\n.*a\.yaml:3:10: 未知函数 uper\(\)；是否想写 upper？/,
  ],
  ['id: a', /a\.yaml:1:1: sql is missing/, /缺少 sql/],
  [
    'id: a\nsql: SELECT * FROM "t/#"\nenabel: true',
    /a\.yaml:3:1: there is no member enabel/,
    /是否想写 enable/,
  ],
  ['{', /a\.yaml:1:2: this is not valid YAML/, /不是有效的 YAML/],
];

for (const [text, en, zh] of badFiles) {
  test(`a file with ${JSON.stringify(text).slice(0, 60)} refuses the start, with file, line and caret`, async (t) => {
    const directory = directoryOf(t, { 'a.yaml': text });
    const error = await startTestApp(t, [`rules.directory=${directory}`]).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.match(startFailureText(error, commandLineTexts.en), en);
    assert.match(startFailureText(error, commandLineTexts.en), /\^$/);
    assert.match(startFailureText(error, commandLineTexts.zh), zh);
  });
}

test('a directory that is not there refuses the start', async (t) => {
  const error = await startTestApp(t, ['rules.directory=/nowhere/at/all']).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.match(
    startFailureText(error, commandLineTexts.en),
    /\n {2}\/nowhere\/at\/all: the file cannot be read \(ENOENT\)/,
  );
});

/** What the live stream says, up to and with a text. */
async function openStream(
  t: TestContext,
  port: number,
  topics: string,
): Promise<(text: string) => Promise<void>> {
  const controller = new AbortController();
  t.after(() => controller.abort());
  const answer = await fetch(`http://127.0.0.1:${port}/api/v5/live?topics=${topics}`, {
    headers: { authorization: `Basic ${btoa('test:test-secret')}` },
    signal: controller.signal,
  });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let heard = '';
  return async (text) => {
    while (!heard.includes(text)) {
      const { value, done } = (await reader?.read()) ?? { done: true };
      assert.equal(done, false, `the stream ended without ${text}`);
      heard += value;
    }
    heard = heard.slice(heard.indexOf(text) + text.length);
  };
}

test('a file that is written, added or deleted changes its rule at once, and a wrong one changes nothing', async (t) => {
  const directory = directoryOf(t, { 'copy.yaml': copy });
  const { api, app } = await startTestApp(t, [`rules.directory=${directory}`]);
  const until = await openStream(t, app.ready.dashboard.port, 'objects,events');
  const before = (await api.must('GET', '/rules/copy')) as Answer;
  writeFileSync(join(directory, 'copy.yaml'), copy.replace('up/#', 'other/#'));
  await until('{"kind":"rule","id":"copy","what":"updated"}');
  const after = (await api.must('GET', '/rules/copy')) as Answer;
  assert.deepEqual([after.from, after.created_at], [['other/#'], before.created_at]);

  writeFileSync(join(directory, 'copy.yaml'), copy.replace('SELECT', 'SELEKT'));
  writeFileSync(join(directory, 'new.yaml'), 'id: new\nsql: SELECT * FROM "t/#"\n');
  await until('what is configured in files stays as it was: ');
  assert.equal((await api.call('GET', '/rules/new')).status, 404);
  assert.deepEqual(((await api.must('GET', '/rules/copy')) as Answer).from, ['other/#']);

  rmSync(join(directory, 'copy.yaml'));
  await until('{"kind":"rule","id":"copy","what":"deleted"}');
  await until('{"kind":"rule","id":"new","what":"created"}');
  await until('alarm.deactivated');
  assert.equal((await api.call('GET', '/rules/copy')).status, 404);
});

test('a folder that comes is watched too, and comes back when it was away; packages and copies are not read', async (t) => {
  const directory = directoryOf(t, { 'copy.yaml': copy });
  const { app } = await startTestApp(t, [`rules.directory=${directory}`]);
  const until = await openStream(t, app.ready.dashboard.port, 'objects,events');
  const folder = join(directory, 'site', 'east');
  const rule = (id: string) => `id: ${id}\nsql: SELECT * FROM "t/#"\n`;
  for (const round of ['first', 'second']) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'a.yaml'), rule(`${round}-a`));
    await until(`{"kind":"rule","id":"${round}-a","what":"created"}`);
    writeFileSync(join(folder, 'b.yaml'), rule(`${round}-b`));
    await until(`{"kind":"rule","id":"${round}-b","what":"created"}`);
    rmSync(join(directory, 'site'), { recursive: true });
    await until(`{"kind":"rule","id":"${round}-b","what":"deleted"}`);
  }
  for (const name of ['node_modules', '.git']) {
    mkdirSync(join(directory, name));
    writeFileSync(join(directory, name, 'x.yaml'), 'no: rule');
  }
  writeFileSync(join(directory, 'last.yaml'), rule('last'));
  await until('{"kind":"rule","id":"last","what":"created"}');
});
