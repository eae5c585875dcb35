/**
 * Writes the manifest of the published package into dist/, beside the compiled sources: only what users need.
 * The Node builds that the repository brings along stay out, or every user would download them.
 */
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';

const root = new URL('../', import.meta.url);
const dist = new URL('dist/', root);

const { name, version, description, license, type, engines, dependencies } = JSON.parse(
  readFileSync(new URL('package.json', root), 'utf8'),
);
const manifest = {
  name,
  version,
  description,
  license,
  type,
  engines,
  bin: { tocsin: 'main.js' },
  dependencies,
};
writeFileSync(new URL('package.json', dist), `${JSON.stringify(manifest, null, 2)}\n`);

for (const file of ['LICENSE', 'README.md', 'README.zh-CN.md']) {
  if (existsSync(new URL(file, root))) copyFileSync(new URL(file, root), new URL(file, dist));
}
