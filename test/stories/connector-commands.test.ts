import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { commandLineTexts } from '../../src/texts/command-line.ts';
import { DingtalkSimulator } from '../support/bots/dingtalk.ts';
import { startTestApp } from '../support/running-app.ts';

/** A running broker and its command line. */
async function start(t: TestContext) {
  const { app } = await startTestApp(t);
  return async (...words: string[]) => {
    const result = { code: -1, out: '', error: '' };
    result.code = await runCommandLine(words, {
      environment: {
        TOCSIN_URL: `http://127.0.0.1:${app.ready.dashboard.port}`,
        TOCSIN_API_KEY: 'test:test-secret',
      },
      texts: commandLineTexts.en,
      version: '1.2.3',
      isTerminal: true,
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

test('a channel is added by its address and tried; a refusal says what to do and exits with 1', async (t) => {
  const run = await start(t);
  const bot = await new DingtalkSimulator({ secret: 'SECright' }).open();
  t.after(() => bot.close());
  assert.match((await run('channels', 'ls')).error, /there is no channel/);
  const refused = await run('channels', 'add', 'dingtalk', bot.url, '--name', 'duty');
  assert.equal(refused.code, 1);
  assert.match(refused.out, /added dingtalk:duty/);
  assert.match(refused.error, /signature does not match/);
  const added = await run('channels', 'add', 'dingtalk', bot.url, '--set', 'secret=SECright');
  assert.deepEqual([added.code, added.error], [0, '']);
  assert.match(added.out, /delivered, code 0, \d+ ms/);
  const list = await run('channels', 'ls');
  assert.match(list.out, /^ID +STATUS/);
  assert.match(list.out, /dingtalk:dingtalk +connected +0 +0 +0 +\d\/20 +ok now/);
  assert.match(list.out, /dingtalk:duty .*failed now/);
  assert.match((await run('channels', 'show', 'dingtalk:duty')).out, /url +http.*\*{6}/);
  assert.match((await run('channels', 'disable', 'dingtalk:duty')).out, /dingtalk:duty is off/);
  assert.match((await run('channels', 'drop', 'dingtalk:duty')).out, /0 deliveries given up/);
  assert.equal((await run('channels', 'test', 'dingtalk:nobody')).code, 1);
});

test('deliveries are listed, and what failed of a channel is sent again since a time of day', async (t) => {
  const run = await start(t);
  assert.match((await run('deliveries', 'ls', '--failed', '--since', '1h')).error, /nothing was sent/);
  assert.equal((await run('deliveries', 'show', 'unknown')).code, 1);
  assert.equal((await run('deliveries', 'ls', '--since', 'soon')).code, 2);
  await run('channels', 'add', 'preview', '--name', 'inbox', '--no-test');
  const recovered = await run('deliveries', 'recover', 'preview:inbox', '--since', '00:00', '--rate', '5');
  assert.match(recovered.out, /0 deliveries are sent again, 5 a second/);
});
