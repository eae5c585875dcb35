import { z } from 'zod';
import { parseServers, serverField, serversField } from '../../lib/server-address.ts';
import { tlsSettings } from '../../lib/tls-settings.ts';
import { durationField, unusedField } from '../../lib/zod-fields.ts';

export const REDIS_PORT = 6379;

const members = {
  redis_type: z.enum(['single', 'sentinel', 'cluster']).default('single'),
  server: serverField(REDIS_PORT).optional().meta({ description: 'host:port, of `single`.' }),
  servers: serversField(REDIS_PORT).optional().meta({
    description: 'host:port,host:port of the sentinels, or of some nodes of the cluster.',
  }),
  sentinel: z.string().optional().meta({ description: 'The name that the sentinels know the master by.' }),
  sentinel_username: z.string().optional(),
  sentinel_password: z.string().optional(),
  database: z.int().min(0).default(0).meta({ description: 'A cluster has only 0.' }),
  username: z.string().optional(),
  password: z.string().optional(),
  pool_size: unusedField(z.int().min(1)),
  auto_reconnect: unusedField(z.boolean()),
};

const nested = z.strictObject(members);

/** EMQX's names; it has those of the server in `parameters`, which may also stand beside the others. */
export const redisSettings = z
  .strictObject({
    ...members,
    parameters: nested.optional().meta({ description: 'The same settings, where EMQX has them.' }),
    connect_timeout: durationField.default('5s'),
    ssl: tlsSettings.prefault({}),
  })
  .superRefine((settings, context) => {
    const { redis_type: type, server, servers = server, sentinel, database } = placeOf(settings);
    const at = (name: string) => (settings.parameters ? ['parameters', name] : [name]);
    const fault = (name: string, message: string): void =>
      context.addIssue({ code: 'custom', path: at(name), message });
    if (type === 'single' && server === undefined) fault('server', 'write host:port of the server');
    if (type !== 'single' && servers === undefined) fault('servers', 'write host:port,host:port');
    if (type === 'sentinel' && !sentinel) fault('sentinel', 'write the name of the master');
    if (type === 'cluster' && database !== 0) fault('database', 'a cluster has only database 0');
  });

export type RedisSettings = z.output<typeof redisSettings>;

/** Which server it is, wherever that stands. */
export function placeOf(settings: RedisSettings): z.output<typeof nested> {
  return settings.parameters ?? settings;
}

export function addressesOf(settings: RedisSettings) {
  const { server = '', servers = server } = placeOf(settings);
  return parseServers(servers, REDIS_PORT);
}
