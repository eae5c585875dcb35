import { argon2, createHash, pbkdf2, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { WorkQueue } from '../../../lib/work-queue.ts';
import { BcryptThread } from './bcrypt-thread.ts';
import {
  isSlow,
  keyLength,
  type PasswordHashAlgorithm,
  type StoredPassword,
} from './password-hash-algorithm.ts';

/** Node's thread pool has four threads, and files and names need one too. */
const CONCURRENCY = 3;
const QUEUE_LENGTH = 32;
const KEY_LENGTH = 32;

/** One of OWASP's minima: N = 2^15, r = 8, p = 3. */
const SCRYPT_BLOCK = 8;
const SCRYPT_PARALLELISM = 3;

const deriveArgon2 = promisify(argon2);
const derivePbkdf2 = promisify(pbkdf2);
const deriveScrypt = promisify<Buffer, Buffer, number, object, Buffer>(scrypt);

const NODE_DIGESTS: Readonly<Record<string, string>> = { sha: 'sha1' };

/** Makes and checks hashes of passwords. What costs milliseconds runs beside the event loop, a few at a time. */
export class PasswordHashing {
  readonly #queue = new WorkQueue(CONCURRENCY, QUEUE_LENGTH);
  readonly #bcrypt = new BcryptThread();
  readonly #decoys = new Map<string, Promise<StoredPassword> | StoredPassword>();

  /** With a new salt. @throws BusyError */
  async hash(algorithm: PasswordHashAlgorithm, password: Buffer): Promise<StoredPassword> {
    const salt = algorithm.name === 'bcrypt' ? '' : randomBytes(16).toString('hex');
    return { algorithm, salt, hash: await this.#derive(algorithm, password, salt, undefined) };
  }

  /** At once, or as a promise when the algorithm is slow. @throws BusyError through the promise */
  verify(stored: StoredPassword, password: Buffer): boolean | Promise<boolean> {
    const derived = this.#derive(stored.algorithm, password, stored.salt, stored.hash);
    return typeof derived === 'string'
      ? isEqual(derived, stored.hash)
      : derived.then((hash) => isEqual(hash, stored.hash));
  }

  /** What is compared with when there is no such user, so that the answer takes as long. */
  decoy(algorithm: PasswordHashAlgorithm): StoredPassword | Promise<StoredPassword> {
    const key = JSON.stringify(algorithm);
    const known = this.#decoys.get(key);
    if (known) return known;
    const decoy = isSlow(algorithm)
      ? this.hash(algorithm, randomBytes(16))
      : { algorithm, salt: randomBytes(16).toString('hex'), hash: '' };
    this.#decoys.set(key, decoy);
    if (decoy instanceof Promise) {
      decoy.then(
        (made) => this.#decoys.set(key, made),
        () => this.#decoys.delete(key),
      );
    }
    return decoy;
  }

  /** @throws BusyError */
  pbkdf2(
    password: Buffer,
    salt: Buffer,
    iterations: number,
    length: number,
    digest: string,
  ): Promise<Buffer> {
    return this.#queue.run(() => derivePbkdf2(password, salt, iterations, length, digest));
  }

  async close(): Promise<void> {
    await this.#bcrypt.close();
  }

  #derive(
    algorithm: PasswordHashAlgorithm,
    password: Buffer,
    salt: string,
    known: string | undefined,
  ): string | Promise<string> {
    switch (algorithm.name) {
      case 'bcrypt':
        return this.#queue.run(() =>
          this.#bcrypt.hash(password.toString('utf8'), known ?? algorithm.salt_rounds),
        );
      case 'pbkdf2': {
        const { mac_fun, iterations } = algorithm;
        const digest = NODE_DIGESTS[mac_fun] ?? mac_fun;
        return this.#inHex(() => derivePbkdf2(password, salt, iterations, keyLength(algorithm), digest));
      }
      case 'scrypt': {
        const { cost } = algorithm;
        const limits = { r: SCRYPT_BLOCK, p: SCRYPT_PARALLELISM, maxmem: 256 * SCRYPT_BLOCK * cost };
        return this.#inHex(() =>
          deriveScrypt(password, Buffer.from(salt, 'hex'), KEY_LENGTH, { N: cost, ...limits }),
        );
      }
      case 'argon2id': {
        const { memory, passes, parallelism } = algorithm;
        const nonce = Buffer.from(salt, 'hex');
        const parameters = { message: password, nonce, memory, passes, parallelism, tagLength: KEY_LENGTH };
        return this.#inHex(() => deriveArgon2('argon2id', parameters));
      }
      default: {
        const { name, salt_position: position } = algorithm;
        const parts = [
          ...(position === 'prefix' ? [Buffer.from(salt)] : []),
          password,
          ...(position === 'suffix' ? [Buffer.from(salt)] : []),
        ];
        if (name === 'plain') return Buffer.concat(parts).toString('latin1');
        const hash = createHash(NODE_DIGESTS[name] ?? name);
        for (const part of parts) hash.update(part);
        return hash.digest('hex');
      }
    }
  }

  #inHex(derive: () => Promise<Buffer>): Promise<string> {
    return this.#queue.run(async () => (await derive()).toString('hex'));
  }
}

/** In a time that does not tell how much of it is right. */
function isEqual(a: string, b: string): boolean {
  const [first, second] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(first as Buffer, second as Buffer);
}
