import { createCipheriv, createDecipheriv, randomBytes, type ScryptOptions, scrypt } from 'node:crypto';
import { z } from 'zod';
import { mapTexts } from '../../lib/secrets.ts';
import { BackupError } from './backup-document.ts';
import type { BackupItem } from './backup-item.ts';

/** A text that the objects of the document do not have, and where it belongs. */
export interface Secret {
  readonly kind: string;
  readonly id: string;
  readonly path: readonly string[];
  readonly value: string;
}

/** 64 MB and some 400 ms: who guesses pays it for each guess. OWASP's cheat sheet on storing passwords names it. */
const COST = { n: 2 ** 16, r: 8, p: 2 };

/** What a document may ask for: a foreign one must not take all memory. */
const sealedSchema = z.object({
  cipher: z.literal('aes-256-gcm'),
  kdf: z.literal('scrypt'),
  n: z
    .int()
    .min(2)
    .max(2 ** 18),
  r: z.int().min(1).max(8),
  p: z.int().min(1).max(4),
  salt: z.base64(),
  nonce: z.base64(),
  data: z.base64(),
});

export type SealedSecrets = z.output<typeof sealedSchema>;

const secretsSchema = z.array(
  z.object({ kind: z.string(), id: z.string(), path: z.array(z.string()), value: z.string() }),
);

const TAG = 16;

/** Characters of a passphrase. */
export const SHORTEST_PASSPHRASE = 8;

/** Of everything that is sealed here, so that nothing else can be put in its place. */
const CONTEXT = Buffer.from('tocsin_backup 1 secrets');

export async function sealSecrets(secrets: readonly Secret[], passphrase: string): Promise<SealedSecrets> {
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', await keyOf(passphrase, salt, COST), nonce);
  cipher.setAAD(CONTEXT);
  const sealed = [cipher.update(JSON.stringify(secrets), 'utf8'), cipher.final(), cipher.getAuthTag()];
  return {
    cipher: 'aes-256-gcm',
    kdf: 'scrypt',
    ...COST,
    salt: salt.toString('base64'),
    nonce: nonce.toString('base64'),
    data: Buffer.concat(sealed).toString('base64'),
  };
}

/** @throws BackupError for another passphrase, and for what was changed */
export async function openSecrets(sealed: unknown, passphrase: string): Promise<readonly Secret[]> {
  const parsed = sealedSchema.safeParse(sealed);
  if (!parsed.success)
    throw new BackupError(
      'the secrets of this backup cannot be read: secrets is damaged',
      '无法读取此备份的密钥：secrets 已损坏',
    );
  const { n, r, p, salt, nonce, data } = parsed.data;
  const key = await keyOf(passphrase, Buffer.from(salt, 'base64'), { n, r, p });
  const bytes = Buffer.from(data, 'base64');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64'));
    decipher.setAAD(CONTEXT);
    decipher.setAuthTag(bytes.subarray(-TAG));
    const text = Buffer.concat([decipher.update(bytes.subarray(0, -TAG)), decipher.final()]);
    return secretsSchema.parse(JSON.parse(text.toString('utf8')));
  } catch {
    throw new BackupError(
      'the passphrase is not the one of this backup, or its secrets were changed',
      '口令与此备份不符，或其中的密钥已被改动',
    );
  }
}

function keyOf(
  passphrase: string,
  salt: Buffer,
  { n, r, p }: { n: number; r: number; p: number },
): Promise<Buffer> {
  const options: ScryptOptions = { N: n, r, p, maxmem: 128 * n * r * 2 };
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, 32, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

/** What stands in `whole` and is masked in `shown`, or not there at all. */
export function secretsBetween(
  kind: string,
  id: string,
  whole: BackupItem,
  shown: BackupItem,
): readonly Secret[] {
  const found: Secret[] = [];
  mapTexts(whole, (value, path) => {
    if (valueAt(shown, path) !== value) found.push({ kind, id, path, value });
    return value;
  });
  return found;
}

/** The item with these secrets in their places. */
export function withSecrets(item: BackupItem, secrets: readonly Secret[]): BackupItem {
  const filled = structuredClone(item) as Record<string, unknown>;
  for (const { path, value } of secrets) {
    const around = valueAt(filled, path.slice(0, -1));
    const name = path.at(-1);
    if (name === undefined || name === '__proto__') continue;
    if (typeof around === 'object' && around !== null) (around as Record<string, unknown>)[name] = value;
  }
  return filled;
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let here = value;
  for (const name of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, name)) return undefined;
    here = (here as Record<string, unknown>)[name];
  }
  return here;
}
