import { z } from 'zod';
import { mistakeInServer } from '../../lib/server-address.ts';
import { tlsSettings } from '../../lib/tls-settings.ts';
import { durationField, unusedField } from '../../lib/zod-fields.ts';

/** EMQX's names. */
export const rabbitmqSettings = z
  .strictObject({
    server: z.string().default('localhost').meta({ description: 'Host, or host:port.' }),
    port: z.int().min(1).max(65_535).default(5672),
    username: z.string().default('guest'),
    password: z.string().default('guest'),
    virtual_host: z.string().min(1).default('/'),
    heartbeat: durationField.default('30s'),
    timeout: durationField.default('5s').meta({ description: 'Until the connection stands.' }),
    ssl: tlsSettings.prefault({}),
    pool_size: unusedField(z.int().min(1)),
    auto_reconnect: unusedField(durationField),
    prefetch_count: unusedField(z.int().min(0)),
  })
  .superRefine(({ server, port }, context) => {
    const message = mistakeInServer(server, port);
    if (message) context.addIssue({ code: 'custom', path: ['server'], message });
  });

export type RabbitmqSettings = z.output<typeof rabbitmqSettings>;
