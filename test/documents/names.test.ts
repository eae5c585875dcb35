import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pages, prose } from './markdown.ts';

/** Words in code that are said in Chinese: patterns of what one writes, and what a column of a table is called. */
const TRANSLATED: ReadonlySet<string> = new Set([
  '{allow | deny, who, action, topics}.',
  'Morning report: 1,284 of 1,300 online, 6 offline overnight, 0 undelivered',
  'here',
  'name:value',
  '${placeholders}',
  'prefix:connector:node:source:name',
  '$delayed/{seconds}/{topic}',
]);

/** A page that is translated only so far. */
const ENGLISH_FROM = '\n## Statements of MQTT 5.0\n';

function namesIn(text: string): ReadonlySet<string> {
  return new Set([...prose(text).matchAll(/(?<!`)`([^`\n]+)`(?!`)/g)].map(([, name = '']) => name));
}

test('a Chinese page names every setting, member and command that its English page names', () => {
  const missing: string[] = [];
  for (const { path, text } of pages) {
    if (!/^docs\/[^/]+\.md$/.test(path)) continue;
    const other = pages.find((page) => page.path === path.replace('docs/', 'docs/zh/'));
    if (!other) continue;
    const there = namesIn(other.text);
    for (const name of namesIn(text.split(ENGLISH_FROM)[0] ?? ''))
      if (!there.has(name) && !TRANSLATED.has(name)) missing.push(`${other.path}: ${name}`);
  }
  assert.deepEqual(missing, []);
});
