/**
 * Writes the program into a folder (dist/, unless another is named) as a few files of JavaScript that need no packages
 * beside them: one with all that is loaded before clients are let in, and one for each thing that is loaded later.
 * They are CommonJS, which Node loads in half the time of ES modules (docs/decisions/0006-start.md).
 */
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { type Plugin, rolldown } from 'rolldown';
import { writeDeclarations } from './declarations.ts';
import { LICENCE_SEPARATOR, licenceTexts, packagesOf } from './licence-texts.ts';
import { programManifest, readManifest, writeJson } from './published-manifest.ts';
import { writeSbom } from './sbom.ts';

const root = resolve(import.meta.dirname, '..');
const target = resolve(process.argv[2] ?? join(root, 'dist'));

const LICENCES = 'THIRD-PARTY-LICENSES';

/** What every start loads: first this, which switches the compile cache on, and then these with what they import. */
const FIRST = 'src/main.ts';
const START = ['src/cli/command-line.ts', 'src/app.ts'];
const first = new Set<string>();
const startPath = new Set<string>();

const findStartPath: Plugin = {
  name: 'find-start-path',
  buildEnd() {
    const visit = (id: string, found: Set<string>): void => {
      if (found.has(id) || first.has(id)) return;
      found.add(id);
      for (const imported of this.getModuleInfo(id)?.importedIds ?? []) visit(imported, found);
    };
    visit(join(root, FIRST), first);
    for (const path of START) visit(join(root, path), startPath);
  },
};

rmSync(target, { recursive: true, force: true });
await using bundle = await rolldown({
  cwd: root,
  input: {
    main: 'src/main.ts',
    tocsin: 'src/tocsin.ts',
    // Threads are started from files of their own.
    'bcrypt-worker': 'src/broker/access/authentication/bcrypt-worker.ts',
    'journal-worker': 'src/journal/thread/journal-worker.ts',
    'yaml-worker': 'src/api/backup/yaml-worker.ts',
  },
  platform: 'node',
  // The one that brings its WebAssembly in its text, and not in a file that would have to lie beside it.
  resolve: { alias: { '@platformatic/wasm-utils': '@platformatic/wasm-utils/bundled' } },
  preserveEntrySignatures: 'allow-extension',
  plugins: [findStartPath],
});
const { output } = await bundle.write({
  dir: target,
  format: 'cjs',
  entryFileNames: '[name].js',
  chunkFileNames: '[name].js',
  comments: false,
  codeSplitting: {
    groups: [
      { name: 'broker', test: (id) => startPath.has(id) },
      // Not in main.js: whoever takes it from there would start the broker, a program that imports this package too.
      { name: 'first', test: (id) => first.has(id) && id !== join(root, FIRST) },
    ],
    includeDependenciesRecursively: false,
  },
});

const modules = output.flatMap((file) => (file.type === 'chunk' ? Object.keys(file.modules) : []));
const dashboard = addDashboard();
writeFileSync(join(target, LICENCES), [licenceTexts(modules), ...dashboard.licences].join(LICENCE_SEPARATOR));
writeJson(join(target, 'package.json'), programManifest(readManifest(join(root, 'package.json'))));
writeDeclarations(root, join(target, 'types'));
writeSbom(root, target, new Set([...packagesOf(modules), ...dashboard.packages]));
console.log(`${output.length} files in ${relative(process.cwd(), target) || target}`);

/** Puts the built dashboard beside the program. @returns what is in it */
function addDashboard(): { licences: string[]; packages: string[] } {
  const built = join(root, 'dashboard', 'dist');
  if (!existsSync(join(built, 'index.html'))) {
    console.log('without the dashboard, which is not built: npm run build:dashboard');
    return { licences: [], packages: [] };
  }
  const isServed = (path: string): boolean => !/(THIRD-PARTY-LICENSES|packages\.json|\.vite)$/.test(path);
  cpSync(built, join(target, 'dashboard'), { recursive: true, filter: isServed });
  return {
    licences: [readFileSync(join(built, LICENCES), 'utf8')],
    packages: JSON.parse(readFileSync(join(built, 'packages.json'), 'utf8')) as string[],
  };
}
