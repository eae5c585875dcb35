import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandLineTexts } from '../texts/command-line.ts';
import { runCommandLine } from './command-line.ts';
import { textsFor } from './language.ts';
import type { StartOptions } from './start.ts';

async function run(argv: string[], language: 'en' | 'zh' = 'en') {
  const result = { out: '', error: '', started: undefined as StartOptions | undefined, code: -1 };
  const context = {
    environment: {},
    texts: commandLineTexts[language],
    version: '1.2.3',
    out: (text: string) => {
      result.out += text;
    },
    error: (text: string) => {
      result.error += text;
    },
  };
  const start = (options: StartOptions): Promise<number> => {
    result.started = options;
    return Promise.resolve(7);
  };
  result.code = await runCommandLine(argv, context, { start });
  return result;
}

test('start takes a file, a data directory, settings and --json, and its exit code is ours', async () => {
  const { started, code } = await run([
    ...['start', '--config', 'a.yaml', '--data-dir', '/data', '--set', 'a.b=1', '--set', 'c.d=2', '--json'],
  ]);
  assert.deepEqual(
    { ...started },
    { config: 'a.yaml', dataDir: '/data', set: ['a.b=1', 'c.d=2'], json: true },
  );
  assert.equal(code, 7);
});

test('without a command the broker starts, with options too', async () => {
  assert.deepEqual({ ...(await run([])).started }, {});
  assert.deepEqual({ ...(await run(['--json'])).started }, { json: true });
});

test('flags that are written in another way mean the same', async () => {
  const plain = await run(['start', '-c', 'a.yaml', '-d', '/data', '-s', 'a.b=1', '-s', 'c.d=2', '--json']);
  assert.deepEqual(
    { ...plain.started },
    { config: 'a.yaml', dataDir: '/data', set: ['a.b=1', 'c.d=2'], json: true },
  );
  const joined = await run(['start', '--config=a.yaml', '-d/data', '--set=a.b=1', '-sc.d=2', '--json']);
  assert.deepEqual({ ...joined.started }, { ...plain.started });
  assert.deepEqual({ ...(await run(['start', '--set', '-1=2'])).started }, { set: ['-1=2'] });
});

test('--version prints the version alone', async () => {
  const { out, code, started } = await run(['--version']);
  assert.deepEqual([out, code, started], ['1.2.3\n', 0, undefined]);
});

test('--help lists the commands, start --help its options', async () => {
  const { out, code } = await run(['--help']);
  assert.equal(code, 0);
  assert.match(out, /^Usage: tocsin/);
  assert.match(out, /Server:\n {2}start /);
  assert.match(
    (await run(['start', '--help'])).out,
    /--set <path=value>[\s\S]*Defaults < file < environment/,
  );
  assert.match((await run(['--help'], 'zh')).out, /^用法：[\s\S]*选项：[\s\S]*服务：/);
});

const mistakes: ReadonlyArray<[argv: string[], sentence: string]> = [
  [['strat'], 'There is no command strat; did you mean start?'],
  [['alerts', 'ls', '--limt', '3'], 'There is no option --limt; did you mean --limit?'],
  [['alerts', 'show'], 'id is missing'],
  [['alerts', 'show', 'one', 'two', '-o', 'json'], 'two is not expected here'],
  [['status', '--language', 'fr'], '--language fr: choose en or zh'],
  [['explode'], 'There is no command explode'],
  [['start', '--jsno'], 'There is no option --jsno; did you mean --json?'],
  [['--verison'], 'There is no option --verison; did you mean --version?'],
  [['start', '--colour'], 'There is no option --colour'],
  [['start', '--data', 'x'], 'There is no option --data; did you mean --data-dir?'],
  [['--data', 'x'], 'There is no option --data; did you mean --data-dir?'],
  // What another command takes is of no use here.
  [['clients', 'ls', '--payload', 'x'], 'There is no option --payload'],
  [['--no-color', 'alrts'], 'There is no command alrts; did you mean alerts?'],
  [['start', '--set'], 'The option -s, --set <path=value> needs a value'],
  [['start', 'now'], 'now is not expected here'],
  [['start\u001b[2J'], 'There is no command start\\u001b[2J'],
];

for (const [argv, sentence] of mistakes) {
  test(`tocsin ${JSON.stringify(argv.join(' '))}: ${sentence}`, async () => {
    const { out, error, code, started } = await run(argv);
    const [first = ''] = argv;
    const depth = { start: 1, status: 1, alerts: 2, clients: 2 }[first] ?? 0;
    const help = ['try: tocsin', ...argv.slice(0, depth), '--help'].join(' ');
    assert.deepEqual([out, error, code, started], ['', `${sentence}\n${help}\n`, 2, undefined]);
  });
}

test('what stands before a command does not hide it', async () => {
  const { error, code } = await run(['--language', 'en', '--no-color', 'alerts', 'ls', '--limt', '3']);
  assert.deepEqual(
    [error, code],
    ['There is no option --limt; did you mean --limit?\ntry: tocsin alerts ls --help\n', 2],
  );
  assert.match((await run(['--language=en', 'alrts'])).error, /no command alrts; did you mean alerts\?/);
});

test('a mistake is told in Chinese too', async () => {
  assert.equal(
    (await run(['strat'], 'zh')).error,
    '没有 strat 这个命令，是否想写 start？\n试试：tocsin --help\n',
  );
});

test('the language is that of the locale', () => {
  assert.equal(textsFor({ LANG: 'zh_CN.UTF-8' }), commandLineTexts.zh);
  assert.equal(textsFor({ LANG: 'zh_CN.UTF-8', LC_ALL: 'C' }), commandLineTexts.en);
  assert.equal(textsFor({ LC_ALL: '', LANG: 'zh' }), commandLineTexts.zh);
  assert.equal(textsFor({}), commandLineTexts.en);
  assert.equal(textsFor({ TOCSIN_LANGUAGE: 'zh-CN', LC_ALL: 'C' }), commandLineTexts.zh);
  assert.equal(textsFor({ TOCSIN_LANGUAGE: 'zh' }, ['status', '--language', 'en']), commandLineTexts.en);
  assert.equal(textsFor({}, ['--language=zh']), commandLineTexts.zh);
});
