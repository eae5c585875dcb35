import { crypto } from '../lib/late-crypto.ts';
import { mapTexts, maskMember, requestHoldsSecret } from '../lib/secrets.ts';
import { type KeySource, newKey, type SecretKey } from './secret-keys.ts';
import { StoreError } from './store-error.ts';

/** What takes the place of a secret in a stored document: `{"$sealed":"v1.<key>.<base64 of nonce, tag and text>"}`. */
const MEMBER = '$sealed';
const VERSION = 'v1';

/** How every text with a sealed secret can be told, without reading it as JSON. */
export const SEAL_SIGN = `{"${MEMBER}":"${VERSION}.`;

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The same secret is sealed once, not for each of the requests that carry it. */
const MOST_REMEMBERED = 1000;

/** What the database says about itself. */
interface Stored {
  /** The id of the key that sealed what is stored, as far as anything ever was. */
  key(): string | undefined;
  /** Whether anything stored is sealed now. Looks through all. */
  isNeeded(): boolean;
}

/** A JSON document with a secret in it, on its way to the disk and back. */
export class SecretBox {
  readonly #source: KeySource | undefined;
  readonly #stored: Stored;
  #keys: readonly SecretKey[] | undefined;
  readonly #sealed = new Map<string, string>();
  readonly #opened = new Map<string, string>();

  /** @param source undefined when nothing reaches a disk: then nothing is sealed */
  constructor(source: KeySource | undefined, stored: Stored) {
    this.#source = source;
    this.#stored = stored;
  }

  /** As JSON, with every secret sealed. @throws StoreError when there is no key */
  stringify(document: unknown): string {
    return JSON.stringify(this.#source ? mapTexts(document, this.#sealMember) : document);
  }

  /** A request as JSON: what an action fills in is data and no secret, but for its path and headers. */
  stringifyRequest(request: unknown): string {
    if (!this.#source || !requestHoldsSecret(request)) return JSON.stringify(request);
    const { path, headers } = request as Record<string, unknown>;
    const sealed = mapTexts({ path, headers }, this.#sealMember) as object;
    return JSON.stringify({ ...(request as object), ...sealed });
  }

  /** @throws StoreError when it was sealed with a key that is not here, or was changed since */
  parse(text: string): unknown {
    const document: unknown = JSON.parse(text);
    return text.includes(SEAL_SIGN) ? this.#open(document) : document;
  }

  /** The key in use, made when nothing was sealed before. @throws StoreError when what is stored was sealed with another */
  currentKey(): string | undefined {
    return this.#source && this.#key().id;
  }

  /** From now on all is sealed with a new key; those of before still open. Only with a file of keys. */
  addKey(): void {
    this.#setKeys([newKey(), ...this.#allKeys()]);
  }

  /** When nothing is sealed with them any more. */
  forgetOldKeys(): void {
    if (this.#allKeys().length > 1) this.#setKeys([this.#key()]);
  }

  /** Where the keys are. */
  get place(): string | undefined {
    return this.#source?.place;
  }

  /** Whether keys are in a file of our own, and not in the hands of the operator. */
  get ownsKeys(): boolean {
    return this.#source?.write !== undefined;
  }

  readonly #sealMember = (text: string, path: readonly string[]): unknown =>
    maskMember(text, path) === text ? text : { [MEMBER]: this.#seal(text) };

  #seal(text: string): string {
    const key = this.#key();
    let sealed = this.#sealed.get(text);
    if (sealed === undefined) {
      const nonce = crypto().randomBytes(NONCE_BYTES);
      const cipher = crypto().createCipheriv(CIPHER, key.bytes, nonce);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      sealed = `${VERSION}.${key.id}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64')}`;
      remember(this.#sealed, text, sealed);
    }
    return sealed;
  }

  #open(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((item) => this.#open(item));
    const sealed = (value as Record<string, unknown>)[MEMBER];
    if (typeof sealed === 'string' && sealed.startsWith(`${VERSION}.`)) return this.#openText(sealed);
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, this.#open(member)]));
  }

  #openText(sealed: string): string {
    const known = this.#opened.get(sealed);
    if (known !== undefined) return known;
    const [, id, encoded = ''] = sealed.split('.');
    const key = this.#allKeys().find((one) => one.id === id);
    if (!key) throw wrongKey(this.#source?.place);
    const bytes = Buffer.from(encoded, 'base64');
    const decipher = crypto().createDecipheriv(CIPHER, key.bytes, bytes.subarray(0, NONCE_BYTES));
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    try {
      const body = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
      const text = Buffer.concat([body, decipher.final()]).toString('utf8');
      remember(this.#opened, sealed, text);
      return text;
    } catch (error) {
      throw new StoreError('A sealed secret in tocsin.db was changed by somebody. Restore a backup.', {
        cause: error,
      });
    }
  }

  #key(): SecretKey {
    const [key] = this.#allKeys();
    if (key) return key;
    const made = newKey();
    this.#setKeys([made]);
    return made;
  }

  /** @throws StoreError rather than that anything is sealed with another key than what is stored already */
  #allKeys(): readonly SecretKey[] {
    if (!this.#keys) {
      const keys = this.#source?.read() ?? [];
      const needed = this.#stored.key();
      const isHere = needed === undefined || keys.some(({ id }) => id === needed);
      if (!isHere && this.#stored.isNeeded()) {
        throw keys.length > 0 ? wrongKey(this.#source?.place) : lostKey(this.#source?.place);
      }
      this.#keys = keys;
    }
    return this.#keys;
  }

  #setKeys(keys: readonly SecretKey[]): void {
    this.#source?.write?.(keys);
    this.#keys = keys;
    this.#sealed.clear();
    this.#opened.clear();
  }
}

function remember(map: Map<string, string>, from: string, to: string): void {
  if (map.size >= MOST_REMEMBERED) map.clear();
  map.set(from, to);
}

const NOTHING_CHANGED =
  'Nothing was changed. Without it the secrets cannot be read: to go on without them, move the data directory away.';

function lostKey(place = 'the key'): StoreError {
  return new StoreError(
    `The secrets in the database are sealed, and their key is gone: ${place} does not exist. ` +
      `Restore the file, or set TOCSIN_SECRET_KEY. ${NOTHING_CHANGED}`,
  );
}

function wrongKey(place = 'the key'): StoreError {
  return new StoreError(
    `The secrets in the database are sealed with another key than that of ${place}. ` +
      `Put the right key there, or both with the right one second. ${NOTHING_CHANGED}`,
  );
}
