import { z } from 'zod';
import { serverField } from '../../lib/server-address.ts';
import { tlsSettings } from '../../lib/tls-settings.ts';
import { durationField } from '../../lib/zod-fields.ts';

/** What connectors of databases have in common, with EMQX's names. */
export function databaseMembers(defaultPort: number) {
  return {
    server: serverField(defaultPort).meta({
      description: `host:port; ${defaultPort} when there is no port.`,
    }),
    database: z.string().min(1),
    username: z.string().min(1),
    password: z.string().optional(),
    pool_size: z.int().min(1).max(200).default(8).meta({
      description: 'Connections, and so batches at a time. 1 keeps the order of all rows.',
    }),
    connect_timeout: durationField.default('15s'),
    ssl: tlsSettings.prefault({}),
  };
}
