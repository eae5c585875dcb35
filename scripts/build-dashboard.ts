/**
 * `npm run build:dashboard` builds the dashboard into dashboard/dist; with --if-needed only when the sources are newer.
 * Every file is there compressed as well, so that serving it costs no time.
 */
import { existsSync, globSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'vite';
import { licenceTexts } from './licence-texts.ts';

const root = join(import.meta.dirname, '..');
const target = join(root, 'dashboard', 'dist');
const SOURCES = [
  'dashboard/{src,public}/**/*',
  'dashboard/*.{html,ts}',
  'src/texts/**/*.ts',
  'package-lock.json',
];

if (!process.argv.includes('--if-needed') || isOld()) {
  console.error('Building the dashboard, once …');
  const built = await build({ configFile: join(root, 'dashboard', 'vite.config.ts'), logLevel: 'warn' });
  compress(join(target, 'assets'));
  const chunks = [built].flat().flatMap((result) => ('output' in result ? result.output : []));
  const modules = chunks.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
  writeFileSync(join(target, 'THIRD-PARTY-LICENSES'), licenceTexts(modules));
}

function isOld(): boolean {
  const page = join(target, 'index.html');
  if (!existsSync(page)) return true;
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
