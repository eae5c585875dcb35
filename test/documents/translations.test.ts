import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeBlocks, pages, prose } from './markdown.ts';

/** Where pages stop to be translated: tables for those who work on the code, or compare it with a standard. */
const ENGLISH_FROM: Readonly<Record<string, string>> = {
  'docs/mqtt.md': '\n## Statements of MQTT 5.0\n',
};

const english = pages
  .filter(({ path }) => /^(?:docs\/[^/]+|README)\.md$/.test(path))
  .map(({ path, text }) => ({ path, text: text.split(ENGLISH_FROM[path] ?? '\0')[0] ?? '' }));
const chinese = new Map(
  pages
    .filter(({ path }) => path.startsWith('docs/zh/') || path === 'README.zh-CN.md')
    .map((page) => [page.path, page.text]),
);

function inChinese(path: string): string {
  return path === 'README.md' ? 'README.zh-CN.md' : path.replace('docs/', 'docs/zh/');
}

test('every page is there in Chinese, and no other', () => {
  const wanted = english.map(({ path }) => path);
  const missing = wanted.filter((path) => !chinese.has(inChinese(path)));
  const surplus = [...chinese.keys()].filter((path) => !wanted.map(inChinese).includes(path));
  assert.deepEqual({ missing, surplus }, { missing: [], surplus: [] });
});

for (const { path, text } of english) {
  const other = chinese.get(inChinese(path));
  if (other === undefined) continue;
  test(`${inChinese(path)} has what ${path} has: headings, code and rows of tables`, () => {
    assert.deepEqual(shapeOf(other), shapeOf(text));
  });
}

for (const { path, text } of english) {
  const other = chinese.get(inChinese(path));
  if (other === undefined) continue;
  test(`${inChinese(path)} shows the code of ${path}: what differs has words in Chinese`, () => {
    const shown = new Set(codeBlocks(text).map(({ code }) => code));
    const stale = codeBlocks(other).filter(({ code }) => !shown.has(code) && !/\p{Script=Han}/u.test(code));
    assert.deepEqual(stale, []);
  });
}

test('Chinese pages are Chinese', () => {
  for (const [path, text] of chinese) {
    // The names of tests, on the page about security, are English.
    const words = prose(text).replaceAll(/`[^`\n]*`|\]\([^)]*\)|^\|.*$|“[\x20-\x7e]*”/gm, '');
    const share = (words.match(/\p{Script=Han}/gu)?.length ?? 0) / words.replaceAll(/\s/g, '').length;
    assert.ok(share > 0.3, `${path}: ${(100 * share).toFixed(0)} % of its characters are Chinese`);
  }
});

/** What a translation keeps, by the headings that it stands under: a page that got a section shows where. */
function shapeOf(text: string): readonly string[] {
  const shape: string[] = [];
  let rows = 0;
  const languages = codeBlocks(text).map(({ language }) => language);
  for (const line of prose(text).split('\n')) {
    if (line.startsWith('|')) rows++;
    const [, level] = /^(#+) /.exec(line) ?? [];
    if (level) shape.push(`${rows} rows, then ${level}`);
  }
  return [...shape, `${rows} rows`, `code: ${languages.join(' ')}`];
}
