import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { BusyError, WorkQueue } from '../../lib/work-queue.ts';
import { ApiError } from '../api-error.ts';

export interface Argon2Cost {
  /** KiB. */
  memory: number;
  passes: number;
}

/** OWASP's minimum for Argon2id, about 40 ms of one core. */
const DEFAULT_COST: Argon2Cost = { memory: 19_456, passes: 2 };

/** Node's thread pool has four threads, and files and DNS need some of them too. */
const CONCURRENCY = 2;
const QUEUE_LENGTH = 32;
const SALT_LENGTH = 16;
const HASH_LENGTH = 32;

const derive = promisify(argon2);

/** Hashes passwords off the event loop, a few at a time, into the usual text `$argon2id$v=19$m=…,t=…,p=1$salt$hash`. */
export class PasswordHasher {
  readonly #cost: Argon2Cost;
  /** Compared with when there is no such user, so that the answer takes as long. */
  readonly #decoy: string;
  readonly #queue = new WorkQueue(CONCURRENCY, QUEUE_LENGTH);

  constructor(cost: Argon2Cost = DEFAULT_COST) {
    this.#cost = cost;
    this.#decoy = format(cost, randomBytes(SALT_LENGTH), randomBytes(HASH_LENGTH));
  }

  /** @throws ApiError 429 when too many passwords wait already */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_LENGTH);
    return format(this.#cost, salt, await this.#derive(password, salt, this.#cost));
  }

  /**
   * @param encoded what `hash` answered; undefined costs the same time and is always false
   * @throws ApiError 429 when too many passwords wait already
   */
  async verify(password: string, encoded: string | undefined): Promise<boolean> {
    const { cost, salt, hash } = parse(encoded ?? this.#decoy);
    const derived = await this.#derive(password, salt, cost);
    return timingSafeEqual(derived, hash) && encoded !== undefined;
  }

  async #derive(password: string, salt: Buffer, cost: Argon2Cost): Promise<Buffer> {
    const parameters = { message: password, nonce: salt, parallelism: 1, tagLength: HASH_LENGTH, ...cost };
    try {
      return await this.#queue.run(() => derive('argon2id', parameters));
    } catch (error) {
      if (!(error instanceof BusyError)) throw error;
      const headers = { 'retry-after': '5' };
      throw new ApiError(429, 'TOO_MANY_REQUESTS', 'Too many people sign in at once', { headers });
    }
  }
}

function format({ memory, passes }: Argon2Cost, salt: Buffer, hash: Buffer): string {
  return `$argon2id$v=19$m=${memory},t=${passes},p=1$${salt.toString('base64url')}$${hash.toString('base64url')}`;
}

function parse(encoded: string): { cost: Argon2Cost; salt: Buffer; hash: Buffer } {
  const [, memory, passes, salt, hash] =
    /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$([\w-]+)\$([\w-]+)$/.exec(encoded) ?? [];
  if (!memory || !passes || !salt || !hash) throw new Error('a stored password hash is not readable');
  return {
    cost: { memory: Number(memory), passes: Number(passes) },
    salt: Buffer.from(salt, 'base64url'),
    hash: Buffer.from(hash, 'base64url'),
  };
}
