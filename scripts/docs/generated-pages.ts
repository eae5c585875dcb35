import { readFileSync } from 'node:fs';
import { commandTables, sharedOptionTable } from './command-tables.ts';
import { commonColumnTable, eventColumns, eventTable } from './event-tables.ts';
import { functionTables, missingFunctions, unavailableTable } from './function-tables.ts';
import { LANGUAGES, type Language } from './language.ts';
import { boundsTable } from './language-bounds.ts';
import { monitorAdvice, monitorTable } from './monitor-tables.ts';
import { settingTables } from './setting-tables.ts';

export interface GeneratedPage {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
}

type Parts = Readonly<Record<string, (language: Language) => string>>;

/** The hand-written frame of each page, and what fills its `<!-- name -->` lines. */
const pages: Readonly<Record<string, Parts>> = {
  cli: { 'shared options': sharedOptionTable, commands: commandTables },
  configuration: { settings: settingTables },
  events: { 'common columns': commonColumnTable, events: eventTable, columns: eventColumns },
  monitors: { monitors: monitorTable, advice: monitorAdvice },
  rules: {},
  sql: {
    functions: functionTables,
    'unavailable functions': unavailableTable,
    'missing functions': missingFunctions,
    bounds: boundsTable,
  },
};

const NOTICE =
  '<!-- Written by `npm run docs`: edit scripts/docs/, or the table in src/ that this comes from. -->';

export function generatedPages(): GeneratedPage[] {
  return Object.entries(pages).flatMap(([name, parts]) =>
    LANGUAGES.map((language) => {
      const [frame, path] = language === 'zh' ? [`${name}.zh`, `zh/${name}`] : [name, name];
      const text = readFileSync(new URL(`${frame}.md`, import.meta.url), 'utf8');
      return { path: `docs/${path}.md`, text: `${NOTICE}\n\n${fill(text, parts, language)}` };
    }),
  );
}

/** @throws Error when a frame asks for a part that there is not, or leaves one out */
function fill(frame: string, parts: Parts, language: Language): string {
  const left = new Set(Object.keys(parts));
  const text = frame.replace(/^<!-- (.+) -->$/gm, (_line, name: string) => {
    const part = parts[name];
    if (!part) throw new Error(`there is no generated part called ${name}`);
    left.delete(name);
    return part(language);
  });
  if (left.size > 0) throw new Error(`the page leaves out ${[...left].join(', ')}`);
  return text;
}
