import { z } from 'zod';
import type { NatsRequest } from '../../connectors/nats/nats.ts';
import { compilePayload } from '../templates/payload-template.ts';
import { compileTemplate } from '../templates/template.ts';
import { defineAction } from './action-kind.ts';

const parameters = z.strictObject({
  subject: z.string().min(1).meta({ description: 'Template.' }),
  payload: z.string().default('').meta({ description: 'Template; the whole row as JSON when it is empty.' }),
  headers: z.record(z.string(), z.string()).default({}).meta({ description: 'Templates of values.' }),
  jetstream: z.boolean().default(false).meta({
    description: 'Wait for the acknowledgement of a stream, which drops repeats.',
  }),
});

/** Of a value, they would be wildcards, end the subject, or break the protocol's line. */
const NOT_IN_SUBJECTS = /[*>\s\p{Cc}]/gu;

const LINE_BREAKS = /[\r\n]/g;

export const natsAction = defineAction<typeof parameters>({
  type: 'nats',
  parameters,
  batch: { size: 100, time: '0ms' },
  compile({ subject, payload, headers, jetstream }) {
    const subjectTemplate = compileTemplate(subject, (value) => value.replace(NOT_IN_SUBJECTS, '_'));
    const payloadOf = compilePayload(payload);
    const headerTemplates = Object.entries(headers).map(([name, value]) => ({
      name,
      value: compileTemplate(value, (text) => text.replace(LINE_BREAKS, ' ')),
    }));
    return (row): NatsRequest => ({
      subject: subjectTemplate.render(row),
      payload: payloadOf(row),
      ...(headerTemplates.length > 0 && {
        headers: headerTemplates.map(({ name, value }) => [name, value.render(row)] as const),
      }),
      jetstream,
    });
  },
});
