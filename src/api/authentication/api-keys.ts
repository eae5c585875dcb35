import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../lib/clock.ts';
import { ApiScope, KeyRole } from '../contract.ts';
import type { Documents } from './documents.ts';
import { BOOTSTRAP_NAME } from './principal.ts';

const KIND = 'api_key';
const MAXIMUM_KEYS = 100;
const KEY_LENGTH = 8;
const SECRET_LENGTH = 32;
const SALT_LENGTH = 16;

/** A key from the bootstrap file, which sets secret and role anew at each start. */
export interface BootstrapKey {
  key: string;
  secret: string;
  role: KeyRole;
}

export interface StoredKey {
  name: string;
  apiKey: string;
  enable: boolean;
  /** Unix milliseconds; null never expires. */
  expiredAt: number | null;
  description: string;
  role: KeyRole;
  /** Undefined: all areas. */
  scopes?: readonly ApiScope[] | undefined;
  createdAt: number;
}

interface KeyDocument extends StoredKey {
  salt: string;
  secretHash: string;
}

const backedUpKey = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(255)
    .refine((name) => !name.startsWith(BOOTSTRAP_NAME)),
  apiKey: z.string().min(1).max(255),
  enable: z.boolean(),
  expiredAt: z.number().nullable(),
  scopes: z.array(ApiScope).min(1).optional(),
  description: z.string(),
  role: KeyRole,
  createdAt: z.number(),
  salt: z.string(),
  secretHash: z.string().min(1),
});

type KeyDraft = Omit<StoredKey, 'apiKey' | 'createdAt'>;

/** The keys by which programs call the API. Of a secret, only a salted hash is kept. */
export class ApiKeys {
  readonly #documents: Documents;
  readonly #clock: Clock;
  readonly #byKey = new Map<string, KeyDocument>();

  constructor(documents: Documents, clock: Clock, bootstrapKeys: readonly BootstrapKey[]) {
    this.#documents = documents;
    this.#clock = clock;
    for (const { body } of documents.list(KIND)) this.#index(body as KeyDocument);
    for (const key of bootstrapKeys) this.#bootstrap(key);
  }

  /** The key that these are, when it is usable. */
  authenticate(key: string, secret: string): StoredKey | undefined {
    const document = this.#byKey.get(key);
    const hash = hashOf(secret, document?.salt ?? '');
    const expected = document ? Buffer.from(document.secretHash, 'base64') : Buffer.alloc(hash.length);
    if (!timingSafeEqual(hash, expected) || !document?.enable) return undefined;
    return this.isExpired(document) ? undefined : document;
  }

  isExpired({ expiredAt }: StoredKey): boolean {
    return expiredAt !== null && expiredAt <= this.#clock.now();
  }

  isFull(): boolean {
    return this.#byKey.size >= MAXIMUM_KEYS;
  }

  list(): StoredKey[] {
    return [...this.#byKey.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  get(name: string): StoredKey | undefined {
    return this.#read(name);
  }

  /** The secret is told this once. The name must be free. */
  create(draft: KeyDraft): { key: StoredKey; secret: string } {
    const secret = base62(randomBytes(SECRET_LENGTH));
    const apiKey = randomBytes(KEY_LENGTH).toString('hex');
    const key = this.#write({ ...draft, apiKey, createdAt: this.#clock.now(), ...protect(secret) });
    return { key, secret };
  }

  update(name: string, change: Partial<KeyDraft>): StoredKey | undefined {
    const document = this.#read(name);
    return document && this.#write({ ...document, ...change });
  }

  delete(name: string): boolean {
    const document = this.#read(name);
    if (!document) return false;
    this.#documents.delete(KIND, name);
    this.#byKey.delete(document.apiKey);
    return true;
  }

  /** With the hashes of their secrets: for a data export, and for nothing else. Those of the bootstrap file are made by it. */
  backup(): readonly Readonly<Record<string, unknown>>[] {
    return [...this.#byKey.values()]
      .filter(({ name }) => !name.startsWith(BOOTSTRAP_NAME))
      .map((document) => ({ ...document }));
  }

  /** A key of a data export as it was, new or over the one of its name. A sentence when it cannot be. */
  restore(row: Readonly<Record<string, unknown>>): string | undefined {
    const parsed = backedUpKey.safeParse(row);
    if (!parsed.success) return 'it is no API key of a data export';
    const before = this.#read(parsed.data.name);
    if (!before && this.isFull()) return `there are ${MAXIMUM_KEYS} API keys already`;
    const twin = this.#byKey.get(parsed.data.apiKey);
    if (twin && twin.name !== parsed.data.name) return `its key is that of ${twin.name}`;
    if (before) this.#byKey.delete(before.apiKey);
    this.#write(parsed.data);
    return undefined;
  }

  #bootstrap({ key, secret, role }: BootstrapKey): void {
    const known = this.#byKey.get(key);
    this.#write({
      name: `${BOOTSTRAP_NAME}${createHash('sha256').update(key).digest('hex').slice(0, 16)}`,
      enable: true,
      expiredAt: null,
      description: 'from the bootstrap file',
      createdAt: this.#clock.now(),
      ...known,
      apiKey: key,
      role,
      ...protect(secret),
    });
  }

  #read(name: string): KeyDocument | undefined {
    return this.#documents.get(KIND, name)?.body as KeyDocument | undefined;
  }

  #write(document: KeyDocument): StoredKey {
    this.#documents.put(KIND, document.name, document);
    return this.#index(document);
  }

  #index(document: KeyDocument): StoredKey {
    this.#byKey.set(document.apiKey, document);
    return document;
  }
}

/** One round is enough for 256 random bits, and a key is checked at each request. */
function hashOf(secret: string, salt: string): Buffer {
  return createHash('sha256').update(salt).update(secret).digest();
}

function protect(secret: string): { salt: string; secretHash: string } {
  const salt = randomBytes(SALT_LENGTH).toString('hex');
  return { salt, secretHash: hashOf(secret, salt).toString('base64') };
}

function base62(bytes: Buffer): string {
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  let text = '';
  for (let rest = BigInt(`0x${bytes.toString('hex')}`); rest > 0n; rest /= 62n)
    text = digits[Number(rest % 62n)] + text;
  return text;
}
