import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { test } from 'node:test';
import { anchorsOf, pages, prose, ROOT, targetOf } from './markdown.ts';

const byPath = new Map(pages.map((page) => [page.path, page]));

test('every link of every page leads to a page, a heading, a picture or a file that is there', () => {
  const dead: string[] = [];
  let links = 0;
  for (const page of pages) {
    const found = prose(page.text)
      .replaceAll(/`[^`\n]*`/g, '')
      .matchAll(/\]\(([^)\s]+)(?: "[^"]*")?\)|(?:src|href)="([^"]+)"/g);
    for (const [, link = '', attribute = ''] of found) {
      const [path = '', anchor] = (link || attribute).split('#');
      if (/^(?:https?|mailto):/.test(path)) continue;
      links++;
      const target = path === '' ? page.path : targetOf(page, decodeURIComponent(path));
      if (!existsSync(join(ROOT, target))) dead.push(`${page.path}: ${link}`);
      else if (anchor !== undefined && target.endsWith('.md')) {
        const { text = '' } = byPath.get(target) ?? {};
        if (!anchorsOf(text).has(decodeURIComponent(anchor))) dead.push(`${page.path}: ${link}`);
      }
    }
  }
  assert.ok(links > 100);
  assert.deepEqual(dead, []);
});

test('every page of docs/ is reached from the first page', () => {
  const reached = new Set<string>(['README.md', 'README.zh-CN.md']);
  for (const path of reached) {
    const page = byPath.get(path);
    for (const [, link = ''] of page?.text.matchAll(/\]\(([^)#\s]+\.md)/g) ?? [])
      if (!/^https?:/.test(link) && page) reached.add(targetOf(page, link));
  }
  const lost = pages
    .map(({ path }) => path)
    .filter((path) => /^docs\/(?!decisions\/)/.test(path) && !reached.has(path));
  assert.deepEqual(lost, []);
});

for (const folder of ['docs', 'docs/zh']) {
  test(`${folder}/README.md names every page beside it`, () => {
    const index = byPath.get(`${folder}/README.md`);
    assert.ok(index);
    const named = [...index.text.matchAll(/\]\(([\w-]+\.md)/g)].map(([, name]) => `${folder}/${name}`);
    const beside = pages
      .map(({ path }) => path)
      .filter((path) => posix.dirname(path) === folder && path !== index.path);
    assert.deepEqual(
      beside.filter((path) => !named.includes(path)),
      [],
    );
  });
}

test('a page that shows an API key in a call says where one comes from', () => {
  const silent = pages.filter(
    ({ path, text }) =>
      /^docs\/(?!decisions)/.test(path) &&
      /-u (?:key:secret|KEY:SECRET)/.test(text) &&
      !/rest-api\.md#(?:signing-in|登录)|Users & API keys|用户与密钥/.test(text),
  );
  assert.deepEqual(
    silent.map(({ path }) => path),
    [],
  );
});
