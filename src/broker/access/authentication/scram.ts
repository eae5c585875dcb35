import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** The hash behind a SASL mechanism (RFC 5802, RFC 7677). */
export type ScramHash = 'sha256' | 'sha512';

/** What is kept of a password: it proves one, and cannot be used as one. All base64. */
export interface ScramCredential {
  readonly algorithm: ScramHash;
  readonly salt: string;
  readonly iterations: number;
  readonly stored_key: string;
  readonly server_key: string;
}

export const SCRAM_METHODS: Readonly<Record<ScramHash, string>> = {
  sha256: 'SCRAM-SHA-256',
  sha512: 'SCRAM-SHA-512',
};

export const HASH_LENGTH: Readonly<Record<ScramHash, number>> = { sha256: 32, sha512: 64 };

/** @param saltedPassword PBKDF2 of the password, as long as the hash */
export function credentialOf(
  algorithm: ScramHash,
  salt: Buffer,
  iterations: number,
  saltedPassword: Buffer,
): ScramCredential {
  const clientKey = hmac(algorithm, saltedPassword, 'Client Key');
  return {
    algorithm,
    salt: salt.toString('base64'),
    iterations,
    stored_key: hash(algorithm, clientKey).toString('base64'),
    server_key: hmac(algorithm, saltedPassword, 'Server Key').toString('base64'),
  };
}

/** The client's first message. */
export interface ClientFirst {
  readonly username: string;
  readonly nonce: string;
  /** With which the signature begins. */
  readonly bare: string;
  /** Of the channel binding, which is `n,,` or `y,,`. */
  readonly header: string;
}

/** The server's answer to it, and what is needed to judge the next message. */
export interface ServerFirst {
  readonly message: string;
  readonly nonce: string;
}

const LONGEST_MESSAGE = 4096;

/** `n,,n=user,r=nonce`; undefined for what is malformed, binds a channel or wants to act as somebody else. */
export function readClientFirst(data: Buffer): ClientFirst | undefined {
  const [, header, bare, name, nonce] =
    /^([ny],,)(n=([^,]+),r=([\x21-\x2b\x2d-\x7e]+))$/.exec(textOf(data)) ?? [];
  if (header === undefined || bare === undefined || name === undefined || nonce === undefined)
    return undefined;
  if (/=(?!2C|3D)/.test(name)) return undefined;
  return { username: name.replaceAll('=2C', ',').replaceAll('=3D', '='), nonce, bare, header };
}

export function answerFirst({ nonce }: ClientFirst, { salt, iterations }: ScramCredential): ServerFirst {
  const whole = `${nonce}${randomBytes(18).toString('base64')}`;
  return { message: `r=${whole},s=${salt},i=${iterations}`, nonce: whole };
}

/** `c=…,r=…,p=…`. @returns the server's signature, `v=…`; undefined when the client does not know the password */
export function judgeFinal(
  data: Buffer,
  first: ClientFirst,
  answer: ServerFirst,
  credential: ScramCredential,
): string | undefined {
  const { algorithm } = credential;
  const [, withoutProof, binding, nonce, proofText] =
    /^(c=([A-Za-z0-9+/=]+),r=([^,]+)),p=([A-Za-z0-9+/=]+)$/.exec(textOf(data)) ?? [];
  const proof = Buffer.from(proofText ?? '', 'base64');
  if (binding !== Buffer.from(first.header).toString('base64') || nonce !== answer.nonce) return undefined;
  if (proof.length !== HASH_LENGTH[algorithm]) return undefined;
  const signed = `${first.bare},${answer.message},${withoutProof}`;
  const storedKey = Buffer.from(credential.stored_key, 'base64');
  const signature = hmac(algorithm, storedKey, signed);
  const clientKey = Buffer.from(proof.map((byte, index) => byte ^ (signature[index] ?? 0)));
  if (!timingSafeEqual(hash(algorithm, clientKey), storedKey)) return undefined;
  return `v=${hmac(algorithm, Buffer.from(credential.server_key, 'base64'), signed).toString('base64')}`;
}

function textOf(data: Buffer): string {
  return data.length > LONGEST_MESSAGE ? '' : data.toString('utf8');
}

function hash(algorithm: ScramHash, data: Buffer): Buffer {
  return createHash(algorithm).update(data).digest();
}

function hmac(algorithm: ScramHash, key: Buffer, data: string): Buffer {
  return createHmac(algorithm, key).update(data).digest();
}
