import { z } from 'zod';
import type { FileRequest } from '../../connectors/file/file.ts';
import { mistakeInPath } from '../../connectors/file/file-folders.ts';
import { compileBody, compileTemplate, wholeRow } from '../templates/template.ts';
import { defineAction } from './action-kind.ts';

const parameters = z.strictObject({
  path: z
    .string()
    .max(1000)
    .superRefine((path, context) => {
      const message = mistakeInPath(path);
      if (message) context.addIssue({ code: 'custom', message });
    })
    .default('events.jsonl')
    .meta({ description: 'Template of the path below the directory of the connector.' }),
  body: z.string().max(65_536).optional().meta({
    description: 'Template of one line; the whole row as JSON when it is absent.',
  }),
});

export const fileAction = defineAction<typeof parameters>({
  type: 'file',
  parameters,
  batch: { size: 1000, time: '0ms' },
  compile({ path, body }) {
    const pathTemplate = compileTemplate(path, toNamePart);
    const bodyTemplate = body === undefined ? wholeRow : compileBody(body, 'application/json');
    return (row): FileRequest => ({
      path: pathTemplate.render(row),
      // A record is one line, whatever a device sends: it cannot forge another.
      record: bodyTemplate.render(row).replace(/[\r\n\u2028\u2029]+/g, ' '),
    });
  },
});

/** A value makes no folder, and leaves none; a name that begins with a point is hidden. */
function toNamePart(value: string): string {
  return value
    .replace(/[^\p{L}\p{N}._-]/gu, '_')
    .replace(/^\.+/, '_')
    .slice(0, 100);
}
