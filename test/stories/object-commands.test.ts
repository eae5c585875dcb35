import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { commandLineTexts } from '../../src/texts/command-line.ts';
import { startTestApp, type TestApp } from '../support/running-app.ts';

type Answer = Readonly<Record<string, unknown>>;

function folderOf(t: TestContext, files: Readonly<Record<string, string>>): string {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-object-commands-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
  return directory;
}

function commandsOf({ app }: TestApp) {
  return async (...words: readonly string[]) => {
    const result = { code: -1, out: '', error: '' };
    const server = ['--url', `http://127.0.0.1:${app.ready.dashboard.port}`];
    result.code = await runCommandLine([...words, ...server], {
      environment: { TOCSIN_API_KEY: 'test:test-secret' },
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
}

const objects = `connectors:
  - { type: http, name: erp, url: "http://127.0.0.1:9/" }
actions:
  - { type: http, name: tell, connector: erp, parameters: { path: /x } }
silences:
  - { id: move, matchers: { rule: hot }, until_resolved: true }
bans: []
rules:
  - { id: hot, sql: SELECT * FROM "t/#", actions: [http:tell] }
`;

test('a plan shows what would change, apply does it, and then there is nothing left', async (t) => {
  const app = await startTestApp(t);
  const run = commandsOf(app);
  const folder = folderOf(t, { 'all.yaml': objects, 'more/rule.yaml': 'id: cold\nsql: SELECT * FROM "c"\n' });
  await app.api.must('POST', '/banned', { as: 'clientid', who: 'dev-9' });
  const plan = await run('plan', '-f', folder, '-o', 'table');
  assert.equal(plan.code, 5, plan.error);
  assert.match(plan.out, /^\+ connectors\/http:erp$/m);
  assert.match(plan.out, /5 to add, 0 to change, 0 to remove, 0 the same\./);
  assert.equal((await run('apply', '-f', folder, '--dry-run')).code, 5);
  assert.equal((await app.api.call('GET', '/rules/hot')).status, 404, 'nothing was done');

  const applied = await run('apply', '-f', folder);
  assert.equal(applied.code, 0, applied.error);
  const again = await run('plan', '-f', folder, '-o', 'table');
  assert.deepEqual(
    [again.code, again.out],
    [0, 'Nothing to do: 5 objects are on the broker as the files say.\n'],
  );

  await app.api.must('PUT', '/rules/cold', { sql: 'SELECT * FROM "other"' });
  const changed = await run('plan', '-f', folder, '--prune', '-o', 'table');
  assert.match(
    changed.out,
    /~ rules\/cold\n {4}- sql: SELECT \* FROM "other"\n {4}\+ sql: SELECT \* FROM "c"\n/,
  );
  assert.match(changed.out, /^- bans\/clientid:dev-9$/m);
  assert.equal((await run('apply', '-f', folder, '--prune')).code, 0);
  assert.equal((await run('plan', '-f', folder, '--prune')).code, 0);
  assert.equal((await run('import', '--undo')).code, 0);
  const bans = (await app.api.must('GET', '/banned')) as { data: { who: string }[] };
  assert.deepEqual(
    bans.data.map(({ who }) => who),
    ['dev-9'],
  );
});

test('files that cannot be used are told with their places, and nobody is asked', async (t) => {
  const run = commandsOf(await startTestApp(t));
  const folder = folderOf(t, {
    'a.yaml': 'connectors:\n  - { type: http, name: a, urll: x }\n',
    'b.yaml': 'id: b\nsql: SELECT uper(x) FROM "t"\n',
  });
  const { code, error } = await run('plan', '-f', folder);
  assert.equal(code, 1);
  assert.match(error, /The files have 2 problems:/);
  assert.match(error, /a\.yaml:2:28: there is no member urll; did you mean url\?/);
  assert.match(error, /b\.yaml:2:13: unknown function uper\(\)/);
  assert.equal((await run('plan', '-f', join(folder, 'none'))).code, 1);
});

test('an object of the dashboard is written into a file, which has it from then on; its secret lies beside it', async (t) => {
  const folder = folderOf(t, { 'rules/first.yaml': '# nothing yet\n', 'channels/first.yaml': '' });
  const app = await startTestApp(t, [`include=["${folder}/rules/*.yaml","${folder}/channels/*.yaml"]`]);
  const run = commandsOf(app);
  const { api } = app;
  await api.must('POST', '/rules', { id: 'hot', sql: 'SELECT * FROM "t/#"', description: 'why' });
  const adopted = await run('adopt', 'rules/hot');
  assert.equal(adopted.code, 0, adopted.error);
  const file = join(folder, 'rules/rules-hot.yaml');
  assert.match(
    readFileSync(file, 'utf8'),
    /^# yaml-language-server: \$schema=\S+\nid: hot\nsql: .*\ndescription: why\n$/,
  );
  assert.equal(((await api.must('GET', '/rules/hot')) as Answer).file, file);
  assert.equal((await api.call('DELETE', '/rules/hot')).status, 409);
  assert.equal((await run('adopt', 'rules/hot')).code, 1);

  const url = 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7aaa-4bc4-97a0-0ec2sifa5aaa';
  await api.must('POST', '/connectors', { type: 'wecom', name: 'ops', url });
  assert.match((await run('adopt', 'connectors/wecom:ops')).out, /beside it: url/);
  const text = readFileSync(join(folder, 'channels/connectors-wecom-ops.yaml'), 'utf8');
  assert.match(text, /\nchannels:\n {2}- type: wecom\n {4}name: ops\n {4}url: \$\{file:.*\.secrets\/.*\}\n/);
  assert.ok(!text.includes('693a91f6'));
  const secret = join(folder, 'channels/.secrets/connectors-wecom-ops.url');
  assert.equal(readFileSync(secret, 'utf8'), `${url}\n`);
  assert.equal(statSync(secret).mode & 0o777, 0o600);
  const connector = (await api.must('GET', '/connectors/wecom:ops')) as Answer;
  assert.equal(connector.file, join(folder, 'channels/connectors-wecom-ops.yaml'));

  await api.must('POST', '/rules', { id: 'cold', sql: 'SELECT * FROM "c"' });
  for (const [words, sentence] of [
    [['rules/none'], /there is no rules\/none/],
    [['rules/cold', '-f', '../outside.yaml'], /not among the files that include names/],
    [['rules/cold', '-f', `${folder}/rules/rules-hot.yaml`], /is there already: name another file/],
    [['wishes/cold'], /there is no wishes\/cold/],
  ] as const) {
    const refused = await run('adopt', ...words);
    assert.equal(refused.code, 1, words.join(' '));
    assert.match(refused.error, sentence);
  }
  assert.ok(!existsSync(join(folder, '../outside.yaml')));
  assert.equal((await run('adopt', 'cold')).code, 2);
});

test('a backup with secrets is sealed by its passphrase, and opens with no other', async (t) => {
  const from = await startTestApp(t);
  const to = await startTestApp(t);
  const folder = folderOf(t, { pass: 'a long passphrase\n', other: 'another passphrase\n' });
  await from.api.must('POST', '/connectors', {
    type: 'http',
    name: 'erp',
    url: 'http://127.0.0.1:9/',
    headers: { authorization: 'Bearer s3cret-of-erp-1' },
  });
  const exported = await commandsOf(from)(
    'export',
    '--with-secrets',
    '--passphrase-file',
    join(folder, 'pass'),
  );
  assert.equal(exported.code, 0, exported.error);
  assert.match(exported.out, /^contains_secrets: sealed$/m);
  assert.ok(!exported.out.includes('s3cret-of-erp'));
  const file = join(folder, 'backup.yaml');
  writeFileSync(file, exported.out);
  const run = commandsOf(to);
  const without = await run('import', file, '--dry-run');
  assert.match(without.out, /conflict\tconnectors\thttp:erp\tneeds_secret/);
  const wrong = await run('import', file, '--passphrase-file', join(folder, 'other'));
  assert.equal(wrong.code, 1);
  assert.match(wrong.error, /the passphrase is not the one of this backup/);
  const done = await run('import', file, '--passphrase-file', join(folder, 'pass'));
  assert.equal(done.code, 0, done.error);
  assert.ok(!done.out.includes('s3cret-of-erp'));
  const sealed = async (app: TestApp) =>
    JSON.stringify(
      (
        (await app.api.must('POST', '/backup/plan', {
          document: exported.out,
          passphrase: 'a long passphrase',
        })) as { entries: { kind: string; what: string }[] }
      ).entries.filter(({ what }) => what !== 'same'),
    );
  assert.equal(await sealed(to), '[]', 'the secret arrived');
  assert.match((await commandsOf(from)('export')).out, /^contains_secrets: none$/m);
  assert.equal((await commandsOf(from)('export', '--with-secrets')).code, 2, 'nobody is there to ask');
});

test('the schemas for editors are printed and served alike', async (t) => {
  const app = await startTestApp(t);
  const run = async (name: string) => {
    let out = '';
    await runCommandLine(['config', 'schema', name], {
      environment: {},
      texts: commandLineTexts.en,
      version: '1.2.3',
      out: (text) => {
        out += text;
      },
      error: () => undefined,
    });
    return JSON.parse(out) as unknown;
  };
  for (const name of ['objects', 'settings'])
    assert.deepEqual(await app.api.must('GET', `/json_schema/${name}`), await run(name));
});
