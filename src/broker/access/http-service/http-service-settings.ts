import { z } from 'zod';
import { refusalOf } from '../../../lib/address-rules.ts';
import { tlsSettings } from '../../../lib/tls-settings.ts';
import { durationField } from '../../../lib/zod-fields.ts';

/** EMQX sends these; `connection` and `keep-alive` are what HTTP/1.1 does anyway. */
const DEFAULT_HEADERS: Readonly<Record<string, string>> = {
  accept: 'application/json',
  'cache-control': 'no-cache',
  connection: 'keep-alive',
  'content-type': 'application/json',
  'keep-alive': 'timeout=30, max=1000',
};

const url = z.string().superRefine((text, context) => {
  const mistake = mistakeInServiceUrl(text);
  if (mistake !== undefined) context.addIssue({ code: 'custom', message: mistake });
});

/** How an HTTP service is asked, with EMQX's names: what authentication and authorization have in common. */
export const httpServiceFields = {
  method: z.enum(['get', 'post']).default('post'),
  url: url.meta({ description: 'http(s)://host[:port]/path; path and query may hold placeholders' }),
  headers: z
    .record(z.string(), z.string())
    .default(() => ({ ...DEFAULT_HEADERS }))
    .meta({ description: 'A content-type of application/x-www-form-urlencoded sends the body as a form' }),
  body: z
    .record(z.string(), z.unknown())
    .default({})
    .meta({ description: 'Members with placeholders; for get they are added to the query' }),
  connect_timeout: durationField.default('15s'),
  request_timeout: durationField.default('5s'),
  pool_size: z
    .int()
    .min(1)
    .max(1024)
    .default(8)
    .meta({ description: 'Connections, and so requests at a time' }),
  enable_pipelining: z
    .union([z.boolean(), z.int().min(1)])
    .default(100)
    .meta({
      description: 'Accepted for compatibility: one request per connection at a time',
    }),
  max_inactive: durationField.default('10s').meta({ description: 'An idle connection is closed after it' }),
  ssl: tlsSettings.prefault({}),
};

/** What is wrong with the address of a service; undefined when it may be asked there. */
export function mistakeInServiceUrl(text: string): string | undefined {
  const parsed = URL.parse(text);
  if (!parsed?.hostname || !/^https?:\/\//i.test(text)) {
    return 'write the URL as http://host/path or https://host:port/path';
  }
  if (parsed.username || parsed.password) {
    return 'no user or password in the URL: send an authorization header';
  }
  if (text.includes('#')) return 'no fragment (#) in the URL';
  if (/^https?:\/\/[^/?]*\$\{/i.test(text)) {
    return 'no placeholder in the host of the URL: clients must not choose who is asked';
  }
  const reason = refusalOf(parsed.hostname);
  return reason && `requests to ${parsed.hostname}, ${reason}, are refused`;
}
