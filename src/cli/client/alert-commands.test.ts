import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { openTestAlerts } from '../../../test/support/alert-scenario.ts';
import { startApi } from '../../../test/support/api-scenario.ts';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { commandLineTexts } from '../../texts/command-line.ts';
import { runCommandLine } from '../command-line.ts';

/** A broker with the alerts `dev-1` and `dev-2`, and its command line. */
async function start(t: TestContext) {
  const clock = new FakeClock(Date.now());
  const { alerts, store } = openTestAlerts(t, { clock });
  alerts.start();
  const api = await startApi(t, { alerts, clock, beforeAnswer: () => store.commit() });
  const { port } = await api.server.listen('127.0.0.1', 0);
  const ids = ['dev-1', 'dev-2'].map((key) => {
    const alert = alerts.book.raise({
      source: { kind: 'rule', id: 'offline' },
      key,
      severity: 'critical',
      title: { en: `${key} is offline`, zh: `${key} 离线` },
      labels: {},
      facts: {},
      at: clock.now(),
    });
    return alert?.id ?? '';
  });
  store.commit();
  const run = async (words: readonly string[], about: Partial<Running> = {}) => {
    const result = { code: -1, out: '', error: '' };
    const { language = 'en', isTerminal = false, key = 'operator-key:secret-o' } = about;
    result.code = await runCommandLine(words, {
      environment: { TOCSIN_URL: about.url ?? `http://127.0.0.1:${port}`, TOCSIN_API_KEY: key },
      texts: commandLineTexts[language],
      version: '1.2.3',
      isTerminal,
      out: (text) => {
        result.out += text;
      },
      error: (text) => {
        result.error += text;
      },
    });
    return result;
  };
  return { alerts, ids, run };
}

interface Running {
  language: 'en' | 'zh';
  isTerminal: boolean;
  key: string;
  url: string;
}

test('alerts are listed as a table on a terminal, as tab-separated lines in a pipe, and as JSON', async (t) => {
  const { ids, run } = await start(t);
  const piped = await run(['alerts', 'ls', '--rule', 'offline']);
  assert.equal(piped.code, 0);
  assert.deepEqual(
    piped.out
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t')[0]),
    ids.toReversed(),
  );
  const table = await run(['alerts', 'ls', '-q', 'dev-1'], { isTerminal: true, language: 'zh' });
  assert.match(table.out, /^ID +级别 +状态 +开始 +规则\/监控项 +对象 .*\n.* dev-1 .* dev-1 离线\n$/);
  const json = await run(['alerts', 'ls', '--about', 'dev-2', '-o', 'json']);
  assert.equal(JSON.parse(json.out).data[0].title, 'dev-2 is offline');
  assert.deepEqual(await run(['alerts', 'ls', '--status', 'resolved', '-o', 'name']), {
    code: 0,
    out: '',
    error: '',
  });
  assert.equal((await run(['alerts', 'ls', '-o', 'xml'])).code, 2);
});

test('alerts are acknowledged, noted, silenced and ended, and shown with their story', async (t) => {
  const { alerts, ids, run } = await start(t);
  const [first = '', second = ''] = ids;
  assert.deepEqual(await run(['alerts', 'ack', first, second, '-m', 'on my way']), {
    code: 0,
    out: '2 alerts acknowledged\n',
    error: '',
  });
  assert.equal((await run(['alerts', 'note', first, '-m', 'no power'])).out, 'noted\n');
  assert.match((await run(['alerts', 'silence', first, '--for', '2h'])).out, /^silenced until 20/);
  const shown = await run(['alerts', 'show', first]);
  assert.match(shown.out, /\ntitle\tdev-1 is offline\n[\s\S]*\nstatus\tacknowledged \(silenced\)\n/);
  assert.match(shown.out, /\tnote\tNote by operator-key: no power\n/);
  const ended = await run(['alerts', 'resolve', first, 'no-such']);
  assert.deepEqual(ended, { code: 1, out: '1 alert resolved\n', error: 'there is no such alert: no-such\n' });
  assert.equal(alerts.book.get(first)?.resolution?.by, 'operator-key');
});

test('what goes wrong has a sentence and an exit code of its own', async (t) => {
  const { ids, run } = await start(t);
  const [first = ''] = ids;
  const missing = await run(['alerts', 'show', 'no-such']);
  assert.equal(missing.code, 1);
  assert.match(missing.error, /404.*no alert no-such/);
  assert.equal((await run(['alerts', 'note', first])).code, 2);
  assert.equal((await run(['alerts', 'silence'])).code, 2);
  const nameless = await run(['alerts', 'ls'], { key: '' });
  assert.equal(nameless.code, 4);
  assert.match(nameless.error, /wants to know who is asking\.\ntry: --token-file/);
  assert.equal((await run(['alerts', 'ls', '--url', 'nonsense'])).code, 2);
  const nobody = await run(['alerts', 'ls'], { url: 'http://127.0.0.1:9' });
  assert.deepEqual(
    [nobody.code, nobody.error.split('\n')[1]],
    [3, 'try: tocsin start, or another address: --server http://host:18083'],
  );
  assert.equal((await run(['alerts', 'ls'], { key: 'a:b' })).code, 4);
  const viewer = await run(['alerts', 'ack', first], { key: 'viewer-key:secret-v' });
  assert.equal(viewer.code, 4);
  assert.match((await run(['alerts', 'lst'])).error, /alerts ls/);
});

test('what is the matter is seen by rule, by day, by what it shares, and as a file; and acknowledged by rule', async (t) => {
  const { run } = await start(t);
  const groups = await run(['alerts', 'groups'], { isTerminal: true });
  assert.match(groups.out, /^SEVERITY +RULE\/MONITOR +COUNT .*\ncritical +rule:offline +2 +0 /);
  assert.match((await run(['alerts', 'days', '--since', '24h'])).out, /^\d{4}-\d\d-\d\d\t2\t2\t0\t0\n$/);
  assert.equal((await run(['alerts', 'days', '--since', 'noon'])).code, 2);
  assert.equal(JSON.parse((await run(['alerts', 'common', '-o', 'json'])).out).of, 2);
  assert.match((await run(['alerts', 'export', '--csv'])).out, /^id,starts_at,.*\r\n.*dev-2/);
  assert.equal((await run(['alerts', 'ack'])).code, 2);
  assert.equal((await run(['alerts', 'ack', '--rule', 'offline'])).out, '2 alerts acknowledged\n');
});
