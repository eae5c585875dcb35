import { z } from 'zod';

const saltPosition = z.enum(['disable', 'prefix', 'suffix']).default('prefix').meta({
  description: 'Where the salt stands beside the password, as text',
});

const digest = (name: 'plain' | 'md5' | 'sha' | 'sha256' | 'sha512') =>
  z.strictObject({ name: z.literal(name), salt_position: saltPosition });

/**
 * How passwords are kept, by EMQX's names, and two that EMQX has not: `scrypt` and `argon2id` cost an attacker memory
 * as well as time. Each user's password is kept with the algorithm that made it, so that another choice holds for
 * passwords that are set from then on.
 */
export const passwordHashAlgorithm = z.discriminatedUnion('name', [
  digest('plain'),
  digest('md5'),
  digest('sha'),
  digest('sha256'),
  digest('sha512'),
  z.strictObject({
    name: z.literal('bcrypt'),
    salt_rounds: z.int().min(4).max(14).default(10).meta({ description: 'Each more doubles the time' }),
  }),
  z.strictObject({
    name: z.literal('pbkdf2'),
    mac_fun: z.enum(['md5', 'sha', 'sha224', 'sha256', 'sha384', 'sha512']),
    iterations: z.int().min(1).max(10_000_000),
    dk_length: z.int().min(1).max(1024).optional().meta({ description: 'Bytes; default: those of mac_fun' }),
  }),
  z.strictObject({
    name: z.literal('scrypt'),
    cost: z
      .literal([16_384, 32_768, 65_536, 131_072])
      .default(32_768)
      .meta({ description: 'N; N KiB of memory for each password that is checked' }),
  }),
  z.strictObject({
    name: z.literal('argon2id'),
    memory: z.int().min(8).max(65_536).default(19_456).meta({ description: 'KiB' }),
    passes: z.int().min(1).max(10).default(2),
    parallelism: z.int().min(1).max(4).default(1),
  }),
]);

export type PasswordHashAlgorithm = z.output<typeof passwordHashAlgorithm>;

/** A password as it is kept. `hash` is hex, but the password itself for `plain` and bcrypt's own text. */
export interface StoredPassword {
  readonly algorithm: PasswordHashAlgorithm;
  readonly hash: string;
  readonly salt: string;
}

/** Whether checking a password takes milliseconds, so that it is not done in the turn of everybody else. */
export function isSlow({ name }: PasswordHashAlgorithm): boolean {
  return name === 'bcrypt' || name === 'pbkdf2' || name === 'scrypt' || name === 'argon2id';
}

const ARGON2_TEXT =
  /^\$argon2id\$v=19\$m=(\d{1,5}),t=(\d{1,2}),p=([1-4])\$([\w+/-]+)={0,2}\$([\w+/-]+)={0,2}$/;
const BCRYPT_TEXT = /^\$2[abxy]\$(\d\d)\$[./A-Za-z0-9]{53}$/;
const DIGEST_LENGTHS = { md5: 16, sha: 20, sha224: 28, sha256: 32, sha384: 48, sha512: 64 } as const;

/** Bytes of a pbkdf2 key. */
export function keyLength({ mac_fun, dk_length }: PasswordHashAlgorithm & { name: 'pbkdf2' }): number {
  return dk_length ?? DIGEST_LENGTHS[mac_fun];
}

/**
 * A hash that another system made. bcrypt and argon2id texts say their own cost, everything else is read as the
 * algorithm says.
 * @returns a sentence when the hash cannot be one of this algorithm
 */
export function readHash(
  algorithm: PasswordHashAlgorithm,
  hash: string,
  salt: string,
): StoredPassword | string {
  switch (algorithm.name) {
    case 'plain':
      // Byte by byte, as a password of CONNECT is compared.
      return { algorithm, hash: Buffer.from(hash).toString('latin1'), salt };
    case 'bcrypt': {
      const rounds = Number(BCRYPT_TEXT.exec(hash)?.[1]);
      if (!(rounds >= 4 && rounds <= 14)) return 'not a bcrypt hash ($2b$10$…) of 4 to 14 rounds';
      return { algorithm: { name: 'bcrypt', salt_rounds: rounds }, hash, salt: '' };
    }
    case 'argon2id': {
      const [, memory, passes, parallelism, nonce = '', tag = ''] = ARGON2_TEXT.exec(hash) ?? [];
      const cost = passwordHashAlgorithm.safeParse({
        name: 'argon2id',
        memory: Number(memory),
        passes: Number(passes),
        parallelism: Number(parallelism),
      });
      const key = Buffer.from(tag, 'base64');
      if (!cost.success || key.length !== 32) return 'not an argon2id hash ($argon2id$v=19$m=…$salt$hash)';
      return {
        algorithm: cost.data,
        hash: key.toString('hex'),
        salt: Buffer.from(nonce, 'base64').toString('hex'),
      };
    }
    case 'scrypt':
      return 'hashes of scrypt cannot be imported: import the passwords, or argon2id or bcrypt hashes';
    default: {
      const bytes = algorithm.name === 'pbkdf2' ? keyLength(algorithm) : DIGEST_LENGTHS[algorithm.name];
      if (hash.length !== 2 * bytes || !/^[0-9a-f]*$/i.test(hash)) {
        return `a ${algorithm.name} hash has ${2 * bytes} hexadecimal digits`;
      }
      return { algorithm, hash: hash.toLowerCase(), salt };
    }
  }
}
