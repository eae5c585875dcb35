import { z } from 'zod';
import { fileMember, nameInPath, PageQuery, Timestamp } from './values.ts';

export const BanKind = z.enum([
  'clientid',
  'username',
  'peerhost',
  'clientid_re',
  'username_re',
  'peerhost_net',
]);

const until = z.union([z.literal('infinity'), Timestamp]);

export const Ban = z
  .object({
    as: BanKind,
    who: z.string(),
    by: z.string(),
    reason: z.string(),
    at: Timestamp,
    until,
    file: fileMember,
  })
  .meta({ id: 'Ban' });
export type Ban = z.output<typeof Ban>;

const moment = z
  .union(
    [z.int().min(0), z.string().refine((text) => !Number.isNaN(Date.parse(text)), { error: 'not a time' })],
    {
      error: 'write RFC 3339 such as 2026-01-31T12:00:00+08:00, or Unix seconds',
    },
  )
  .transform((value) => (typeof value === 'number' ? value * 1000 : Date.parse(value)));

export const BanBody = z
  .strictObject({
    as: BanKind,
    who: z.string().min(1).max(65_535),
    by: z.string().max(256).default('mgmt_api'),
    reason: z.string().max(1024).default(''),
    at: moment.optional().meta({ description: 'RFC 3339 or Unix seconds; default now' }),
    until: z
      .union([z.literal('infinity').transform(() => undefined), moment], {
        error: 'write RFC 3339 such as 2026-01-31T12:00:00+08:00, Unix seconds, or infinity',
      })
      .optional()
      .meta({ description: 'RFC 3339, Unix seconds, or infinity, which is the default' }),
  })
  .meta({ id: 'BanDraft' });

const pattern = z.string().max(1000).optional().meta({ description: 'A regular expression' });

export const BanQuery = PageQuery.extend({
  clientid: z.string().optional(),
  username: z.string().optional(),
  peerhost: z.string().optional(),
  like_clientid: pattern,
  like_username: pattern,
  like_peerhost: pattern,
  like_peerhost_net: pattern,
});
export type BanQuery = z.output<typeof BanQuery>;

export const BanPath = z.object({ as: BanKind, who: nameInPath });
