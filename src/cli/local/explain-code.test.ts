import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCommand } from '../../../test/support/command-run.ts';

test('a code of a vendor, a reason and an error of the API are explained, with what to do', async () => {
  const vendor = await runCommand(['explain', 'dingtalk:310000', 'keywords', 'not', 'in', 'content']);
  assert.equal(vendor.code, 0);
  assert.match(vendor.out, /^dingtalk:310000\t.*keyword.*\t.+\n$/i);
  assert.match(
    (await runCommand(['explain', 'reason:keepalive_timeout'])).out,
    /^reason:keepalive_timeout\t.+\t/,
  );
  assert.match((await runCommand(['explain', 'NOT_FOUND'])).out, /^api:NOT_FOUND\t.+/m);
});

test('in Chinese, too', async () => {
  const { code, out } = await runCommand(['explain', 'reason:keepalive_timeout'], { language: 'zh' });
  assert.equal(code, 0);
  assert.match(out, /\p{Script=Han}{4}/u);
});

test('on a terminal nothing of a sentence is cut, however narrow it is', async () => {
  const { out } = await runCommand(['explain', 'dingtalk:310000'], { terminal: { columns: 60 } });
  assert.ok(!out.includes('…'), out);
  assert.match(out, /^dingtalk:310000\n {2}This bot .*\n {2}→ Write one of the keywords/);
});

test('what nobody knows is said, with what was probably meant', async () => {
  const { code, out, error } = await runCommand(['explain', 'reason:keepalive_timeot']);
  assert.deepEqual([code, out], [1, '']);
  assert.match(
    error,
    /^Nobody here knows reason:keepalive_timeot; did you mean reason:keepalive_timeout\?\ntry: /,
  );
});
