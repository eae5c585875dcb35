import { z } from 'zod';
import type { RabbitmqRequest } from '../../connectors/rabbitmq/rabbitmq.ts';
import { durationField, unusedField } from '../../lib/zod-fields.ts';
import { compilePayload } from '../templates/payload-template.ts';
import { compileTemplate, type Template } from '../templates/template.ts';
import { defineAction } from './action-kind.ts';

/** AMQP's names of properties, and amqplib's. */
const PROPERTIES = {
  content_type: 'contentType',
  content_encoding: 'contentEncoding',
  correlation_id: 'correlationId',
  reply_to: 'replyTo',
  expiration: 'expiration',
  type: 'type',
  app_id: 'appId',
} as const;

const pair = z.strictObject({ key: z.string().min(1), value: z.string() });

const parameters = z
  .strictObject({
    exchange: z
      .string()
      .meta({ description: 'Template; empty for the exchange that leads to queues by their names.' }),
    routing_key: z.string().meta({ description: 'Template.' }),
    payload_template: z
      .string()
      .default('')
      .meta({ description: 'Template; the whole row as JSON when it is empty.' }),
    delivery_mode: z.enum(['non_persistent', 'persistent']).default('non_persistent'),
    mandatory: z.boolean().default(true).meta({
      description: 'A message that no queue takes is refused, and not delivered into nothing.',
    }),
    headers_template: z
      .array(pair)
      .max(100)
      .default([])
      .meta({ description: 'Templates of [{key, value}].' }),
    properties_template: z
      .array(pair)
      .max(20)
      .default([])
      .meta({
        description: `Templates of [{key, value}]; keys are ${Object.keys(PROPERTIES).join(', ')}.`,
      }),
    wait_for_publish_confirmations: unusedField(z.boolean()),
    publish_confirmation_timeout: unusedField(durationField),
  })
  .superRefine(({ properties_template: properties }, context) => {
    for (const [index, { key }] of properties.entries()) {
      if (Object.hasOwn(PROPERTIES, key)) continue;
      const message = `write one of ${Object.keys(PROPERTIES).join(', ')}`;
      context.addIssue({ code: 'custom', path: ['properties_template', index, 'key'], message });
    }
  });

/** AMQP's short strings, which names of exchanges and routing keys are. */
const LONGEST_NAME = 255;
const CONTROL_CHARACTERS = /\p{Cc}/gu;

export const rabbitmqAction = defineAction<typeof parameters>({
  type: 'rabbitmq',
  parameters,
  batch: { size: 100, time: '0ms' },
  compile(options) {
    const exchange = compileTemplate(options.exchange, withoutControls);
    const routingKey = compileTemplate(options.routing_key, withoutControls);
    const payloadOf = compilePayload(options.payload_template);
    const headers = options.headers_template.map(compilePair);
    const properties = options.properties_template.map(({ key, value }) => ({
      key: PROPERTIES[key as keyof typeof PROPERTIES],
      value: compileTemplate(value, withoutControls),
    }));
    return (row): RabbitmqRequest => ({
      exchange: shortened(exchange.render(row)),
      routingKey: shortened(routingKey.render(row)),
      payload: payloadOf(row),
      persistent: options.delivery_mode === 'persistent',
      mandatory: options.mandatory,
      ...(headers.length > 0 && {
        headers: Object.fromEntries(headers.map(({ key, value }) => [key.render(row), value.render(row)])),
      }),
      ...(properties.length > 0 && {
        properties: Object.fromEntries(
          properties.map(({ key, value }) => [key, shortened(value.render(row))] as const),
        ),
      }),
    });
  },
});

function compilePair({ key, value }: z.output<typeof pair>): { key: Template; value: Template } {
  return { key: compileTemplate(key, withoutControls), value: compileTemplate(value, 'raw') };
}

function withoutControls(value: string): string {
  return value.replace(CONTROL_CHARACTERS, '');
}

/** To whole characters within the bytes that there are. */
function shortened(text: string): string {
  if (Buffer.byteLength(text) <= LONGEST_NAME) return text;
  return Buffer.from(text)
    .subarray(0, LONGEST_NAME)
    .toString()
    .replace(/\uFFFD+$/, '');
}
