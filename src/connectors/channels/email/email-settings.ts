import { z } from 'zod';
import { mistakeInServer, parseServer, type ServerAddress } from '../../../lib/server-address.ts';
import { tlsSettings } from '../../../lib/tls-settings.ts';
import { durationField } from '../../../lib/zod-fields.ts';
import { readAddress } from './mail-address.ts';

const addressField = z.string().refine((text) => readAddress(text) !== undefined, {
  error: 'write an address as ops@example.com, or as Name <ops@example.com>',
});

const addressesField = z.union([addressField, z.array(addressField).max(100)], {
  error: 'write an address as ops@example.com or Name <ops@example.com>, or a list of them',
});

const hostNameField = z.string().regex(/^[A-Za-z0-9._:[\]-]{1,255}$/, {
  error: 'write a host name, such as broker.example.com',
});

/** Those that the message itself needs. */
const OWN_HEADERS =
  /^(?:from|to|cc|bcc|subject|date|message-id|reply-to|references|in-reply-to|mime-version|content-.*|auto-submitted|sender|return-path|received)$/i;

const headersField = z
  .record(
    z.string().regex(/^[!-9;-~]{1,100}$/, { error: 'a name of a header is letters, digits and -' }),
    z.string().regex(/^[^\p{Cc}]{0,900}$/u, { error: 'a value of a header is one line' }),
  )
  .superRefine((headers, context) => {
    const own = Object.keys(headers).find((name) => OWN_HEADERS.test(name));
    if (own) context.addIssue({ code: 'custom', message: `${own} belongs to the message itself` });
  })
  .default(() => ({}))
  .meta({ description: 'Added to every mail.' });

const limitsField = z
  .strictObject({
    per_minute: z.number().positive().optional(),
    per_second: z.number().positive().optional(),
  })
  .default(() => ({}))
  .meta({ description: 'Mails; the server may have limits of its own.' });

export const emailSettings = z
  .strictObject({
    server: z.string().meta({ description: 'host:port; without a port 465, 587 or 25 by `tls`.' }),
    tls: z.enum(['none', 'starttls', 'tls']).optional().meta({
      description:
        '`tls` from the first byte (port 465), `starttls` (587): never in clear, also when the server offers nothing; `none`: in clear.',
    }),
    username: z.string().optional(),
    password: z.string().optional().meta({ description: 'With `auth: xoauth2` the access token.' }),
    auth: z.enum(['auto', 'plain', 'login', 'cram_md5', 'xoauth2']).default('auto'),
    allow_clear_password: z.boolean().default(false).meta({
      description: 'Sends the password although `tls` is `none`: everybody on the way can read it.',
    }),
    from: addressField,
    to: addressesField,
    cc: addressesField.default(() => []),
    bcc: addressesField.default(() => []),
    reply_to: addressField.optional(),
    envelope_from: addressField.optional().meta({ description: 'Where bounces go; `from` when absent.' }),
    ehlo_name: hostNameField.optional().meta({
      description: 'How the server is greeted; the name of this machine when absent.',
    }),
    headers: headersField,
    limits: limitsField,
    connect_timeout: durationField.default('15s'),
    proxy: z
      .string()
      .refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), {
        error: 'write the proxy as http://[user:password@]host:port',
      })
      .optional()
      .meta({ description: 'http(s)://[user:password@]host:port of a proxy that takes CONNECT.' }),
    pool_size: z.int().min(1).max(50).default(2).meta({
      description: 'Connections, and so mails at a time.',
    }),
    max_inactive: durationField
      .default('10s')
      .meta({ description: 'An idle connection is closed after it.' }),
    ssl: tlsSettings.prefault({}),
  })
  .superRefine((settings, context) => {
    const mistake = mistakeIn(settings);
    if (mistake) context.addIssue({ code: 'custom', ...mistake });
  });

export type EmailSettings = z.output<typeof emailSettings>;

const PORTS = { tls: 465, starttls: 587, none: 25 } as const;

/** Where mails are handed in, and how. What is not said is safe: TLS, by the usual port. */
export function mailServer({ server, tls }: Pick<EmailSettings, 'server' | 'tls'>): ServerAddress & {
  tls: 'none' | 'starttls' | 'tls';
} {
  const address = parseServer(server, tls === undefined ? PORTS.starttls : PORTS[tls]);
  if (!address) throw new Error(`${server} is no host:port`);
  return { ...address, tls: tls ?? (address.port === PORTS.tls ? 'tls' : 'starttls') };
}

function mistakeIn(
  settings: Omit<EmailSettings, 'headers'>,
): { path: string[]; message: string } | undefined {
  const { server, tls, username, password, allow_clear_password: allowed, to } = settings;
  const wrong = mistakeInServer(server, PORTS.starttls);
  if (wrong) return { path: ['server'], message: wrong };
  if (Array.isArray(to) && to.length === 0) return { path: ['to'], message: 'write at least one address' };
  if ((username ?? '') === '') return undefined;
  if ((password ?? '') === '') return { path: ['password'], message: 'a user name needs a password' };
  if (tls !== 'none' || allowed) return undefined;
  const message =
    'a password is not sent in clear: set tls to starttls or tls, or allow_clear_password to true if everybody may read it';
  return { path: ['tls'], message };
}
