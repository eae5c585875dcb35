/**
 * What `npm pack` puts into the package as package.json. The one of this repository brings Node.js and every tool; users
 * need neither, and what the program uses of other packages is in its files. npm takes the manifest from nowhere else, so
 * that it changes place for as long as npm packs (`prepack` and `postpack`): `node scripts/published-manifest.ts put` and
 * `… take-back`.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface SourceManifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly engines: object;
  readonly devDependencies?: object;
}

/** Beside the program, so that Node.js reads it as CommonJS although the sources are ES modules, and it knows its version. */
export function programManifest({ name, version }: SourceManifest): object {
  return { name, version, type: 'commonjs' };
}

/** The files lie below `dist/`, as `npm run build` leaves them. */
function publishedManifest({ name, version, description, license, engines }: SourceManifest): object {
  return {
    name,
    version,
    description,
    keywords: [
      'mqtt',
      'broker',
      'server',
      'mqtt5',
      'alerts',
      'rules',
      'emqx',
      'webhook',
      'wecom',
      'dingtalk',
      'feishu',
    ],
    license,
    type: 'module',
    engines,
    bin: { tocsin: 'dist/main.js' },
    exports: {
      '.': { types: './dist/types/tocsin.d.ts', default: './dist/tocsin.js' },
      './package.json': './package.json',
      './schema/*': './schema/*',
    },
    files: ['dist', 'schema', 'README.zh-CN.md'],
  };
}

export function readManifest(file: string): SourceManifest {
  return JSON.parse(readFileSync(file, 'utf8')) as SourceManifest;
}

export function writeJson(file: string, value: object): void {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}

/** @param folder that holds the repository's package.json, or a copy of it, and `dist/` */
export function putPublishedManifest(folder: string): void {
  const file = join(folder, 'package.json');
  const own = keptIn(folder);
  // A pack that was cut off has left the published one here.
  if (existsSync(own) && readManifest(file).devDependencies === undefined) takeBackManifest(folder);
  mkdirSync(dirname(own), { recursive: true });
  writeFileSync(own, readFileSync(file));
  const next = `${file}.next`;
  writeJson(next, publishedManifest(readManifest(own)));
  renameSync(next, file);
}

function takeBackManifest(folder: string): void {
  const own = keptIn(folder);
  writeFileSync(join(folder, 'package.json'), readFileSync(own));
  rmSync(own);
}

function keptIn(folder: string): string {
  return join(folder, 'node_modules', '.cache', 'package.json.source');
}

if (import.meta.main) {
  const root = join(import.meta.dirname, '..');
  if (process.argv[2] === 'put') putPublishedManifest(root);
  else takeBackManifest(root);
}
