import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * A package that few need and that takes its time to load: loaded by the first who needs it, in the middle of what is
 * not asynchronous. `import type` names what it holds.
 */
export function latePackage<Exports>(name: string): () => Exports {
  return () => require(name) as Exports;
}
