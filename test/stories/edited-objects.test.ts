import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { temporaryDirectory } from '../../demo/broker-process.ts';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { commandLineTexts } from '../../src/texts/command-line.ts';
import { startTestApp } from '../support/running-app.ts';

interface Running {
  editor?: string;
  language?: 'en' | 'zh';
  /** What is answered to questions; nobody is there without. */
  answers?: boolean[];
}

/** A running broker with a rule, its command line, and a folder for files. */
async function start(t: TestContext) {
  const { app, api, connect } = await startTestApp(t);
  const folder = temporaryDirectory();
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const run = async (words: readonly string[], { editor, language = 'en', answers }: Running = {}) => {
    const result = { code: -1, out: '', error: '' };
    result.code = await runCommandLine(words, {
      environment: {
        TOCSIN_SERVER: `http://127.0.0.1:${app.ready.dashboard.port}`,
        TOCSIN_API_KEY: 'test:test-secret',
        ...(editor !== undefined && { EDITOR: editor }),
      },
      texts: commandLineTexts[language],
      version: '1.2.3',
      isTerminal: true,
      out: (text) => {
        result.out += text;
      },
      error: (text) => {
        result.error += text;
      },
      ...(answers && { confirm: async () => answers.shift() ?? false, ask: async () => '' }),
    });
    return result;
  };
  const made = await run(['rules', 'create', 'hot', '--sql', 'SELECT * FROM "t/#" WHERE payload.temp > 30']);
  assert.deepEqual([made.code, made.out], [0, 'hot is created\n']);
  const ruleOf = async (id: string) =>
    (await api.must('GET', `/rules/${id}`)) as { sql: string; name: string; enable: boolean };
  return { run, file, api, connect, folder, ruleOf };
}

test('rules are made from options and from files; a mistake in the SQL is underlined', async (t) => {
  const { run, file, ruleOf } = await start(t);
  const wrong = await run(['rules', 'create', '--sql', 'SELECT a FROM "t/#" WHER x'], { language: 'zh' });
  assert.equal(wrong.code, 1);
  assert.match(wrong.error, /第 1 行，第 21 列.*\n\n {2}SELECT a FROM "t\/#" WHER x\n {22}\^{4}\n/s);
  const list = file(
    'rules.yaml',
    'rules:\n  - { id: a, sql: SELECT * FROM "a" }\n  - { id: b, sql: SELECT * FROM "b" }\n',
  );
  assert.equal(
    (await run(['rules', 'create', '-f', list, '--disabled'])).out,
    'a is created\nb is created\n',
  );
  assert.equal((await ruleOf('b')).enable, false);
  assert.equal((await run(['rules', 'create', 'c', '-f', list])).code, 2);
  const broken = await run(['rules', 'create', '-f', file('broken.yaml', 'id: c\nsql: [SELECT\n')]);
  assert.equal(broken.code, 2);
  assert.match(broken.error, /broken\.yaml:\d:\d+: /);
  assert.equal((await run(['rules', 'create', 'hot', '--sql', 'SELECT * FROM "t"'])).code, 1);
  assert.equal((await run(['rules', 'create', 'd'])).code, 2);
});

test('connectors and actions are made and changed by members; what is wrong is said by its name', async (t) => {
  const { run } = await start(t);
  const nowhere = 'url=http://127.0.0.1:1';
  const connector = await run([
    'connectors',
    'create',
    'http:erp',
    '-s',
    nowhere,
    '-s',
    'headers.authorization=one',
  ]);
  assert.deepEqual([connector.code, connector.out], [0, 'http:erp is created\n']);
  const wrong = await run(['connectors', 'create', 'http:x', '-s', `urle=${nowhere}`]);
  assert.match(wrong.error, /urle: there is no such member; did you mean url\?/);
  assert.equal((await run(['connectors', 'create', 'http'])).code, 2);
  const action = await run([
    'actions',
    'create',
    'http:tell',
    '-s',
    'connector=erp',
    '-s',
    'parameters.path=/x',
    '-s',
    'parameters.method=post',
  ]);
  assert.equal(action.code, 0, action.error);
  assert.match((await run(['actions', 'ls'])).out, /^ID +STATUS .*\nhttp:tell +\w+ +erp/);
  const edited = await run([
    'connectors',
    'edit',
    'http:erp',
    '-s',
    'headers.authorization=two',
    '-s',
    'description=ERP',
  ]);
  assert.match(edited.out, /- headers\.authorization: \*{6}\n.*\+ headers\.authorization: \*{6}\n/);
  assert.match(edited.out, /\+ description: ERP\nhttp:erp is changed\n$/);
  const dry = await run(['actions', 'edit', 'http:tell', '-s', 'parameters.max_retries=7', '--dry-run']);
  assert.deepEqual([dry.code, dry.out.includes('+ parameters.max_retries: 7')], [5, true]);
  assert.equal((await run(['actions', 'disable', 'http:tell'])).out, 'http:tell is off\n');
  assert.equal((await run(['actions', 'rm', 'http:tell'])).out, 'http:tell deleted\n');
  assert.equal((await run(['actions', 'show', 'http:tell'])).code, 1);
});

test('a rule is edited as YAML in the editor, its changes are shown and asked for, and the file is gone', async (t) => {
  const { run, ruleOf, file } = await start(t);
  const seen = file('seen', '');
  const edited = await run(['rules', 'edit', 'hot'], {
    editor: `f() { cp "$1" ${seen}; echo "$1" >> ${seen}; sed -i s/30/40/ "$1"; }; f`,
    answers: [true],
  });
  assert.deepEqual([edited.code, edited.error], [0, '']);
  assert.match(edited.out, /- sql: .* > 30\n.*\+ sql: .* > 40\nhot is changed\n$/);
  assert.match((await ruleOf('hot')).sql, /> 40$/);
  const text = readFileSync(seen, 'utf8');
  assert.match(text, /^# tocsin rules edit hot\n/);
  assert.doesNotMatch(text, /created_at|warnings/);
  assert.equal(existsSync(text.trimEnd().split('\n').at(-1) ?? ''), false);
  const same = await run(['rules', 'edit', 'hot'], { editor: 'true' });
  assert.deepEqual([same.code, same.out], [0, 'hot stays as it was: nothing was changed\n']);
  const no = await run(['rules', 'edit', 'hot', '-s', 'name=x'], { answers: [false] });
  assert.deepEqual([no.code, no.error, (await ruleOf('hot')).name], [1, 'hot stays as it was\n', '']);
});

test('what is refused is said with its place, and the text is kept in a file that can be put back', async (t) => {
  const { run, ruleOf } = await start(t);
  const refused = await run(['rules', 'edit', 'hot'], { editor: 'sed -i s/WHERE/WHER/' });
  assert.equal(refused.code, 1);
  assert.match(refused.error, /did you mean WHERE\?/);
  const kept = /Your text is in (\S+)\ntry: tocsin rules edit hot -f \1\n$/.exec(refused.error)?.[1] ?? '';
  t.after(() => rmSync(dirname(kept), { recursive: true, force: true }));
  const text = readFileSync(kept, 'utf8');
  assert.match(text, /WHER /);
  writeFileSync(kept, text.replace('WHER ', 'WHERE ').replace('30', '31'));
  assert.equal((await run(['rules', 'edit', 'hot', '-f', kept])).code, 0);
  assert.match((await ruleOf('hot')).sql, /> 31$/);
  // Who wants to can mend it at once.
  const flag = join(dirname(kept), 'flag');
  const again = await run(['rules', 'edit', 'hot'], {
    editor: `f() { if [ -e ${flag} ]; then sed -i s/WHER\\ /WHERE\\ /\\;s/31/32/ "$1"; else touch ${flag}; sed -i s/WHERE/WHER/ "$1"; fi; }; f`,
    answers: [true, true, true],
  });
  assert.equal(again.code, 0, again.error);
  assert.match((await ruleOf('hot')).sql, /> 32$/);
});

test('an edit that somebody else was faster with, or that is about another rule, is not put back', async (t) => {
  const { run, ruleOf, file, folder } = await start(t);
  const other = await run([
    'rules',
    'edit',
    'hot',
    '-f',
    file('r.yaml', 'id: cold\nsql: SELECT * FROM "t"\n'),
  ]);
  assert.deepEqual([other.code, /keeps its name/.test(other.error)], [2, true]);
  const raced = run(['rules', 'edit', 'hot'], {
    editor: `f() { touch ${folder}/open; while [ ! -e ${folder}/go ]; do sleep 0.02; done; sed -i s/30/99/ "$1"; }; f`,
  });
  while (!readdirSync(folder).includes('open')) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal((await run(['rules', 'edit', 'hot', '-s', 'name=faster'])).code, 0);
  writeFileSync(join(folder, 'go'), '');
  const late = await raced;
  assert.equal(late.code, 1);
  assert.match(late.error, /Somebody else changed hot .*\+ name: faster\n/s);
  const kept = /Your text is in (\S+)/.exec(late.error)?.[1] ?? '';
  assert.match(readFileSync(kept, 'utf8'), /> 99/);
  rmSync(dirname(kept), { recursive: true });
  assert.match((await ruleOf('hot')).sql, /> 30$/);
  assert.equal((await run(['rules', 'edit', 'hot'])).code, 2);
});

test('an explanation says of each part what it came to: of the last event, one of a file, and one that comes', async (t) => {
  const { run, file, connect } = await start(t);
  const nothing = await run(['rules', 'explain', 'hot']);
  assert.deepEqual([nothing.code, /has seen no event/.test(nothing.error)], [1, true]);
  const client = await connect({ clientId: 'dev-\u001b[31m' });
  await client.publishAsync('t/1', '{"temp": 4}', { qos: 1 });
  const last = await run(['rules', 'explain', 'hot']);
  assert.equal(last.code, 5);
  assert.match(last.error, /^the last event that it saw: message\.publish, /);
  assert.match(last.out, /^no match {2}.*payload\.temp = 4, expected > 30\n/);
  assert.match(last.out, /\nWHERE\n {2}✗ payload\.temp > 30 {3}payload\.temp = 4\n/);
  const event = file(
    'event.json',
    '{"event_type":"message_publish","topic":"t/9","payload":"{\\"temp\\":31}"}',
  );
  const matched = await run(['rules', 'explain', 'hot', '--event', event], { language: 'zh' });
  assert.deepEqual([matched.code, matched.out.split(' ')[0]], [0, '命中']);
  const draft = await run([
    'rules',
    'explain',
    '--sql',
    'SELECT clientid FROM "t/#"',
    '--event',
    event,
    '-o',
    'json',
  ]);
  assert.equal(JSON.parse(draft.out).outcome, 'matched');
  const waiting = run(['rules', 'explain', 'hot', '--wait', '30s', '-o', 'tsv']);
  const talk = setInterval(() => void client.publishAsync('t/2', '{"temp": 50}'), 20);
  assert.match((await waiting).out, /^outcome\tmatched\nsummary\t/);
  clearInterval(talk);
  for (const words of [
    [],
    ['hot', '--sql', 'x'],
    ['--sql', 'x'],
    ['hot', '--client', 'x'],
    ['hot', '--event', '/nowhere'],
  ])
    assert.equal((await run(['rules', 'explain', ...words])).code, 2);
});
