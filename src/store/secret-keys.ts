import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { crypto } from '../lib/late-crypto.ts';
import { StoreError } from './store-error.ts';

const FILE_NAME = 'secret.key';
const HEAD =
  '# Seals the secrets in tocsin.db: keep a copy apart from it. The first key is in use. See docs/secrets.md.';

/** Instead of the file: a key, or several with commas between, of which the first is in use. */
const VARIABLE = 'TOCSIN_SECRET_KEY';

/** The same, in a file of its own choice, as container secrets come. */
const FILE_VARIABLE = 'TOCSIN_SECRET_KEY_FILE';

const KEY_BYTES = 32;

/** A key with the name by which a sealed text calls for it. */
export interface SecretKey {
  /** The beginning of its SHA-256; tells keys apart and nothing about them. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** Where keys come from. The first key is in use; the others still open what they sealed. */
export interface KeySource {
  /** For sentences: `/data/secret.key`, `TOCSIN_SECRET_KEY`. */
  readonly place: string;
  /** None when there is no such place yet. @throws StoreError when what is there is no key */
  read(): readonly SecretKey[];
  /** Absent where only the operator can change it. */
  write?(keys: readonly SecretKey[]): void;
}

export function keySourceOf(
  directory: string,
  environment: Readonly<Record<string, string | undefined>>,
): KeySource {
  const { [VARIABLE]: text, [FILE_VARIABLE]: file } = environment;
  if (text) return { place: VARIABLE, read: () => parseKeys(text, VARIABLE) };
  if (file) return { place: file, read: () => parseKeys(readKeyFile(file), file) };
  const path = join(directory, FILE_NAME);
  return {
    place: path,
    read: () => (existsSync(path) ? parseKeys(readKeyFile(path), path) : []),
    write: (keys) => writeKeyFile(path, keys),
  };
}

export function newKey(): SecretKey {
  return toKey(crypto().randomBytes(KEY_BYTES));
}

function toKey(bytes: Uint8Array): SecretKey {
  return { id: crypto().hash('sha256', bytes).slice(0, 12), bytes };
}

function parseKeys(text: string, place: string): SecretKey[] {
  const words = text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .flatMap((line) => line.split(/[\s,]+/))
    .filter(Boolean);
  const keys = words.map((word) => {
    const bytes = /^[0-9a-f]{64}$/i.test(word) ? Buffer.from(word, 'hex') : Buffer.from(word, 'base64');
    if (bytes.length !== KEY_BYTES) {
      throw new StoreError(
        `${place} holds something that is no key. A key is 32 random bytes in base64 or hexadecimal digits, ` +
          'as `openssl rand -base64 32` writes them.',
      );
    }
    return toKey(bytes);
  });
  if (keys.length === 0) throw new StoreError(`${place} holds no key. Restore it from a backup.`);
  return keys;
}

function readKeyFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StoreError(`The key file ${path} cannot be read (${code}). Check that this user may read it.`, {
      cause: error,
    });
  }
}

/** In one step and down to the disk: what is sealed with a key that was lost can never be read again. */
function writeKeyFile(path: string, keys: readonly SecretKey[]): void {
  const lines = keys.map(({ bytes }) => Buffer.from(bytes).toString('base64'));
  const file = openSync(`${path}.new`, 'w', 0o600);
  try {
    writeSync(file, [HEAD, ...lines, ''].join('\n'));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.new`, path);
  const directory = openSync(dirname(path), 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
