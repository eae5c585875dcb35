/** Writes the pages of docs/ that come from the code's own tables, and the JSON Schemas of configuration files. */
import { writeFileSync } from 'node:fs';
import { generatedPages } from './docs/generated-pages.ts';
import { schemaFiles } from './docs/schema-files.ts';

for (const { path, text } of [...generatedPages(), ...schemaFiles()]) {
  writeFileSync(new URL(`../${path}`, import.meta.url), text);
  console.log(`wrote ${path}`);
}
