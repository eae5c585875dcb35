import { z } from 'zod';
import { httpHeadersField } from './custom-headers.ts';
import { outboundMembers, urlField } from './outbound-settings.ts';

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

const url = urlField.superRefine((text, context) => {
  if (text.includes('?')) {
    context.addIssue({
      code: 'custom',
      message: 'no query in the URL: it belongs to the path of the action',
    });
  }
});

export const httpSettings = z
  .strictObject({
    url: url.meta({ description: 'http(s)://host[:port][/base]' }),
    headers: httpHeadersField
      .default(() => ({ ...DEFAULT_HEADERS }))
      .meta({ description: 'Sent with every request, where the action has none of the same name.' }),
    ...outboundMembers,
    pool_type: z.enum(['random', 'hash']).default('random').meta({
      description: 'Accepted for compatibility: requests take the first connection that is free.',
    }),
    enable_pipelining: z.int().min(1).default(100).meta({
      description:
        'Accepted for compatibility: one request per connection at a time, so that a slow answer holds up no other.',
    }),
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
