import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { ReadyReport } from '../../src/ready-report.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** Every port free, everything on this machine only. */
const QUIET = {
  TOCSIN__LISTENERS__TCP: '{ host: 127.0.0.1, port: 0 }',
  TOCSIN__LISTENERS__WS: '{ host: 127.0.0.1, port: 0 }',
  TOCSIN__DASHBOARD__HOST: '127.0.0.1',
  TOCSIN__DASHBOARD__PORT: '0',
};

/** Where the tests keep what makes a start faster; nothing else of this environment reaches the command. */
const CACHES = Object.fromEntries(
  ['NODE_COMPILE_CACHE', 'XDG_CACHE_HOME'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  }),
);

interface Run {
  readonly process: ChildProcess;
  readonly output: { out: string; error: string };
  /** The exit code, when it has ended. */
  readonly ended: Promise<number | null>;
}

function directory(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'tocsin-story-'));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function tocsin(t: TestContext, args: readonly string[], environment: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, [main, ...args], {
    env: { ...CACHES, PATH: process.env.PATH, LANG: 'en_US.UTF-8', ...QUIET, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.after(() => child.kill('SIGKILL'));
  const output = { out: '', error: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.error += text;
  });
  return { process: child, output, ended: once(child, 'close').then(([code]) => code as number | null) };
}

/** Resolves when standard output holds that text; fails with what was said when the process ends before. */
async function untilSaid(run: Run, text: string): Promise<void> {
  while (!run.output.out.includes(text)) {
    const chunk = run.process.stdout && once(run.process.stdout, 'data');
    const end = run.ended.then((code) => assert.fail(`ended with ${code}: ${run.output.error}`));
    await Promise.race([chunk, end]);
  }
}

test('start --json prints one line with the real ports, logs JSON on standard error, and SIGTERM ends it with 0', async (t) => {
  const run = tocsin(t, ['start', '--data-dir', directory(t), '--json']);
  await untilSaid(run, '\n');
  const report = JSON.parse(run.output.out) as ReadyReport;
  assert.equal(report.event, 'ready');
  assert.equal(report.pid, run.process.pid);
  assert.equal(report.listeners.ws?.path, '/mqtt');
  assert.match(report.setup_url ?? '', /^http:\/\//);
  for (const { port } of [report.listeners.tcp, report.listeners.ws, report.dashboard].filter(
    (place) => !!place,
  )) {
    assert.ok(port > 0);
  }
  run.process.kill('SIGTERM');
  assert.equal(await run.ended, 0);
  assert.equal(run.output.out.split('\n').length, 2, 'nothing but the one line');
  for (const line of run.output.error.trim().split('\n')) assert.doesNotThrow(() => JSON.parse(line), line);
});

test('for people, a table says where everything listens, and Ctrl-C ends it with 0', async (t) => {
  const run = tocsin(t, ['--data-dir', directory(t)]);
  await untilSaid(run, 'Ctrl-C');
  assert.match(run.output.out, /MQTT +mqtt:\/\/127\.0\.0\.1:\d+\n/);
  assert.match(run.output.out, /Set up +http:\/\//);
  run.process.kill('SIGINT');
  assert.equal(await run.ended, 0);
});

test('a port in use is one clear message and exit code 1', async (t) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const address = server.address();
  assert.ok(typeof address === 'object' && address);
  const run = tocsin(t, ['start', '--data-dir', directory(t), '--set', `listeners.tcp.port=${address.port}`]);
  assert.equal(await run.ended, 1);
  assert.equal(run.output.out, '');
  assert.match(run.output.error, new RegExp(`127\\.0\\.0\\.1:${address.port} is in use already`));
  assert.match(run.output.error, /listeners\.tcp\.port .*\n?.*--set listeners\.tcp\.port=0/);
  assert.ok(!run.output.error.includes('    at '), 'no stack');
});

test('a second process on the same data directory is refused with one clear message', async (t) => {
  const data = directory(t);
  const first = tocsin(t, ['start', '--data-dir', data, '--json']);
  await untilSaid(first, '\n');
  const second = tocsin(t, ['start', '--data-dir', data]);
  assert.equal(await second.ended, 1);
  assert.match(second.output.error, /^Cannot (start|use)/);
  assert.ok(second.output.error.includes(data), second.output.error);
  assert.ok(!second.output.error.includes('    at '), 'no stack');
});

test('a data directory that cannot be made is refused with one clear message', async (t) => {
  const file = join(directory(t), 'file');
  writeFileSync(file, '');
  const run = tocsin(t, ['start', '--data-dir', join(file, 'data')]);
  assert.equal(await run.ended, 1);
  assert.match(run.output.error, /^Cannot (start|use)/);
  assert.ok(!run.output.error.includes('    at '), 'no stack');
});

test('a bad configuration is refused with all its problems before anything is opened', async (t) => {
  const run = tocsin(t, ['start', '--set', 'listeners.tcp.prot=1', '--set', 'log.level=loud'], {
    LANG: 'zh_CN.UTF-8',
  });
  assert.equal(await run.ended, 1);
  assert.match(run.output.error, /^配置有 2 个问题：\n {2}--set .*\n {2}--set .*\n$/);
});

test('with --json a refusal is one JSON line on standard error', async (t) => {
  const run = tocsin(t, ['start', '--json', '--set', 'log.level=loud']);
  assert.equal(await run.ended, 1);
  const line = JSON.parse(run.output.error);
  assert.equal(line.level, 'fatal');
  assert.match(line.msg, /log\.level must be one of/);
});

test('an unknown option ends with exit code 2, --version prints the version', async (t) => {
  const mistaken = tocsin(t, ['start', '--jsno']);
  const asked = tocsin(t, ['--version']);
  assert.equal(await mistaken.ended, 2);
  assert.match(mistaken.output.error, /did you mean --json\?/);
  assert.equal(await asked.ended, 0);
  assert.match(asked.output.out, /^\d+\.\d+\.\d+\n$/);
});

test('an output that a pipe has no room for is whole all the same', async (t) => {
  const child = spawn(process.execPath, [main, 'config', 'schema', 'objects'], {
    env: { ...CACHES, PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  t.after(() => child.kill('SIGKILL'));
  const text = Buffer.concat(await child.stdout.toArray()).toString();
  assert.ok(text.length > 100_000);
  assert.ok(JSON.parse(text));
});
