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
  readonly name?: string;
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

test('the editor is at most 150 KB', () => {
  const editor = Object.values(manifest).filter(({ name }) => name === 'editor');
  assert.equal(editor.length, 1, 'it is one file');
  const size = compressedSize(editor.map(({ file }) => file));
  assert.ok(size <= EDITOR, `${size} bytes`);
});

test('all styles together are at most 60 KB', () => {
  const files = globSync('assets/*.css', { cwd: BUILT });
  assert.ok(files.length > 0);
  const size = compressedSize(files);
  assert.ok(size <= STYLES, `${size} bytes`);
});
