import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes the manifest of the published package beside the bundled program: only what users need. It has no
 * dependencies: what the program uses of packages is in its files.
 */
export function writeManifest(root: string, target: string): void {
  const { name, version, description, license, engines } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const manifest = {
    name,
    version,
    description,
    license,
    type: 'commonjs',
    engines,
    bin: { tocsin: 'main.js' },
  };
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  for (const file of ['LICENSE', 'README.md', 'README.zh-CN.md']) {
    if (existsSync(join(root, file))) copyFileSync(join(root, file), join(target, file));
  }
}
