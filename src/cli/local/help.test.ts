import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCommand } from '../../../test/support/command-run.ts';

test('help names a command, as --help does', async () => {
  const help = await runCommand(['help', 'alerts', 'ls']);
  assert.equal(help.code, 0);
  assert.match(help.out, /^Usage: tocsin alerts ls \[options\]\n/);
  assert.equal(help.out, (await runCommand(['alerts', 'ls', '--help'])).out);
  assert.equal((await runCommand(['alerts', 'help', 'ls'])).out, help.out);
  assert.match((await runCommand(['help'])).out, /^Server:\n {2}start/m);
});

test('nothing of the help of a command is English where the reader is not', async () => {
  for (const words of [[], ['alerts'], ['clients', 'ls'], ['config']]) {
    const { out } = await runCommand(['help', ...words], { language: 'zh' });
    const sentences = out.split('\n').flatMap((line) => /^ {2}\S.* {2,}(\S.*)$/.exec(line)?.[1] ?? []);
    assert.ok(sentences.length > 2, out);
    for (const sentence of sentences) assert.match(sentence, /\p{Script=Han}/u, sentence);
  }
});

test('a noun alone says which verbs there are', async () => {
  const { code, error } = await runCommand(['silences']);
  assert.equal(code, 2);
  assert.match(
    error,
    /^Say what to do: tocsin silences ls \| show \| create \| end\ntry: tocsin silences --help\n$/,
  );
});
