import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { test } from 'node:test';
import { importsOf, sources } from './support/source-files.ts';

/**
 * A broker is back before its clients notice, if it loads no more than MQTT needs before it listens. Time cannot be
 * tested on every machine; what is loaded can.
 */
const PACKAGES_BEFORE_LISTENING: readonly string[] = [];

const LATE_FOLDERS = [
  'alerts',
  'api',
  'connectors',
  'delivery',
  'figures',
  'journal',
  'rules',
  'schemas',
  'sql',
];

/** The late imports that every start waits for; the others are for what was not checked before, or is not configured. */
const AWAITED: Readonly<Record<string, readonly string[]>> = {
  'src/main.ts': ['./cli/command-line.ts'],
  'src/cli/start.ts': ['../app.ts'],
};

/** The files and packages that are loaded when this file is. */
function loadedWith(entry: string): { files: Set<string>; packages: Set<string> } {
  const texts = new Map(sources().map(({ path, text }) => [path, text]));
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (path: string): void => {
    if (files.has(path)) return;
    const text = texts.get(path);
    assert.ok(text !== undefined, `${path} is imported and exists`);
    files.add(path);
    for (const { specifier, typeOnly, late } of importsOf(text)) {
      if (typeOnly || (late && !AWAITED[path]?.includes(specifier))) continue;
      if (specifier.startsWith('.')) visit(posix.join(posix.dirname(path), specifier));
      else if (!specifier.startsWith('node:')) packages.add(specifier);
    }
  };
  visit(entry);
  return { files, packages };
}

test('before MQTT clients are let in, no package is loaded', () => {
  const { packages } = loadedWith('src/main.ts');
  assert.deepEqual([...packages].sort(), PACKAGES_BEFORE_LISTENING);
});

test('before MQTT clients are let in, nothing of the API, the rules and the deliveries is loaded', () => {
  const { files } = loadedWith('src/main.ts');
  const late = [...files].filter((path) => LATE_FOLDERS.some((folder) => path.startsWith(`src/${folder}/`)));
  assert.deepEqual(late, []);
  assert.ok(files.has('src/app.ts') && files.has('src/broker/broker.ts'), 'the way leads to the broker');
});
