import { z } from 'zod';
import { integerField, Timestamp } from './values.ts';

export const ClientRow = z
  .object({
    clientid: z.string(),
    username: z.string().nullable(),
    state: z.enum(['online', 'offline', 'gone', 'never_seen']).meta({
      description:
        'offline: its session is kept; gone: it has none, and is remembered; never_seen: a rule expects it, and it never came',
    }),
    banned: z.boolean().meta({ description: 'Whether a ban keeps it out: by id, user, address or pattern' }),
    ip_address: z.string().nullable(),
    listener: z.string().nullable().meta({ description: 'Null of one that is gone' }),
    proto_ver: z.int().nullable(),
    connected_at: Timestamp.optional().meta({ description: 'Only while it is online' }),
    last_seen_at: Timestamp.nullable().meta({
      description: 'Of one that is online: now; null of one that never was',
    }),
    reason: z.string().nullable().meta({ description: 'Why its last connection ended' }),
    flaps_24h: z.int().meta({ description: 'Connections lost within 24 hours; at most 200' }),
    subscriptions_cnt: z.int(),
    mqueue_len: z.int(),
    inflight_cnt: z.int(),
    expected_by: z
      .string()
      .optional()
      .meta({ description: 'Of one that was never seen: the id of a rule that expects it' }),
  })
  .meta({ id: 'ClientRow' });
export type ClientRow = z.output<typeof ClientRow>;

export const CLIENT_SORTS = [
  'clientid',
  'state',
  'username',
  'ip_address',
  'listener',
  'proto_ver',
  'subscriptions_cnt',
  'mqueue_len',
  'last_seen_at',
  'connected_at',
  'reason',
  'flaps_24h',
] as const;

const tab = z.enum(['all', 'online', 'offline', 'flapping', 'never_seen']);

const q = z.string().max(20_000).default('').meta({
  description:
    'Words, all of which have to fit: a part of the client id, `user:`, `ip:`, `listener:`, `proto:`, `reason:`, `is:`, `attr.NAME:`, `sub:`, `id:`, `offline>5m`, `online>1d`, `flaps>3`, `queue>0`, `subs>3`, `flapping`. `-` turns a word round, commas separate values, quotes mean exactly this.',
});

export const ClientSearchQuery = z.object({
  q,
  state: tab.default('all').meta({
    description:
      'flapping: lost three times or more within 24 hours; never_seen: expected by a rule, and never came',
  }),
  sort: z
    .string()
    .default('clientid')
    .refine((text) => (CLIENT_SORTS as readonly string[]).includes(text.replace(/^-/, '')), {
      error: `must be one of ${CLIENT_SORTS.join(', ')}, with - before it for descending`,
    }),
  limit: integerField(1, 10_000).default(100),
  cursor: z.string().optional().meta({ description: '`meta.cursor` of the answer before' }),
});
export type ClientSearchQuery = z.output<typeof ClientSearchQuery>;

export const FoundClients = z
  .object({
    data: z.array(ClientRow),
    meta: z.object({
      count: z.int().meta({ description: 'All that fit, in this state' }),
      counts: z
        .object({
          all: z.int(),
          online: z.int(),
          offline: z.int().meta({ description: 'Those that are gone included' }),
          gone: z.int(),
          flapping: z.int(),
          never_seen: z.int().optional().meta({
            description: 'Those that a rule expects and nobody has seen; absent where none expects any',
          }),
        })
        .meta({ description: 'Those that fit `q`, whatever `state` is' }),
      cursor: z.string().optional().meta({ description: 'Where the list goes on; absent at its end' }),
      nearest: z
        .array(z.string())
        .optional()
        .meta({ description: 'Client ids to propose when nothing fits' }),
      remembers: z
        .boolean()
        .meta({ description: 'False: clients that are gone are not remembered, see `journal`' }),
    }),
  })
  .meta({ id: 'FoundClients' });
export type FoundClients = z.output<typeof FoundClients>;

export const ClientRowsBody = z.strictObject({
  ids: z.array(z.string()).max(1_000),
  q: q.meta({ description: 'Words that have to fit, as of `GET /client_search`' }),
});
export const ClientRows = z.object({ data: z.array(ClientRow) });
export type ClientRows = z.output<typeof ClientRows>;

export const reasonString = z
  .string()
  .max(1_024)
  .optional()
  .meta({ description: 'What clients of MQTT 5 are told in their DISCONNECT' });

export const KickQuery = z.object({ reason_string: reasonString });

export const KickFoundBody = z.strictObject({
  q,
  state: tab.default('all'),
  reason_string: reasonString,
  dry_run: z.boolean().default(false).meta({ description: 'Only count them' }),
});

export const Kicked = z
  .object({
    count: z.int().meta({ description: 'Sessions that were ended, or would be' }),
    online: z.int().meta({ description: 'Of these, clients that were connected' }),
  })
  .meta({ id: 'KickedClients' });
export type Kicked = z.output<typeof Kicked>;
