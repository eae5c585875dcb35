import { z } from 'zod';
import {
  booleanField,
  integerField,
  momentField,
  nameInPath,
  PageQuery,
  repeatableField,
  Timestamp,
} from './values.ts';

const ClientShape = {
  clientid: z.string(),
  username: z.string().nullable(),
  node: z.string(),
  proto_name: z.string(),
  proto_ver: z.int(),
  connected: z.boolean(),
  ip_address: z.string(),
  port: z.int(),
  connected_at: Timestamp,
  created_at: Timestamp,
  disconnected_at: Timestamp.optional().meta({ description: 'Only while it is offline' }),
  clean_start: z.boolean(),
  keepalive: z.int().meta({ description: 'Seconds' }),
  expiry_interval: z.int().meta({ description: 'Seconds' }),
  is_bridge: z.boolean(),
  is_expired: z.boolean(),
  is_persistent: z.boolean(),
  durable: z.boolean(),
  listener: z.string(),
  mountpoint: z.string().nullable(),
  enable_authn: z
    .boolean()
    .nullable()
    .meta({ description: 'Of the listener; null of a client that is offline' }),
  client_attrs: z.record(z.string(), z.string()),
  subscriptions_cnt: z.int(),
  subscriptions_max: z.int(),
  inflight_cnt: z.int(),
  inflight_max: z.int(),
  mqueue_len: z.int(),
  mqueue_max: z.int(),
  mqueue_dropped: z.int(),
  awaiting_rel_cnt: z.int(),
  awaiting_rel_max: z.int(),
  mailbox_len: z.int(),
  heap_size: z.int(),
  reductions: z.int(),
  recv_cnt: z.int().meta({ description: 'Reads of the socket' }),
  recv_oct: z.int(),
  recv_pkt: z.int(),
  recv_msg: z.int(),
  'recv_msg.qos0': z.int(),
  'recv_msg.qos1': z.int(),
  'recv_msg.qos2': z.int(),
  'recv_msg.dropped': z.int(),
  'recv_msg.dropped.await_pubrel_timeout': z.int(),
  send_cnt: z.int().meta({ description: 'Writes to the socket' }),
  send_oct: z.int(),
  send_pkt: z.int(),
  send_msg: z.int(),
  'send_msg.qos0': z.int(),
  'send_msg.qos1': z.int(),
  'send_msg.qos2': z.int(),
  'send_msg.dropped': z.int(),
  'send_msg.dropped.expired': z.int(),
  'send_msg.dropped.queue_full': z.int(),
  'send_msg.dropped.too_large': z.int(),
};

export const Client = z.object(ClientShape).meta({ id: 'Client' });
export type Client = z.output<typeof Client>;

/** What only the connection of a client knows. */
export const ClientConnection = z
  .object({
    tls: z
      .object({
        version: z.string().meta({ description: 'TLSv1.2, TLSv1.3' }),
        cipher: z.string().meta({ description: 'By the name of IANA' }),
      })
      .nullable()
      .meta({ description: 'Null where the bytes are plain, or a proxy has decrypted them' }),
    certificate: z
      .object({
        common_name: z.string().nullable(),
        subject: z.string(),
        issuer: z.string().optional(),
        not_before: Timestamp.optional(),
        not_after: Timestamp.optional(),
        days_left: z.int().optional().meta({ description: 'Whole days; negative when it has ended' }),
        fingerprint: z.string().optional().meta({ description: 'SHA-256' }),
      })
      .nullable()
      .meta({ description: 'By which it showed who it is; of one that a proxy tells of, the names alone' }),
    conn_props: z
      .record(z.string(), z.unknown())
      .meta({ description: 'Properties of its CONNECT, by the names that rules see' }),
  })
  .meta({ id: 'ClientConnection' });
export type ClientConnection = z.output<typeof ClientConnection>;

/** A client with the fields that were asked for. */
export const ClientFields = Client.partial().meta({ id: 'ClientFields' });
export type ClientFields = z.output<typeof ClientFields>;

const fieldNames = new Set(Object.keys(ClientShape));

const fields = z
  .string()
  .transform((text) => (text === 'all' ? undefined : text.split(',').map((name) => name.trim())))
  .refine((names) => names === undefined || names.every((name) => fieldNames.has(name)), {
    error: 'must be "all" or names of client fields, separated by commas',
  })
  .transform((names) => names as Array<keyof Client> | undefined);

const moment = momentField('milliseconds').optional();

export const ClientQuery = PageQuery.extend({
  node: z.string().optional(),
  clientid: repeatableField.optional(),
  username: repeatableField.optional(),
  ip_address: z.string().optional(),
  conn_state: z.enum(['connected', 'idle', 'disconnected']).optional(),
  clean_start: booleanField.optional(),
  proto_ver: integerField(3, 5).optional(),
  like_clientid: z.string().optional(),
  like_username: z.string().optional(),
  gte_created_at: moment,
  lte_created_at: moment,
  gte_connected_at: moment,
  lte_connected_at: moment,
  fields: fields.optional().meta({ description: '"all" or names of client fields, separated by commas' }),
});
export type ClientQuery = z.output<typeof ClientQuery>;

/** The same filters; a cursor in place of page numbers. */
export const ClientCursorQuery = ClientQuery.omit({ page: true }).extend({
  cursor: z
    .string()
    .optional()
    .transform((text) => (text === 'none' || text === '' ? undefined : text))
    .meta({ description: '`meta.cursor` of the answer before' }),
});
export type ClientCursorQuery = z.output<typeof ClientCursorQuery>;

export const ClientsFromCursor = z.object({
  data: z.array(ClientFields),
  meta: z.object({
    count: z.int().meta({ description: 'Rows in this answer' }),
    cursor: z.string().optional().meta({ description: 'Where the list goes on; absent at its end' }),
  }),
});
export type ClientsFromCursor = z.output<typeof ClientsFromCursor>;

export const ClientPath = z.object({ clientid: nameInPath });

export const KickBody = z.array(z.string()).max(10_000).meta({ description: 'Client ids' });

export const KeepAliveBody = z.strictObject({
  interval: z.int().min(0).max(65_535).meta({ description: 'Seconds; 0 switches keep-alive off' }),
});

export const SessionsCountQuery = z.object({ since: integerField(0, Number.MAX_SAFE_INTEGER).optional() });
