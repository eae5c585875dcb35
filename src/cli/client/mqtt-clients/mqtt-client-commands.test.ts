import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { startApi } from '../../../../test/support/api-scenario.ts';
import { FakeClock } from '../../../../test/support/fake-clock.ts';
import { startJournal } from '../../../../test/support/journal-scenario.ts';
import { commandLineTexts } from '../../../texts/command-line.ts';
import { runCommandLine } from '../../command-line.ts';

const SUBSCRIPTION = { qos: 1, noLocal: true, retainAsPublished: false, retainHandling: 0 } as const;

interface Running {
  language: 'en' | 'zh';
  isTerminal: boolean;
  key: string;
  /** What is answered to a question; nobody is there without. */
  answer: boolean;
}

/** A broker that knows `dev-1`, `dev-2`, one that is gone and one with a hostile name; and its command line. */
async function start(t: TestContext) {
  const clock = new FakeClock(Date.now());
  const { journal, connect, disconnect } = startJournal(t, {}, { clock });
  const api = await startApi(t, { journal, clock });
  const { port } = await api.server.listen('127.0.0.1', 0);
  api.broker.add('dev-1', { username: 'ann', subscriptions: [{ filter: 'cmd/+', ...SUBSCRIPTION }] });
  api.broker.add('dev-2');
  api.broker.add('<b>\u001b[31m\u202eevil</b>');
  connect('gone-1', 'bob');
  disconnect('gone-1', 'keepalive_timeout');
  const asked: string[] = [];
  const run = async (words: readonly string[], about: Partial<Running> = {}) => {
    const result = { code: -1, out: '', error: '' };
    const { language = 'en', isTerminal = false, key = 'admin-key:secret-a', answer } = about;
    result.code = await runCommandLine(words, {
      environment: { TOCSIN_URL: `http://127.0.0.1:${port}`, TOCSIN_API_KEY: key },
      texts: commandLineTexts[language],
      version: '1.2.3',
      isTerminal,
      out: (text) => {
        result.out += text;
      },
      error: (text) => {
        result.error += text;
      },
      ...(answer !== undefined && {
        confirm: async (question: string) => {
          asked.push(question);
          return answer;
        },
      }),
    });
    return result;
  };
  return { ...api, connect, asked, run };
}

test('clients are found by words: a table of harmless text on a terminal, lines in a pipe, JSON, names', async (t) => {
  const { run } = await start(t);
  const piped = await run(['clients', 'ls', 'user:bob', 'is:gone']);
  assert.deepEqual(piped.out.split('\t').slice(0, 3), ['gone-1', 'gone', 'bob']);
  assert.equal(piped.out.split('\t')[8], 'keepalive_timeout');
  const table = await run(['clients', 'ls'], { isTerminal: true, language: 'zh' });
  assert.match(table.out, /^客户端 ID +状态 /);
  assert.match(table.out, /\n<b>\\u001b\[31m\\u202eevil<\/b> +在线 /);
  assert.match(table.out, /\ngone-1 +已消失 .*心跳超时/);
  assert.equal((await run(['clients', 'ls', 'dev', '-o', 'name'])).out, 'dev-1\ndev-2\n');
  const limited = await run(['clients', 'ls', '--limit', '1', '--sort', '-clientid'], { isTerminal: true });
  assert.match(limited.error, /^1 of 4; the others: --limit COUNT or --all\n$/);
  assert.equal(JSON.parse((await run(['clients', 'ls', 'dev-2', '-o', 'json'])).out).meta.count, 1);
  const nothing = await run(['clients', 'ls', 'dev-3'], { isTerminal: true });
  assert.match(nothing.error, /no client matches; nearest: dev-/);
  const refused = await run(['clients', 'ls', 'is:asleep']);
  assert.deepEqual([refused.code, /is no state/.test(refused.error)], [1, true]);
  assert.equal((await run(['clients', 'ls', '--limit', 'many'])).code, 2);
});

test('one client is shown with its session and subscriptions; nobody with exit code 1', async (t) => {
  const { run } = await start(t);
  const shown = await run(['clients', 'show', 'dev-1'], { isTerminal: true });
  assert.match(shown.out, /^client id +dev-1\nstate +online\nuser +ann\n/);
  assert.match(shown.out, /\nTOPIC FILTER +OPTIONS\ncmd\/\+ +qos 1 nl\n$/);
  assert.equal(JSON.parse((await run(['clients', 'show', 'gone-1', '-o', 'json'])).out).session, null);
  const unknown = await run(['clients', 'show', 'dev-9']);
  assert.deepEqual([unknown.code, unknown.error], [1, 'there is no such client: dev-9\n']);
});

test('those that are named are kicked at once; those that a search finds are counted and asked for first', async (t) => {
  const { run, broker, asked } = await start(t);
  const named = await run(['clients', 'kick', 'dev-1', 'dev-9', 'gone-1']);
  assert.deepEqual(named, {
    code: 1,
    out: '1 client kicked\n',
    error: 'there is no such client: dev-9, gone-1\n',
  });
  assert.deepEqual(broker.kicked, ['dev-1']);
  assert.match(
    (await run(['clients', 'kick', '--query', 'dev', '--dry-run'])).out,
    /^would end 1 session, 1 of them/,
  );
  const nobody = await run(['clients', 'kick', '--query', 'dev']);
  assert.deepEqual([nobody.code, nobody.error.split('\n')[1]], [2, 'try: --yes to kick, --dry-run to count']);
  const no = await run(['clients', 'kick', '--query', 'dev'], { answer: false });
  assert.deepEqual([no.code, no.error], [1, 'nobody was kicked\n']);
  assert.deepEqual(asked, ['Will end 1 session, 1 of them connected. Kick?']);
  assert.deepEqual(broker.kicked, ['dev-1']);
  assert.equal((await run(['clients', 'kick', '--query', 'dev'], { answer: true })).out, '1 client kicked\n');
  assert.equal((await run(['clients', 'kick', '--query', '*', '--yes'])).out, '1 client kicked\n');
  assert.equal(broker.kicked.length, 3);
  for (const words of [['kick'], ['kick', '--query', ''], ['kick', 'a', '--query', 'b']])
    assert.equal((await run(['clients', ...words])).code, 2);
  assert.equal(
    (await run(['clients', 'kick', '--query', 'dev', '--yes'], { key: 'viewer-key:secret-v' })).code,
    4,
  );
});

test('clients are banned for a time and let in again, by any name', async (t) => {
  const { run, broker } = await start(t);
  const banned = await run(['clients', 'ban', 'dev-1', '..', '--for', '1h', '-m', 'too loud']);
  assert.match(banned.out, /^2 clients banned until 20/);
  assert.deepEqual(broker.kicked, ['dev-1']);
  assert.equal(broker.bans.get('clientid', 'dev-1')?.reason, 'too loud');
  assert.equal((await run(['clients', 'ban', 'dev-1'])).error, 'banned already: dev-1\n');
  assert.deepEqual(await run(['clients', 'unban', 'dev-1', '..', 'dev-2']), {
    code: 1,
    out: '2 bans lifted\n',
    error: 'not banned by client id: dev-2\n',
  });
  assert.equal((await run(['clients', 'ban', 'dev-1', '--for', 'ever'])).code, 2);
});

test('subscriptions are found by the same words, and ended after they were counted', async (t) => {
  const { run } = await start(t);
  assert.equal((await run(['subscriptions', 'ls', 'user:ann'])).out, 'cmd/+\tdev-1\tqos 1 nl\n');
  const table = await run(['subscriptions', 'ls'], { isTerminal: true, language: 'zh' });
  assert.match(table.out, /^主题过滤器 +客户端 ID +选项\ncmd\/\+ +dev-1 +qos 1 nl\n$/);
  const counted = await run(['subscriptions', 'rm', 'cmd', '--dry-run']);
  assert.equal(counted.out, 'would end 1 subscription of 1 client\n');
  assert.equal((await run(['subscriptions', 'rm', 'cmd'])).code, 2);
  assert.equal((await run(['subscriptions', 'rm', 'cmd'], { answer: false })).code, 1);
  assert.equal((await run(['subscriptions', 'rm', 'cmd', '--yes'])).out, '1 subscription ended\n');
  assert.equal((await run(['subscriptions', 'ls'])).out, '');
});
