import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestApp } from '../support/running-app.ts';
import { codeBlocks, pages } from './markdown.ts';

test('every recipe of the cookbooks makes the row that it shows', async (t) => {
  const { api } = await startTestApp(t);
  for (const { path, text } of pages.filter((page) => /\/cookbook\.md$/.test(page.path))) {
    const blocks = codeBlocks(text);
    assert.ok(blocks.length >= 3 * 20, `${path} has twenty recipes`);
    for (let at = 0; at < blocks.length; at += 3) {
      const [sql, event, row] = blocks.slice(at, at + 3);
      const { body } = await api.call('POST', '/rule_test', {
        sql: sql?.code,
        context: JSON.parse(event?.code ?? ''),
      });
      assert.deepEqual(body, JSON.parse(row?.code ?? ''), `${path}:${sql?.line}`);
    }
  }
});
