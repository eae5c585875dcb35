/**
 * `npm run build:dashboard` builds the dashboard into dashboard/dist; with --if-needed only when the sources are newer.
 * Every file is there compressed as well, so that serving it costs no time.
 */
import { existsSync, globSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { type BuildOptions, build, type Rolldown } from 'vite';
import { licenceTexts, packagesOf } from './licence-texts.ts';

const root = join(import.meta.dirname, '..');
const target = join(root, 'dashboard', 'dist');
const EDITOR =
  /node_modules[\\/](@codemirror|@lezer|@marijn|style-mod|w3c-keyname|crelt)[\\/]|dashboard[\\/]src[\\/]shared[\\/]code[\\/]/;

const SOURCES = [
  'dashboard/{src,public}/**/*',
  'dashboard/*.{html,ts}',
  'src/texts/**/*.ts',
  'package-lock.json',
];

if (!process.argv.includes('--if-needed') || isOld()) {
  console.error('Building the dashboard, once …');
  const first = await modulesOfTheFirstPage();
  const groups = [
    { name: 'first', test: (id: string) => first.has(id), priority: 1 },
    // In a file of its own: else pages that have no editor share pieces of it.
    { name: 'editor', test: EDITOR },
  ];
  const chunks = await buildChunks({ rolldownOptions: { output: { codeSplitting: { groups } } } });
  compress(join(target, 'assets'));
  const modules = chunks.flatMap(({ moduleIds }) => moduleIds);
  writeFileSync(join(target, 'THIRD-PARTY-LICENSES'), licenceTexts(modules));
  writeFileSync(join(target, 'packages.json'), JSON.stringify(packagesOf(modules)));
}

/**
 * What every page loads, found by a build that is thrown away: in one file it is a tenth less than in the fifty that
 * it would be, and one request in place of as many. Asked for beforehand, a barrel such as @mantine/core would bring
 * all that any page uses of it.
 */
async function modulesOfTheFirstPage(): Promise<ReadonlySet<string>> {
  const chunks = new Map((await buildChunks({ write: false })).map((chunk) => [chunk.fileName, chunk]));
  const modules = new Set<string>();
  const visit = (name: string): void => {
    const chunk = chunks.get(name);
    if (!chunk) return;
    chunks.delete(name);
    for (const id of chunk.moduleIds) modules.add(id);
    chunk.imports.forEach(visit);
  };
  for (const { isEntry, fileName } of [...chunks.values()]) if (isEntry) visit(fileName);
  return modules;
}

async function buildChunks(options: BuildOptions): Promise<Rolldown.OutputChunk[]> {
  const configFile = join(root, 'dashboard', 'vite.config.ts');
  const built = await build({ configFile, logLevel: 'warn', build: options });
  const output = [built].flat().flatMap((result) => ('output' in result ? result.output : []));
  return output.filter((file) => file.type === 'chunk');
}

function isOld(): boolean {
  const page = join(target, 'index.html');
  if (!existsSync(page) || !existsSync(join(target, 'packages.json'))) return true;
  const built = statSync(page).mtimeMs;
  return globSync(SOURCES, { cwd: root }).some((path) => statSync(join(root, path)).mtimeMs > built);
}

function compress(directory: string): void {
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    const bytes = readFileSync(path);
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
    const quality = { [constants.BROTLI_PARAM_QUALITY]: 9 };
    writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: quality }));
  }
}
