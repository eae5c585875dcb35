import { readdirSync, readFileSync } from 'node:fs';

export interface SourceFile {
  /** From the root of the repository: `src/broker/session.ts`. */
  readonly path: string;
  readonly text: string;
}

export interface Import {
  /** As it is written: `zod`, `../lib/clock.ts`. */
  readonly specifier: string;
  readonly typeOnly: boolean;
  /** Loaded when the program comes by, and not together with the file. */
  readonly late: boolean;
}

/** Static imports, `import type`, `export … from` and `import()`; what stands in a comment line does not count. */
export function importsOf(text: string): Import[] {
  const code = text.replace(/^\s*(?:\/\/|\/?\*).*$/gm, '');
  const statements = /^\s*(?:import|export)\b(\s+type\b)?[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/gm;
  const bare = /^\s*import\s*['"]([^'"]+)['"]/gm;
  const dynamic = /\bimport\(\s*['"]([^'"]+)['"]/g;
  return [
    ...[...code.matchAll(statements)].map(([, type, specifier = '']) => ({
      specifier,
      typeOnly: type !== undefined,
      late: false,
    })),
    ...[...code.matchAll(bare)].map(([, specifier = '']) => ({ specifier, typeOnly: false, late: false })),
    ...[...code.matchAll(dynamic)].map(([, specifier = '']) => ({ specifier, typeOnly: false, late: true })),
  ];
}

/** Everything that lies in `src/`, tests too. */
export function sources(): SourceFile[] {
  const root = new URL('../../src/', import.meta.url);
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({ path: `src/${path}`, text: readFileSync(new URL(path, root), 'utf8') }));
}
