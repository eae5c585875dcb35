import { z } from 'zod';
import { refusalOf } from '../../lib/address-rules.ts';
import { parseDuration } from '../../lib/duration.ts';
import { tlsSettings } from '../../lib/tls-settings.ts';
import { durationField } from '../../lib/zod-fields.ts';

/** A request that hangs keeps a connection. */
const LONGEST_REQUEST = 300_000;

/** What everything that speaks HTTP can be told about its connections. */
export const outboundMembers = {
  connect_timeout: durationField.default('15s'),
  request_timeout: durationField
    .refine((text) => (parseDuration(text) ?? 0) > 0 && (parseDuration(text) ?? 0) <= LONGEST_REQUEST, {
      error: 'write a time from 1ms to 5m',
    })
    .default('15s')
    .meta({ description: 'A request without a complete answer after it is repeated.' }),
  proxy: z
    .string()
    .superRefine((text, context) => {
      const mistake = mistakeInProxy(text);
      if (mistake) context.addIssue({ code: 'custom', message: mistake });
    })
    .optional()
    .meta({ description: 'http(s)://[user:password@]host:port of a proxy that requests go through.' }),
  pool_size: z.int().min(1).max(1024).default(8).meta({
    description: 'Connections, and so requests at a time.',
  }),
  max_inactive: durationField.default('10s').meta({ description: 'An idle connection is closed after it.' }),
  ssl: tlsSettings.prefault({}),
};

export type OutboundSettings = z.output<z.ZodObject<typeof outboundMembers>>;

/** Why a request cannot go to this URL, in words; undefined when it can. */
export function mistakeInUrl(text: string): string | undefined {
  const parsed = URL.parse(text);
  if (!parsed?.hostname || !/^https?:\/\//i.test(text)) {
    return 'write the URL as http://host, or https://host:port/base';
  }
  if (parsed.username || parsed.password) {
    return 'no user or password in the URL: send an authorization header';
  }
  if (text.includes('#')) return 'no fragment (#) in the URL';
  const reason = refusalOf(parsed.hostname);
  return reason && `requests to ${parsed.hostname}, ${reason}, are refused`;
}

function mistakeInProxy(text: string): string | undefined {
  const parsed = URL.parse(text);
  if (!parsed?.hostname || !/^https?:\/\/[^/?#]+\/?$/i.test(text)) {
    return 'write the proxy as http://host:port, or with http://user:password@host:port';
  }
  const reason = refusalOf(parsed.hostname);
  return reason && `requests to ${parsed.hostname}, ${reason}, are refused`;
}

/** A URL that requests may go to, whatever its path and query; pasted ones bring blanks and line breaks along. */
export const urlField = z
  .string()
  .trim()
  .superRefine((text, context) => {
    const mistake = mistakeInUrl(text);
    if (mistake) context.addIssue({ code: 'custom', message: mistake });
  });
