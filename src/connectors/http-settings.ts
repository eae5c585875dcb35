import { z } from 'zod';
import { isRefusedAddress } from '../lib/address-rules.ts';
import { tlsSettings } from '../lib/tls-settings.ts';
import { durationField } from '../lib/zod-fields.ts';

/** EMQX sends these with every request; `connection` and `keep-alive` are what HTTP/1.1 does anyway. */
export const DEFAULT_HEADERS: Readonly<Record<string, string>> = {
  accept: 'application/json',
  'cache-control': 'no-cache',
  connection: 'keep-alive',
  'content-type': 'application/json',
  'keep-alive': 'timeout=5',
};

/** A header of the connector with a placeholder is filled in by the action, which has the row; others are sent as they are. */
export function hasPlaceholder([name, value]: readonly [string, string]): boolean {
  return `${name}${value}`.includes('${');
}

const url = z.string().superRefine((text, context) => {
  const mistake = mistakeInUrl(text);
  if (mistake) context.addIssue({ code: 'custom', message: mistake });
});

export const httpSettings = z
  .strictObject({
    url: url.meta({ description: 'http(s)://host[:port][/base]' }),
    headers: z
      .record(z.string(), z.string())
      .default(() => ({ ...DEFAULT_HEADERS }))
      .meta({ description: 'Sent with every request, where the action has none of the same name.' }),
    connect_timeout: durationField.default('15s'),
    pool_type: z.enum(['random', 'hash']).default('random').meta({
      description: 'Accepted for compatibility: requests take the first connection that is free.',
    }),
    pool_size: z.int().min(1).max(1024).default(8).meta({
      description: 'Connections, and so requests at a time.',
    }),
    enable_pipelining: z.int().min(1).default(100).meta({
      description:
        'Accepted for compatibility: one request per connection at a time, so that a slow answer holds up no other.',
    }),
    max_inactive: durationField
      .default('10s')
      .meta({ description: 'An idle connection is closed after it.' }),
    ssl: tlsSettings.prefault({}),
  })
  .superRefine(({ url, ssl }, context) => {
    if (ssl.enable && /^http:/i.test(url)) {
      context.addIssue({
        code: 'custom',
        path: ['url'],
        message: 'ssl is enabled, but the URL says http: write https',
      });
    }
  });

export type HttpSettings = z.output<typeof httpSettings>;

function mistakeInUrl(text: string): string | undefined {
  const parsed = URL.parse(text);
  if (!parsed?.hostname || !/^https?:\/\//i.test(text)) {
    return 'write the URL as http://host, or https://host:port/base';
  }
  if (parsed.username || parsed.password) {
    return 'no user or password in the URL: send an authorization header';
  }
  if (text.includes('?')) return 'no query in the URL: it belongs to the path of the action';
  if (text.includes('#')) return 'no fragment (#) in the URL';
  if (isRefusedAddress(parsed.hostname)) {
    return `requests to ${parsed.hostname}, a link-local or cloud metadata address, are refused`;
  }
  return undefined;
}
