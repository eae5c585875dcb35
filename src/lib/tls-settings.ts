import type { SecureVersion } from 'node:tls';
import type { buildConnector } from 'undici';
import { z } from 'zod';
import { readBoundedFile } from './bounded-file.ts';

const pem = z.string().meta({ description: 'PEM text, or the path of a file that holds it.' });
const unused = (schema: z.ZodType) =>
  schema.optional().meta({ description: 'Accepted so that existing scripts keep working; has no effect.' });

/** `ssl` of a connector, with EMQX's names. */
export const tlsSettings = z.strictObject({
  enable: z.boolean().default(false).meta({ description: 'An https URL uses TLS in any case.' }),
  verify: z.enum(['verify_peer', 'verify_none']).default('verify_peer'),
  cacertfile: pem.optional(),
  certfile: pem.optional(),
  keyfile: pem.optional(),
  password: z.string().optional().meta({ description: 'Of the key.' }),
  server_name_indication: z.string().default('auto').meta({
    description:
      'The name to ask for and to expect, `auto` for that of the URL, `disable` to accept any name.',
  }),
  versions: z
    .array(z.enum(['tlsv1.2', 'tlsv1.3']))
    .min(1)
    .default(['tlsv1.3', 'tlsv1.2']),
  ciphers: z.array(z.string()).default([]),
  depth: unused(z.int()),
  hibernate_after: unused(z.string()),
  log_level: unused(z.string()),
  middlebox_comp_mode: unused(z.boolean()),
  partial_chain: unused(z.unknown()),
  reuse_sessions: unused(z.boolean()),
  secure_renegotiate: unused(z.boolean()),
  verify_peer_ext_key_usage: unused(z.unknown()),
});

/** For each connection. Throws an Error with a sentence when a file cannot be read. */
export async function toTlsOptions(
  settings: z.output<typeof tlsSettings>,
): Promise<buildConnector.BuildOptions> {
  const { verify, password, ciphers, server_name_indication: serverName, versions } = settings;
  const [ca, cert, key] = await Promise.all(
    [settings.cacertfile, settings.certfile, settings.keyfile].map(readPem),
  );
  const range = versions.map((version) => version.replace('tlsv', 'TLSv') as SecureVersion).sort();
  return {
    rejectUnauthorized: verify === 'verify_peer',
    ...(range[0] && { minVersion: range[0] }),
    ...(range[0] && { maxVersion: range.at(-1) ?? range[0] }),
    ...(ca && { ca }),
    ...(cert && { cert }),
    ...(key && { key }),
    ...(password && { passphrase: password }),
    ...(ciphers.length > 0 && { ciphers: ciphers.join(':') }),
    ...(serverName === 'disable' && { checkServerIdentity: () => undefined }),
    ...(serverName !== 'disable' && serverName !== 'auto' && { servername: serverName }),
  };
}

/** Bytes of a PEM file; a list of authorities may be long. */
const LONGEST_FILE = 1024 * 1024;

async function readPem(textOrPath: string | undefined): Promise<string | undefined> {
  if (!textOrPath || textOrPath.includes('-----BEGIN ')) return textOrPath;
  try {
    return await readBoundedFile(textOrPath, LONGEST_FILE);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`cannot read ${textOrPath} (${code}): give the path of a PEM file, or its text`);
  }
}
