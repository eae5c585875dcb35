import { z } from 'zod';
import { parseRateLimit } from '../../lib/rate-text.ts';
import { durationField, durationOrInfinityField, unusedField } from '../../lib/zod-fields.ts';
import { parseAccessRule } from './access-rules.ts';
import { formatBind, parseBind } from './bind.ts';
import { LISTENER_TYPES, type ListenerType } from './listener-types.ts';
import { tlsSettings } from './tls-settings.ts';
import { webSocketSettings } from './websocket-settings.ts';

/** EMQX's rule for the names of listeners. */
export const listenerName = z
  .string()
  .max(255)
  .regex(/^[0-9a-zA-Z][-0-9a-zA-Z_]*$/, {
    error: 'write a name of letters, digits, - and _, beginning with a letter or digit',
  });

const bind = z.union([z.string(), z.number()]).transform((text, context) => {
  const address = parseBind(text);
  if (address) return formatBind(address);
  context.addIssue({ code: 'custom', message: 'write it like 1883, 127.0.0.1:1883 or [::1]:1883' });
  return z.NEVER;
});

export const rate = z.string().refine((text) => parseRateLimit(text) !== undefined, {
  error: 'not a rate: write it like 1000/s, 500/10s, 1MB/s or infinity',
});

export const accessRules = z
  .array(
    z.string().refine((text) => parseAccessRule(text) !== undefined, {
      error: 'not an access rule: write it like allow 10.0.0.0/8, deny 192.0.2.7 or deny all',
    }),
  )
  .min(1)
  .max(1000)
  // Whether "the rest" gets in is too important to depend on knowing what a program does at the end of a list.
  .refine((rules) => /\sall\s*$/.test(rules.at(-1) ?? ''), {
    error: 'the last rule must be allow all or deny all: it says what holds for everybody else',
  });

export const maximumConnections = z.union([z.int().min(1), z.literal('infinity')], {
  error: 'write a whole number from 1, or infinity',
});

export const mountpoint = z.literal('', {
  error: 'mount points are not supported: leave it empty, and put the prefix into the topics of the clients',
});

export const enableAuthn = z.union([z.boolean(), z.literal('quick_deny_anonymous')], {
  error: 'write true, false or quick_deny_anonymous',
});

export const keepalive = z.string().regex(/^(none|\d{1,5},\d{1,5},\d{1,5})$/, {
  error:
    'write none, or idle,interval,probes in seconds such as 240,30,5 (the system sets all but the first)',
});

const tcpOptions = z.strictObject({
  nodelay: z.boolean().default(true).meta({ description: 'Whether small packets leave at once' }),
  backlog: z.int().min(1).max(65_535).default(1024).meta({ description: 'Connections that wait for accept' }),
  keepalive: keepalive.default('none').meta({ description: 'TCP keep-alive: `idle,interval,probes`' }),
  reuseaddr: unusedField(z.boolean()),
  send_timeout: unusedField(durationField),
  send_timeout_close: unusedField(z.boolean()),
  buffer: unusedField(z.union([z.string(), z.number()])),
  recbuf: unusedField(z.union([z.string(), z.number()])),
  sndbuf: unusedField(z.union([z.string(), z.number()])),
  high_watermark: unusedField(z.union([z.string(), z.number()])),
  active_n: unusedField(z.int()),
  nolinger: unusedField(z.boolean()),
});

/** What every listener has, with EMQX's names. Texts stay as they were given. */
const settings = {
  enable: z.boolean().default(true),
  bind,
  acceptors: unusedField(z.int().min(1)),
  zone: unusedField(z.string()),
  max_connections: maximumConnections.default('infinity'),
  max_conn_rate: rate.default('infinity'),
  messages_rate: rate.default('infinity'),
  bytes_rate: rate.default('infinity'),
  mountpoint: mountpoint.default(''),
  enable_authn: enableAuthn.default(true),
  access_rules: accessRules.default(['allow all']),
  proxy_protocol: z.boolean().default(false),
  proxy_protocol_timeout: durationOrInfinityField.default('3s'),
  tcp_options: tcpOptions.prefault({}),
};

const schemas = {
  tcp: z.strictObject(settings),
  ssl: z.strictObject({ ...settings, ssl_options: tlsSettings.prefault({}) }),
  ws: z.strictObject({ ...settings, websocket: webSocketSettings.prefault({}) }),
  wss: z.strictObject({
    ...settings,
    ssl_options: tlsSettings.prefault({}),
    websocket: webSocketSettings.prefault({}),
  }),
};

/** The settings of one listener; `ssl_options` and `websocket` only where its type has them. */
export interface ListenerSettings extends z.output<typeof schemas.tcp> {
  ssl_options?: z.output<typeof tlsSettings>;
  websocket?: z.output<typeof webSocketSettings>;
}

/** A new listener of any type, for descriptions. */
export function anyListenerSchema(): z.ZodType {
  const [tcp, ssl, ws, wss] = LISTENER_TYPES.map((type) =>
    schemas[type].extend({ type: z.literal(type), name: listenerName }),
  );
  return z.discriminatedUnion('type', [tcp, ssl, ws, wss] as [
    z.ZodObject,
    z.ZodObject,
    z.ZodObject,
    z.ZodObject,
  ]);
}

export function listenerSchema(type: ListenerType): z.ZodType<ListenerSettings> {
  return schemas[type];
}
