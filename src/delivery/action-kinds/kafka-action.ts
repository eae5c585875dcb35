import { z } from 'zod';
import type { KafkaRequest } from '../../connectors/kafka/kafka.ts';
import { parseByteSize } from '../../lib/byte-size.ts';
import { parseDuration } from '../../lib/duration.ts';
import { byteSizeField, durationField, unusedField } from '../../lib/zod-fields.ts';
import { compilePayload, isMissing, placeholderOf } from '../templates/payload-template.ts';
import { compileTemplate, type TemplateRow } from '../templates/template.ts';
import { defineAction } from './action-kind.ts';

const message = z.strictObject({
  key: z.string().default('${.clientid}').meta({ description: 'Template; without a value there is no key.' }),
  value: z
    .string()
    .default('${.}')
    .meta({ description: 'Template; the whole row as JSON when it is absent.' }),
  timestamp: z.string().default('${.timestamp}').meta({
    description: 'Template of Unix milliseconds; the time of sending when it yields none.',
  }),
});

const extraHeader = z.strictObject({
  kafka_ext_header_key: z.string().min(1),
  kafka_ext_header_value: z.string(),
});

const parameters = z.strictObject({
  topic: z.string().min(1).meta({ description: 'Template. The topic has to exist.' }),
  message: message.prefault({}),
  partition_strategy: z.enum(['random', 'key_dispatch']).default('random').meta({
    description: '`key_dispatch`: the same key, the same partition, as the producers of Java choose it.',
  }),
  compression: z.enum(['no_compression', 'gzip', 'snappy', 'lz4', 'zstd']).default('no_compression'),
  required_acks: z.enum(['all_isr', 'leader_only', 'none']).default('all_isr').meta({
    description: 'Who must have stored a record before it is delivered; with `none` nobody answers.',
  }),
  kafka_headers: z
    .string()
    .refine((text) => placeholderOf(text) !== undefined, {
      error: 'write one placeholder of an object, such as ${pub_props}',
    })
    .optional()
    .meta({ description: 'One placeholder; its members, or a list of {key, value}, become headers.' }),
  kafka_ext_headers: z.array(extraHeader).max(100).default([]),
  kafka_header_value_encode_mode: z.enum(['none', 'json']).default('none').meta({
    description: '`json` writes texts with their quotes.',
  }),
  partition_count_refresh_interval: durationField.default('60s'),
  max_batch_bytes: byteSizeField.default('896KB').meta({
    description: 'Of one request; a batch that is larger goes in several.',
  }),
  max_linger_time: unusedField(durationField),
  max_linger_bytes: unusedField(byteSizeField),
  partitions_limit: unusedField(z.union([z.literal('all_partitions'), z.int().min(1)])),
  max_inflight: unusedField(z.int().min(1)),
  query_mode: unusedField(z.enum(['async', 'sync'])),
  sync_query_timeout: unusedField(durationField),
  buffer: unusedField(z.record(z.string(), z.unknown())),
});

const LONGEST_TOPIC = 249;

export const kafkaAction = defineAction<typeof parameters>({
  type: 'kafka_producer',
  parameters,
  batch: { size: 500, time: '0ms' },
  compile(options) {
    const { message, kafka_headers: headersText, kafka_header_value_encode_mode: mode } = options;
    const topic = compileTemplate(options.topic, toTopicPart);
    const key = message.key === '' ? undefined : compileTemplate(message.key, 'raw');
    const value = compilePayload(message.value);
    const timestamp = message.timestamp === '' ? undefined : compileTemplate(message.timestamp, 'raw');
    const extra = options.kafka_ext_headers.map((header) => ({
      name: compileTemplate(header.kafka_ext_header_key, 'raw'),
      value: compileTemplate(header.kafka_ext_header_value, 'raw'),
    }));
    const headersPath = headersText === undefined ? undefined : placeholderOf(headersText);
    const produce: KafkaRequest['produce'] = {
      partition: options.partition_strategy,
      compression: options.compression === 'no_compression' ? 'none' : options.compression,
      acks: options.required_acks,
      maxBytes: parseByteSize(options.max_batch_bytes) ?? Infinity,
      refresh: parseDuration(options.partition_count_refresh_interval) ?? 60_000,
    };
    return (row): KafkaRequest => {
      const keyText = key?.render(row);
      const time = Number(timestamp?.render(row));
      const headers = [
        ...(headersPath ? headersOf(row, headersPath, mode) : []),
        ...extra.map((header): [string, string] => [
          header.name.render(row),
          mode === 'json' ? JSON.stringify(header.value.render(row)) : header.value.render(row),
        ]),
      ];
      return {
        topic: topic.render(row).slice(0, LONGEST_TOPIC),
        ...(keyText !== undefined && !isMissing(keyText) && { key: keyText }),
        value: value(row),
        ...(Number.isSafeInteger(time) && time > 0 && { timestamp: time }),
        ...(headers.length > 0 && { headers }),
        produce,
      };
    };
  },
});

/** What a topic of Kafka may not hold becomes `_`: a device cannot break out into a name that nobody meant. */
function toTopicPart(value: string): string {
  return value.replace(/[^A-Za-z0-9._-]/g, '_');
}

function headersOf(row: TemplateRow, path: readonly string[], mode: 'none' | 'json'): [string, string][] {
  const value: unknown = JSON.parse(row.json(path));
  const encode = (one: unknown): string =>
    typeof one === 'string' && mode === 'none' ? one : JSON.stringify(one);
  if (Array.isArray(value)) {
    return value.flatMap((pair: unknown): [string, string][] => {
      const { key, value: text } = (pair ?? {}) as { key?: unknown; value?: unknown };
      return typeof key === 'string' && text !== undefined ? [[key, encode(text)]] : [];
    });
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).map(([name, text]) => [name, encode(text)]);
}
