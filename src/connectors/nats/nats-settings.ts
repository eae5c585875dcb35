import { z } from 'zod';
import { serversField } from '../../lib/server-address.ts';
import { tlsSettings } from '../../lib/tls-settings.ts';
import { durationField } from '../../lib/zod-fields.ts';

export const NATS_PORT = 4222;

export const natsSettings = z
  .strictObject({
    servers: serversField(NATS_PORT).meta({
      description: 'host:port,host:port. Others that the cluster names are not used.',
    }),
    username: z.string().optional(),
    password: z.string().optional(),
    token: z.string().optional(),
    nkey_seed: z.string().optional().meta({ description: 'Seed of a user, beginning with SU.' }),
    connect_timeout: durationField.default('5s'),
    ping_interval: durationField.default('30s'),
    ssl: tlsSettings.prefault({}),
  })
  .superRefine(({ username, token, nkey_seed: seed }, context) => {
    const ways = [username, token, seed].filter((way) => way !== undefined);
    if (ways.length > 1) {
      const message = 'one way of signing in: username and password, token, or nkey_seed';
      context.addIssue({ code: 'custom', message, path: ['token'] });
    }
    if (seed !== undefined && !/^(\*{6}|SU[A-Z2-7]{56}|\$\{)/.test(seed)) {
      context.addIssue({ code: 'custom', message: 'a seed of a user begins with SU', path: ['nkey_seed'] });
    }
  });

export type NatsSettings = z.output<typeof natsSettings>;
