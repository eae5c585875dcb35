import { z } from 'zod';
import { serversField } from '../../lib/server-address.ts';
import { tlsSettings } from '../../lib/tls-settings.ts';
import { byteSizeField, durationField, unusedField } from '../../lib/zod-fields.ts';

export const KAFKA_PORT = 9092;

const saslAuthentication = z.strictObject({
  mechanism: z.enum(['plain', 'scram_sha_256', 'scram_sha_512']),
  username: z.string().min(1),
  password: z.string(),
});

const socketOptions = z.strictObject({
  sndbuf: unusedField(byteSizeField),
  recbuf: unusedField(byteSizeField),
  nodelay: unusedField(z.boolean()),
  tcp_keepalive: unusedField(z.string()),
});

/** EMQX's names. */
export const kafkaSettings = z.strictObject({
  bootstrap_hosts: serversField(KAFKA_PORT).meta({
    description: 'Brokers to ask first for the others: host:port,host:port. The cluster names the rest.',
  }),
  authentication: z
    .union([z.literal('none'), saslAuthentication], {
      error:
        'write none, or {"mechanism": "plain" | "scram_sha_256" | "scram_sha_512", "username", "password"}',
    })
    .default('none'),
  ssl: tlsSettings.prefault({}),
  connect_timeout: durationField.default('5s'),
  metadata_request_timeout: durationField.default('5s').meta({
    description: 'How long a broker may take to answer any request.',
  }),
  min_metadata_refresh_interval: durationField.default('3s').meta({
    description: 'How long a topic that was not there is not asked for again.',
  }),
  socket_opts: socketOptions.prefault({}),
});

export type KafkaSettings = z.output<typeof kafkaSettings>;
