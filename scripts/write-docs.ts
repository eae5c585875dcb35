/** Writes the pages of docs/ that come from the code's own tables. */
import { writeFileSync } from 'node:fs';
import { generatedPages } from './docs/generated-pages.ts';

for (const { path, text } of generatedPages()) {
  writeFileSync(new URL(`../${path}`, import.meta.url), text);
  console.log(`wrote ${path}`);
}
