import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const ROOT = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const page = read('docs/security.md');
/** `src/a.test.ts`: “its words” */
const NAMED_TEST = /`((?:src|test|dashboard)\/[\w./-]+\.test\.ts)`: “([^”]+)”/g;

test('docs/security.md has a row for each of the sixty requirements, and each row names a test', () => {
  const rows = page.split('\n').filter((line) => /^\| R\d+ \|/.test(line));
  assert.deepEqual(
    rows.map((row) => /^\| (R\d+)/.exec(row)?.[1]),
    Array.from({ length: 60 }, (_, index) => `R${index + 1}`),
  );
  for (const row of rows) assert.match(row, new RegExp(NAMED_TEST.source), row.slice(0, 60));
});

test('each test that docs/security.md names is there', () => {
  const named = [...page.matchAll(NAMED_TEST)];
  assert.ok(named.length > 120);
  const missing = named.filter(([, path = '', words = '']) => {
    // In a table a bar and a quote stand behind a backslash.
    const wanted = words.replaceAll('\\"', '"');
    return !existsSync(join(ROOT, path)) || !testNamesOf(read(path)).has(wanted);
  });
  assert.deepEqual(
    missing.map(([whole]) => whole),
    [],
  );
});

test('docs/zh/security.md names the same tests in each row', () => {
  const testsOf = (text: string) =>
    [...text.matchAll(/^\| (R\d+) \|.*$/gm)].map(([row, id]) => [
      id,
      [...row.matchAll(NAMED_TEST)].map(([whole]) => whole),
    ]);
  assert.deepEqual(testsOf(read('docs/zh/security.md')), testsOf(page));
});

test('there is a way to report a hole, and a list of the versions in which it is mended', () => {
  const policy = read('SECURITY.md');
  assert.match(policy, /^## Reporting$/m);
  assert.match(policy, /^## Supported versions$/m);
  for (const [, path = ''] of policy.matchAll(/\]\(([\w./-]+)\)/g))
    assert.ok(existsSync(join(ROOT, path)), path);
});

/** What stands behind `test(`, in any kind of quotes; those with values as they are written. */
function testNamesOf(source: string): ReadonlySet<string> {
  return new Set(
    [...source.matchAll(/\btest\(\s*(['"`])((?:\\.|(?!\1).)*)\1/gs)].map(([, quote, name = '']) =>
      name.replaceAll(`\\${quote}`, quote ?? ''),
    ),
  );
}
