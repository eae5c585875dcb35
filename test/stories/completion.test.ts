import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { completionScript, SHELLS } from '../../src/cli/local/completion.ts';
import { commandLineTexts } from '../../src/texts/command-line.ts';
import { startTestApp } from '../support/running-app.ts';

async function run(
  argv: readonly string[],
  { language = 'en' as 'en' | 'zh', server = 'http://127.0.0.1:9' } = {},
): Promise<{ code: number; out: string; error: string }> {
  const printed = { out: '', error: '' };
  const code = await runCommandLine(argv, {
    environment: { TOCSIN_CONTEXTS: '/nowhere', TOCSIN_SERVER: server, TOCSIN_API_KEY: 'test:test-secret' },
    texts: commandLineTexts[language],
    version: '0.0.0',
    out: (text) => {
      printed.out += text;
    },
    error: (text) => {
      printed.error += text;
    },
  });
  return { code, ...printed };
}

/** What may come after these words. */
async function after(...typed: string[]): Promise<string[]> {
  const { code, out } = await run(['completion', '--words', ...typed]);
  assert.equal(code, 0);
  return out.trimEnd().split('\n');
}

test('after the name of the program come commands and options, after a noun its verbs', async () => {
  const first = await after();
  assert.ok(first.includes('alerts') && first.includes('--language') && first.includes('--help'));
  assert.deepEqual((await after('clients')).slice(0, 3), ['ls', 'show', 'kick']);
  assert.deepEqual(await after('completion'), [
    'bash',
    'zsh',
    'fish',
    'pwsh',
    '--version',
    '--no-color',
    '--language',
    '--help',
  ]);
});

test('after a verb come its options, after an option the values that it has', async () => {
  assert.ok((await after('alerts', 'ls')).includes('--severity'));
  assert.deepEqual(await after('alerts', 'ls', '--severity'), ['critical', 'warning', 'info']);
  assert.deepEqual(await after('clients', 'ls', '-o'), ['table', 'wide', 'tsv', 'json', 'yaml', 'name']);
  // A file: the shell knows better which there are.
  assert.deepEqual(await after('start', '--config'), ['']);
});

test('a command that is about one thing is offered those of the broker', async (t) => {
  const { app, connect } = await startTestApp(t);
  await connect({ clientId: 'pump-1' });
  await connect({ clientId: 'evil\u001b[2J' });
  const server = `http://127.0.0.1:${app.ready.dashboard.port}`;
  const ids = async (...typed: string[]): Promise<string[]> =>
    (await run(['completion', '--words', ...typed], { server })).out
      .split('\n')
      .filter((word) => word !== '' && !word.startsWith('-'));
  // What is loaded by the first request may take longer than completion waits.
  await run(['clients', 'ls'], { server });
  await run(['listeners', 'ls'], { server });
  assert.deepEqual(await ids('clients', 'show'), ['pump-1']);
  assert.deepEqual(await ids('clients', 'kick', 'pump-1'), ['pump-1']);
  assert.ok((await ids('listeners', 'start')).includes('tcp:default'));
  assert.deepEqual(await ids('ctx', 'add'), []);
  // Nobody answers, and nothing is said about that.
  assert.deepEqual((await run(['completion', '--words', 'clients', 'show'])).error, '');
});

test('each shell has its script, and another one is told which there are', async () => {
  for (const shell of SHELLS)
    assert.match((await run(['completion', shell])).out, /tocsin completion --words/);
  const { code, out, error } = await run(['completion', 'tcsh']);
  assert.deepEqual([code, out], [2, '']);
  assert.equal(error, 'There is no completion for tcsh.\ntry: bash, zsh, fish or pwsh\n');
  assert.match((await run(['completion'], { language: 'zh' })).error, /^没有 … 的补全。\n试试：bash/);
});

const bash = spawnSync('bash', ['--version']).status === 0;

test('bash takes what devices chose as names for words and nothing else', { skip: !bash }, (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-completion-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const complete = (line: string): string[] => {
    const script = `${completionScript('bash')}
tocsin() { printf '%s\\n' '$(touch run)-1' 'two words' tcp:default pump-1 '水泵' '*'; }
COMP_LINE=$1 COMP_POINT=\${#1} COMP_WORDBREAKS=$' \\n:'
_tocsin
printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, status, stderr } = spawnSync('bash', ['-c', script, 'bash', line], {
      cwd: folder,
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
    return stdout.trimEnd().split('\n');
  };
  assert.deepEqual(complete('tocsin clients show '), [
    '\\$\\(touch\\ run\\)-1',
    'two\\ words',
    'tcp:default',
    'pump-1',
    '水泵',
    '\\*',
  ]);
  assert.deepEqual(complete('tocsin clients show p'), ['pump-1']);
  assert.deepEqual(complete('tocsin clients show 水'), ['水泵']);
  assert.deepEqual(complete('tocsin listeners start tcp:d'), ['default']);
  assert.ok(!existsSync(join(folder, 'run')));
});
