import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { temporaryDirectory } from '../../demo/broker-process.ts';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { commandLineTexts } from '../../src/texts/command-line.ts';
import { startTestApp, type TestApp } from '../support/running-app.ts';

type Counts = Readonly<Record<'added' | 'same' | 'too_old' | 'refused', number>>;
type Listed = { readonly data: readonly Readonly<Record<string, unknown>>[] };

function commandsOf({ app }: TestApp) {
  return async (...words: readonly string[]) => {
    const result = { code: -1, out: '', error: '' };
    result.code = await runCommandLine(words, {
      environment: {
        TOCSIN_URL: `http://127.0.0.1:${app.ready.dashboard.port}`,
        TOCSIN_API_KEY: 'test:test-secret',
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
}

/** A broker on which two alerts are over, one of them with a story, and one is open. */
async function startWithPast(t: TestContext): Promise<TestApp> {
  const app = await startTestApp(t);
  const { api } = app;
  await api.must('POST', '/rules', {
    id: 'hot',
    sql: 'SELECT topic FROM "t/#"',
    actions: [],
    alert: { for: '0s', key: '${topic}', title: '太热 ${topic}' },
  });
  for (const topic of ['t/1', 't/2', 't/3']) await api.must('POST', '/publish', { topic, payload: 'x' });
  const idOf = async (key: string) => {
    const { data } = (await api.must('GET', `/alerts?key=${encodeURIComponent(key)}`)) as Listed;
    return String(data[0]?.id);
  };
  const first = await idOf('t/1');
  await api.must('POST', `/alerts/${first}/acknowledge`, { note: 'the fan\n--- {"tocsin_history":1}' });
  await api.must('POST', `/alerts/${first}/resolve`, {});
  await api.must('POST', `/alerts/${await idOf('t/2')}/resolve`, {});
  return app;
}

const pastOf = async ({ api }: TestApp) =>
  ((await api.must('GET', '/alerts?status=resolved')) as Listed).data;

test('the history of alerts goes from one broker to another, with a plan first, and once', async (t) => {
  const from = await startWithPast(t);
  const to = await startTestApp(t);
  const file = join(tmpdir(), `tocsin-history-${process.pid}-${Math.random()}`);
  t.after(() => rmSync(file, { force: true }));
  assert.match((await commandsOf(from)('export')).out, /^contains_history: false$/m);
  const exported = await commandsOf(from)('export', '--history', 'jsonl');
  assert.equal(exported.code, 0, exported.error);
  assert.match(exported.out, /^contains_history: true$/m);
  const documents = parseAllDocuments(exported.out).map((document) => document.toJS() as object);
  assert.equal(documents.length, 5, 'each line is YAML: the backup, a head, two alerts and the end');
  assert.deepEqual(documents.at(-1), { tocsin_history_end: 2 });
  assert.equal((await commandsOf(from)('export', '--history', 'csv')).code, 2);

  writeFileSync(file, exported.out.replaceAll('\n', '\r\n'));
  const run = commandsOf(to);
  const plan = await run('import', file, '--dry-run');
  assert.equal(plan.code, 5, plan.error);
  assert.match(plan.out, /^add\thistory\talerts\t2 new$/m);
  assert.deepEqual(await pastOf(to), [], 'a plan does nothing');
  const json = JSON.parse((await run('import', file, '--dry-run', '-o', 'json')).out) as {
    entries: { kind: string; counts?: Counts }[];
  };
  assert.equal(json.entries.find(({ kind }) => kind === 'history')?.counts?.added, 2);

  assert.match((await run('import', file, '--only', 'rules/hot')).out, /^1 taken over$/m);
  assert.deepEqual(await pastOf(to), [], 'what is not chosen stays out');
  const done = await run('import', file);
  assert.equal(done.code, 0, done.error);
  assert.match(done.out, /^2 alerts of the history taken over$/m);
  const strip = (alerts: Awaited<ReturnType<typeof pastOf>>) =>
    alerts.map(({ deliveries: _deliveries, ...alert }) => alert);
  assert.deepEqual(strip(await pastOf(to)), strip(await pastOf(from)));
  const again = await run('import', file, '--dry-run');
  assert.doesNotMatch(again.out, /history/, 'nothing of it is new');
  const id = String((await pastOf(to)).find(({ key }) => key === 't/1')?.id);
  const { timeline } = (await to.api.must('GET', `/alerts/${id}`)) as {
    timeline: { kind: string; text: string }[];
  };
  assert.match(timeline.find(({ kind }) => kind === 'note')?.text ?? '', /the fan/);
  assert.deepEqual(
    ((await to.api.must('GET', '/alerts')) as Listed).data,
    [],
    'what is still the matter there is not the matter here',
  );
  const back = await commandsOf(to)('export', '--history', '--format', 'json');
  const lines = back.out.split('\n').filter((line) => line.startsWith('{"'));
  assert.deepEqual(lines.at(-1), '{"tocsin_history_end":2}', 'and on from there');
  writeFileSync(file, back.out);
  assert.doesNotMatch((await commandsOf(from)('import', file, '--dry-run')).out, /history/);
});

test('a history that is cut off or broken is refused, and nothing is taken over', async (t) => {
  const from = await startWithPast(t);
  const to = await startTestApp(t);
  const file = join(tmpdir(), `tocsin-history-${process.pid}-${Math.random()}`);
  t.after(() => rmSync(file, { force: true }));
  const { out } = await commandsOf(from)('export', '--history');
  const run = commandsOf(to);
  for (const [text, sentence] of [
    [out.slice(0, out.lastIndexOf('--- ')), /ends early, after 2 alerts/],
    [
      out.replace(/--- \{"tocsin_history_end.*/, '--- {"tocsin_history_end":7}'),
      /ends early, after 2 alerts/,
    ],
    [out.slice(0, -40), /Line \d+ of this file is no alert/],
  ] as const) {
    writeFileSync(file, text);
    const { code, error } = await run('import', file);
    assert.equal(code, 2, error);
    assert.match(error, sentence);
  }
  writeFileSync(file, out.replace('{"tocsin_history":1}', '{"tocsin_history":2}'));
  const newer = await run('import', file);
  assert.equal(newer.code, 1);
  assert.match(newer.error, /this version reads histories of version 1/);
  assert.deepEqual(((await to.api.must('GET', '/rules')) as Listed).data, []);
  assert.deepEqual(await pastOf(to), []);
  const { status } = await to.api.call('POST', '/backup/plan', { document: out });
  assert.equal(status, 200, 'who sends the whole file as the document gets the plan of what is configured');
});

test('alerts that came by an import are there after a restart', async (t) => {
  const from = await startWithPast(t);
  const data = temporaryDirectory();
  const first = await startTestApp(t, [], data);
  const { out } = await commandsOf(from)('export', '--history', '--format', 'json');
  const alerts = out
    .split('\n')
    .filter((line) => line.startsWith('{"id"'))
    .map((line) => JSON.parse(line) as unknown);
  const counts = await first.api.must('POST', '/backup/history', { tocsin_history: 1, alerts });
  assert.deepEqual(counts, { added: 2, same: 0, too_old: 0, refused: 0, problems: [] });
  await first.stop();
  const second = await startTestApp(t, [], data);
  assert.equal((await pastOf(second)).length, 2);
});
