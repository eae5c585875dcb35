import { z } from 'zod';
import type { MqttRequest, MqttRequestProperties } from '../../connectors/mqtt/mqtt.ts';
import { solePlaceholder } from '../../lib/placeholder.ts';
import { compilePayload, isMissing } from '../templates/payload-template.ts';
import { compileTemplate, type TemplateRow } from '../templates/template.ts';
import { defineAction } from './action-kind.ts';

const placeholder = z.string().refine((text) => solePlaceholder(text) !== undefined, {
  error: 'write a value, or one placeholder such as ${qos}',
});

const parameters = z.strictObject({
  topic: z.string().min(1).meta({ description: 'Template of the topic at the other broker.' }),
  qos: z
    .union([z.literal(0), z.literal(1), z.literal(2), placeholder])
    .default(1)
    .meta({ description: 'Or a placeholder.' }),
  retain: z.union([z.boolean(), placeholder]).default(false).meta({ description: 'Or a placeholder.' }),
  payload: z.string().optional().meta({
    description:
      'Template; the whole row as JSON when it is absent. One placeholder hands bytes on as they are.',
  }),
});

export const mqttAction = defineAction<typeof parameters>({
  type: 'mqtt',
  parameters,
  batch: { size: 100, time: '0ms' },
  compile({ topic, qos, retain, payload }) {
    const topicTemplate = compileTemplate(topic, (value) => (isMissing(value) ? '' : value));
    const qosTemplate = typeof qos === 'string' ? compileTemplate(qos.trim(), 'raw') : undefined;
    const retainTemplate = typeof retain === 'string' ? compileTemplate(retain.trim(), 'raw') : undefined;
    const payloadOf = compilePayload(payload);
    return (row): MqttRequest => {
      const properties = propertiesOf(row);
      return {
        topic: topicTemplate.render(row),
        qos: qosTemplate ? toQos(qosTemplate.render(row)) : (qos as MqttRequest['qos']),
        retain: retainTemplate ? /^(true|1)$/.test(retainTemplate.render(row)) : retain === true,
        payload: payloadOf(row),
        ...(properties && { properties }),
      };
    };
  },
});

function toQos(text: string): MqttRequest['qos'] {
  return text === '1' ? 1 : text === '2' ? 2 : 0;
}

/** What the row still has of the properties of the message that it was made of, as rules see them. */
function propertiesOf(row: TemplateRow): MqttRequestProperties | undefined {
  const found: unknown = JSON.parse(row.json(['pub_props']));
  if (typeof found !== 'object' || found === null) return undefined;
  const props = found as Readonly<Record<string, unknown>>;
  const text = (name: string): string | undefined =>
    typeof props[name] === 'string' ? props[name] : undefined;
  const expiry = props['Message-Expiry-Interval'];
  const format = props['Payload-Format-Indicator'];
  const userProperties = pairsOf(props);
  const contentType = text('Content-Type');
  const responseTopic = text('Response-Topic');
  const properties: MqttRequestProperties = {
    ...(contentType !== undefined && { contentType }),
    ...(responseTopic !== undefined && { responseTopic }),
    ...(typeof expiry === 'number' && Number.isSafeInteger(expiry) && { messageExpiryInterval: expiry }),
    ...((format === 0 || format === 1) && { payloadFormatIndicator: format }),
    ...(userProperties.length > 0 && { userProperties }),
  };
  return Object.keys(properties).length > 0 ? properties : undefined;
}

/** The pairs know order and duplicates, which the map has lost. */
function pairsOf(props: Readonly<Record<string, unknown>>): [string, string][] {
  const pairs = props['User-Property-Pairs'];
  if (Array.isArray(pairs)) {
    return pairs.flatMap((pair: unknown): [string, string][] => {
      const { key, value } = (pair ?? {}) as { key?: unknown; value?: unknown };
      return typeof key === 'string' && typeof value === 'string' ? [[key, value]] : [];
    });
  }
  const map = props['User-Property'];
  if (typeof map !== 'object' || map === null) return [];
  return Object.entries(map).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[key, value]] : [],
  );
}
