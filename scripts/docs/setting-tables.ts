import { z } from 'zod';
import { schemaAt } from '../../src/cli/config-layer.ts';
import { settingPaths } from '../../src/cli/load-config.ts';
import { type Takes, takesOf } from '../../src/config/config-fields.ts';
import { formatByteSize } from '../../src/lib/byte-size.ts';
import { formatDuration } from '../../src/lib/duration.ts';
import { commandLineTexts } from '../../src/texts/command-line.ts';
import { code, markdownTable } from './markdown-table.ts';

/** A table for each section, in the order of the schema. */
export function settingTables(): string {
  const sections = Map.groupBy(settingPaths(), (path) => path.slice(0, path.lastIndexOf('.')));
  return [...sections]
    .map(([section, paths]) => {
      const head = ['setting', 'takes', 'default', 'meaning', 'environment variable'];
      return `### ${code(section)}\n\n${markdownTable(head, paths.map(settingRow))}`;
    })
    .join('\n\n');
}

function settingRow(path: string): string[] {
  const schema = schemaAt(path.split('.'));
  if (!schema) throw new Error(`there is no setting ${path}`);
  const { description } = schema;
  if (!description) throw new Error(`the setting ${path} has no description`);
  return [
    code(path),
    takesText(takesOf(schema)),
    defaultText(schema),
    description,
    code(environmentName(path)),
  ];
}

function environmentName(path: string): string {
  return `TOCSIN__${path.replaceAll('.', '__').toUpperCase()}`;
}

function defaultText(schema: z.ZodType): string {
  if (!(schema instanceof z.ZodPrefault)) return 'none';
  const { defaultValue } = schema.def;
  return code(Array.isArray(defaultValue) ? JSON.stringify(defaultValue) : String(defaultValue));
}

function takesText(takes: Takes): string {
  switch (takes.kind) {
    case 'integer':
      return takes.max === Infinity
        ? `whole number from ${takes.min}, or ${code('infinity')}`
        : `whole number, ${takes.min} to ${takes.max}`;
    case 'number':
      return `number, ${takes.min} to ${takes.max}`;
    case 'duration':
      return `duration, ${code(formatDuration(takes.min))} to ${code(formatDuration(takes.max))}`;
    case 'size':
      return `size, ${code(formatByteSize(takes.min))} to ${code(formatByteSize(takes.max))}`;
    case 'choice':
      return takes.of.map((choice) => code(String(choice))).join(', ');
    case 'flag':
      return `${code('true')}, ${code('false')}`;
    default:
      return commandLineTexts.en.problems.takes[takes.kind];
  }
}
