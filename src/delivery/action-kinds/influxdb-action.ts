import { z } from 'zod';
import type { InfluxdbRequest } from '../../connectors/influxdb/influxdb.ts';
import { TemplateError } from '../../lib/placeholder.ts';
import { compileLines } from '../templates/line-template.ts';
import { defineAction } from './action-kind.ts';

const parameters = z.strictObject({
  write_syntax: z
    .string()
    .min(1)
    .max(65_536)
    .superRefine((text, context) => {
      const mistake = mistakeIn(text);
      if (mistake) context.addIssue({ code: 'custom', message: mistake });
    })
    .meta({
      description:
        'Line protocol with placeholders, a point a line: `measurement,tag=${a} field=${b},count=${c}i ${timestamp}`.',
    }),
  precision: z.enum(['ns', 'us', 'ms', 's']).default('ms').meta({ description: 'Of the timestamps.' }),
});

export const influxdbAction = defineAction<typeof parameters>({
  type: 'influxdb',
  parameters,
  batch: { size: 100, time: '0ms' },
  compile({ write_syntax, precision }) {
    const template = compileLines(write_syntax, precision);
    return (row): InfluxdbRequest => ({ precision, ...template(row) });
  },
});

function mistakeIn(text: string): string | undefined {
  try {
    compileLines(text, 'ms');
    return undefined;
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const lines = text.slice(0, error.at).split('\n');
    return `line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}: ${error.message}`;
  }
}
