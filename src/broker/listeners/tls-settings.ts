import { z } from 'zod';
import { durationField, unusedField } from '../../lib/zod-fields.ts';

/** Longer than any chain of certificates, shorter than what would be a nuisance in a database. */
const LONGEST_PEM = 256 * 1024;

/** PEM text, or the path of a file that holds it. */
export const pem = z.string().min(1).max(LONGEST_PEM);

export const passphrase = z.string().max(1024);

export const tlsVersions = z
  .array(
    z.enum(['tlsv1.3', 'tlsv1.2'], {
      error: 'write tlsv1.3 or tlsv1.2: older versions are not safe and not offered',
    }),
  )
  .min(1);

/** One certificate more, for clients that ask for its name (SNI). */
export const serverCertificate = z.strictObject({
  server_name: z
    .string()
    .max(253)
    .regex(/^(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*$/i, {
      error: 'write a host name such as mqtt.example.com or *.example.com',
    }),
  certfile: pem,
  keyfile: pem,
  password: passphrase.optional(),
});

/** `ssl_options` of a listener, with EMQX's names; `sni` and `crlfile` are ours. */
export const tlsSettings = z.strictObject({
  cacertfile: pem.optional().meta({ description: 'Who signs the certificates of clients' }),
  certfile: pem.optional().meta({ description: 'Certificate, and those between it and its root' }),
  keyfile: pem.optional(),
  password: passphrase.optional().meta({ description: 'Of the key' }),
  crlfile: pem
    .optional()
    .meta({ description: 'Revoked certificates, one list for each authority of the chain' }),
  verify: z.enum(['verify_none', 'verify_peer']).default('verify_none'),
  fail_if_no_peer_cert: z.boolean().default(false),
  depth: z.int().min(0).max(100).default(10).meta({ description: 'Certificates between client and root' }),
  versions: tlsVersions.default(['tlsv1.3', 'tlsv1.2']),
  ciphers: z.array(z.string().max(200)).max(100).default([]),
  honor_cipher_order: z.boolean().default(true),
  reuse_sessions: z.boolean().default(true),
  handshake_timeout: durationField.default('10s'),
  sni: z.array(serverCertificate).max(100).default([]),
  client_renegotiation: unusedField(z.boolean()),
  gc_after_handshake: unusedField(z.boolean()),
  hibernate_after: unusedField(z.union([z.string(), z.number()])),
  log_level: unusedField(z.string()),
  secure_renegotiate: unusedField(z.boolean()),
});

export type TlsSettings = z.output<typeof tlsSettings>;
