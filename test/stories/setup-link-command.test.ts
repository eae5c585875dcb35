import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { keepSetupLink, SETUP_LINK_FILE } from '../../src/cli/setup-link-file.ts';
import { runCommand } from '../support/command-run.ts';
import { startTestApp } from '../support/running-app.ts';

function directory(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'tocsin-link-'));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

test('the link of a broker that waits for its first administrator is printed', async (t) => {
  const data = directory(t);
  const { app } = await startTestApp(t);
  keepSetupLink(data, app.ready.setup_url);
  const { code, out } = await runCommand(['setup-link', '-d', data]);
  assert.deepEqual([code, out], [0, `${app.ready.setup_url}\n`]);
  assert.match(out, /^http:\/\/127\.0\.0\.1:\d+\/setup\?token=/);
});

test('where there is none, or it was used, that is said', async (t) => {
  const data = directory(t);
  const none = await runCommand(['setup-link', '-d', data]);
  assert.deepEqual(
    [none.code, none.error],
    [
      1,
      `There is no link in ${data}: no broker waits there for its first administrator.\ntry: tocsin start, or --data-dir DIR\n`,
    ],
  );
  const { app } = await startTestApp(t, [
    'dashboard.bootstrap_username=admin',
    'dashboard.bootstrap_password=Quiet-bell-7',
  ]);
  writeFileSync(join(data, SETUP_LINK_FILE), `http://127.0.0.1:${app.ready.dashboard.port}/setup?token=x\n`);
  const used = await runCommand(['setup-link', '-d', data], { language: 'zh' });
  assert.deepEqual(
    [used.code, used.error],
    [1, '第一个管理员已经创建。\n试试：tocsin ctx login，或 tocsin users reset-password 用户名\n'],
  );
});

test('a broker that is gone is exit code 3', async (t) => {
  const data = directory(t);
  writeFileSync(join(data, SETUP_LINK_FILE), 'http://127.0.0.1:9/setup?token=x\n');
  const { code, error } = await runCommand(['setup-link', '-d', data]);
  assert.equal(code, 3);
  assert.match(
    error,
    /^The broker of this link does not answer at http:\/\/127\.0\.0\.1:9\.\ntry: tocsin start\n$/,
  );
});
