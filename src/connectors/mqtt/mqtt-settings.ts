import { z } from 'zod';
import { parseDuration } from '../../lib/duration.ts';
import { serverField } from '../../lib/server-address.ts';
import { tlsSettings } from '../../lib/tls-settings.ts';
import { durationField, unusedField } from '../../lib/zod-fields.ts';

export const MQTT_PORT = 1883;

const LONGEST_KEEP_ALIVE = 65_535_000;

/** EMQX's names. */
export const mqttSettings = z.strictObject({
  server: serverField(MQTT_PORT).meta({ description: 'host:port of the other broker.' }),
  proto_ver: z.enum(['v3', 'v4', 'v5']).default('v4').meta({
    description:
      'v4 is MQTT 3.1.1. With v5 refusals have reasons, and messages that go in a circle are noticed.',
  }),
  clientid_prefix: z.string().max(128).optional().meta({
    description: 'Client ids are prefix:connector:node:number; they stay the same over restarts.',
  }),
  username: z.string().optional(),
  password: z.string().optional(),
  clean_start: z.boolean().default(true).meta({
    description: 'With false the other broker keeps what sources miss while they are not connected.',
  }),
  bridge_mode: z.boolean().default(false).meta({
    description:
      'Says that it is a bridge, so that retained messages keep their flag, where the other broker knows that.',
  }),
  keepalive: durationField
    .default('300s')
    .refine((value) => (parseDuration(value) ?? 0) <= LONGEST_KEEP_ALIVE, {
      error: 'at most 65535s',
    }),
  connect_timeout: durationField.default('10s'),
  max_inflight: z.int().min(1).max(65_535).default(32).meta({
    description: 'Messages that may wait for their acknowledgement on one connection.',
  }),
  pool_size: z.int().min(1).max(64).default(1).meta({
    description: 'Connections for what is sent. A topic always takes the same one, so that its order stays.',
  }),
  ssl: tlsSettings.prefault({}),
  retry_interval: unusedField(durationField),
  static_clientids: unusedField(z.array(z.unknown()).max(0)),
});

export type MqttSettings = z.output<typeof mqttSettings>;
