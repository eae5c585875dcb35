import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

/** Bytes, compressed with gzip. */
const KB = 1000;
const FIRST_PAGE = 250 * KB;
const EDITOR = 150 * KB;
const STYLES = 60 * KB;

const BUILT = join(import.meta.dirname, '..', '..', 'dashboard', 'dist');

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
}

const manifest = JSON.parse(readFileSync(join(BUILT, '.vite', 'manifest.json'), 'utf8')) as Record<
  string,
  Chunk
>;

/** The files of a source, with all that they cannot do without. */
function filesOf(source: string, found = new Set<string>()): Set<string> {
  const chunk = manifest[source];
  if (!chunk || found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const imported of chunk.imports ?? []) filesOf(imported, found);
  return found;
}

function compressedSize(files: Iterable<string>): number {
  return [...files].reduce((sum, file) => sum + readFileSync(join(BUILT, `${file}.gz`)).length, 0);
}

/** Of everything that the first page cannot do without. */
const first = filesOf('src/pages/overview/overview-page.tsx', filesOf('index.html'));

test('the first page needs at most 250 KB of JavaScript', () => {
  assert.ok(first.size > 0, 'the page was found');
  const size = compressedSize(first);
  assert.ok(size <= FIRST_PAGE, `${size} bytes: ${[...first].join(', ')}`);
});

test('the editor needs at most 150 KB more', (t) => {
  const editor = filesOf('src/shared/code/sql-view.tsx');
  if (editor.size === 0) {
    t.skip('no page has an editor of statements');
    return;
  }
  const size = compressedSize([...editor].filter((file) => !first.has(file)));
  assert.ok(size <= EDITOR, `${size} bytes`);
});

test('all styles together are at most 60 KB', () => {
  const files = globSync('assets/*.css', { cwd: BUILT });
  assert.ok(files.length > 0);
  const size = compressedSize(files);
  assert.ok(size <= STYLES, `${size} bytes`);
});
